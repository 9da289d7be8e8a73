"""What happened to a draft, step by step, in words: by a button, a command, and on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bot import discretion, step_replies
from bot.foreign import clip
from bot.labels import label
from bot.locales import country, language
from bot.missing import asked_for
from bot.moments import moment
from bot.office_words import has, say
from bot.reject_reasons import reason_said
from bot.render import render
from bot.scene import Reply, Text
from bot.step_keyboards import STEPS, history_keyboard
from store import drafts, inbox, officers, releases

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from bot.scene import DraftScene, Office
    from store.model import Draft, HistoryEntry

#: field -> the group of labels that its codes stand in
_GROUPS: Final = {
    "kind": "kinds", "themes": "areas", "forms": "forms", "qualities": "qualities",
    "channelling": "channelling",
}  # fmt: skip
_STATES: Final = frozenset({"states", "beneficiaries"})
_LONGEST: Final = 300


def shown(scene: DraftScene) -> Reply:
    """The history below the card; another page of it in its place."""
    argument = scene.press.argument
    offset = int(argument) if argument is not None and argument.isdecimal() else 0
    text = page(scene.session, scene.draft, offset, scene.office)
    if argument is not None:
        return Reply(text=text)
    return Reply(toast=say("replies.sent_below"), messages=(text,), about=scene.draft.message_id)


def command(session: Session, argument: str, office: Office, _now: datetime) -> Text:
    """The history of the draft with this reference."""
    ref = argument.upper()
    draft, message = drafts.by_ref(session, ref), inbox.by_ref(session, ref)
    if draft is None and message is not None and len(message.drafts) == 1:
        draft = drafts.by_ref(session, message.drafts[0])
    if draft is not None:
        return page(session, draft, 0, office)
    words = say("step_replies.ask_history") if not argument else say("replies.unknown_ref")
    if message is not None and message.drafts:
        words = step_replies.which(ref, message.drafts)
    return Text(markup=render("office/plain.html.j2", lines=[words]))


def page(session: Session, draft: Draft, offset: int, office: Office) -> Text:
    """Some steps of a draft's life, oldest first."""
    found = drafts.history(session, draft.id)
    full = discretion.for_draft(session, draft, office).full
    names = {one.id: one.name for one in officers.listed(session)}
    lines = [
        {
            "at": moment(entry.at, office.zone),
            "who": entry.who,
            "words": step_words(entry, names=names, full=full),
        }
        for entry in found[offset : offset + STEPS]
    ]
    markup = render(
        "office/history.html.j2", ref=draft.ref, lines=lines, first=offset + 1, total=len(found)
    )
    return Text(markup=markup, keyboard=history_keyboard(draft, offset, len(found)))


def step_words(
    entry: HistoryEntry, *, names: Mapping[int, str] | None = None, full: bool = True
) -> str:
    """One step in words.

    Args:
        entry: what happened.
        names: of the officers, by their numbers.
        full: with what the letter says and why officers decided; a minimal chat has neither.

    """
    what, values = entry.what, _values(entry, names or {}, full=full)
    if not has("history", what):
        return what.replace("_", " ")
    try:
        words = say(f"history.{what}", **values)
    except KeyError:
        words = say(f"history_short.{what}", **values)
    return clip(words, _LONGEST)


def _values(entry: HistoryEntry, names: Mapping[int, str], *, full: bool) -> dict[str, str]:
    details = entry.details
    plain = ("register_ref", "draft", "message", "problem", "reason")
    found = {name: str(details[name]) for name in plain if details.get(name)} | _letter(entry)
    if not full and entry.what != "merged":
        found.pop("reason", None)
    elif entry.what == "rejected" and "reason" in found:
        found["reason"] = reason_said(found["reason"])
    codes = [*(one for one in [details.get("language")] if one), *details.get("more_languages", ())]
    codes = codes or details.get("languages", [])
    if codes and full:
        found["language"] = say("lists.comma").join(language(str(one)) for one in codes)
    if entry.what == "asked_to_read":
        found["new"] = names.get(details["new"], str(details["new"]))
    elif entry.what == "assigned":
        for side in ("old", "new"):
            found[side] = _officer(details.get(side), names)
    elif full and details.get("field"):
        field = str(details["field"])
        found["field"] = _field(field)
        found |= {side: _said(field, details.get(side)) for side in ("old", "new")}
    return found | _coded(details)


def _officer(who: int | None, names: Mapping[int, str]) -> str:
    return say("history_words.nobody") if who is None else names.get(who, str(who))


def _coded(details: Mapping[str, Any]) -> dict[str, str]:
    """What was undone, and what DNS said when it was asked again: codes with words of their own."""
    found = {name: str(details[name]) for name in ("undid", "outcome") if name in details}
    undid, outcome = found.get("undid", ""), found.get("outcome", "")
    if has("history_undid", undid):
        ref = str(details.get("register_ref") or "")
        found["undid"] = say(f"history_undid.{undid}", register_ref=ref)
    if has("history_outcomes", outcome):
        found["outcome"] = say(f"history_outcomes.{outcome}")
    return found


def _letter(entry: HistoryEntry) -> dict[str, str]:
    """Which letter of ours was released, where one was."""
    if entry.what != releases.EVENT:
        return {}
    return {"letter": label("own_letters", str(entry.details["kind"]))}


def _field(field: str) -> str:
    return say("history_words.areas") if field == "themes" else label("fields", field).lower()


def _said(field: str, value: Any) -> str:
    """A value of a field, as codes, in words."""
    if value is None or value in ([], ""):
        return say("history_words.nothing")
    if isinstance(value, bool):
        return say("history_words.yes" if value else "history_words.no")
    if isinstance(value, list):
        return say("lists.comma").join(_said(field, one) for one in value)
    if field == "question":
        return asked_for(str(value))
    if field in _STATES:
        return country(str(value))
    group = _GROUPS.get(field)
    return str(value) if group is None else label(group, str(value))
