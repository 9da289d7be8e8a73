"""Presses by which an officer releases a question to the sender, after seeing it as it would go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import discretion, replies
from bot.bring_words import is_brought, no_sender
from bot.keyboards import missing_keyboard, question_keyboard
from bot.measure import fits
from bot.missing import missing
from bot.moments import moment, second
from bot.office_words import say
from bot.question import asks_of, question_of, target_of
from bot.reminder_words import remind_about, reminder_line
from bot.render import render
from bot.scene import Reply, Text
from bot.writing import in_words_of, wording_of
from store import decisions, drafts
from store.model import OPEN_STATUSES, DraftStatus, OutboxKind
from store.moves import UNDO_FOR
from store.outcome import Decided

if TYPE_CHECKING:
    from bot.scene import DraftScene
    from store.model import Draft, HistoryEntry
    from store.wordings import Wording

_ASKABLE = (DraftStatus.DRAFT, DraftStatus.HELD)


def not_said(scene: DraftScene) -> Reply:
    """What is missing, for officers alone; with an argument, in the pressed message."""
    text = _missing(scene, scene.draft)
    if scene.press.argument:
        return Reply(text=text)
    return Reply(toast=say("replies.sent_below"), messages=(text,), about=scene.draft.message_id)


def preview(scene: DraftScene) -> Reply:
    """The question as it would go, with Send and Back."""
    why_not = why_not_now(scene)
    if why_not:
        return Reply(toast=why_not, is_alert=True, text=_missing(scene, scene.draft))
    first, *others = shown(scene)
    return Reply(
        toast=say("replies.not_sent_yet"),
        text=first,
        messages=tuple(others),
        about=scene.draft.message_id,
    )


def shown(scene: DraftScene, wording: Wording | None = None) -> tuple[Text, ...]:
    """The question as it would go, with its keyboard; a second message where one has no room."""
    first, *others = _question(scene, state="", wording=wording)
    keyboard = question_keyboard(scene.draft, wording.id if wording else None)
    return (Text(markup=first, keyboard=keyboard), *(Text(markup=one) for one in others))


def send(scene: DraftScene) -> Reply:
    """Release it: the draft waits for its sender, and the question is on its way."""
    why_not, number = why_not_now(scene), scene.press.argument or ""
    wording = wording_of(scene, OutboxKind.QUESTION, number)
    if number and wording is None:
        why_not = why_not or say("replies.words_gone")
    target = target_of(scene.session, scene.draft, scene.office.own)
    if why_not or target is None:
        text = _missing(scene, scene.draft)
        return Reply(toast=why_not or say("replies.nobody_to_ask"), is_alert=True, text=text)
    outcome = decisions.ask(
        scene.session,
        scene.press.draft,
        scene.press.revision,
        scene.officer,
        asks=asks_of(scene.draft.content),
        target=target,
        wording=wording.id if wording else None,
        remind=remind_about(scene.office).get("remind"),
        now=scene.now,
    )
    if not isinstance(outcome, Decided):
        text = _missing(scene, outcome.draft)
        return Reply(toast=replies.not_sent(outcome, scene.office.zone), is_alert=True, text=text)
    leaves = second(scene.now + UNDO_FOR, scene.office.zone)
    when = moment(scene.now, scene.office.zone)
    state = say("asking.state", by=scene.officer.name, when=when, leaves=leaves)
    return Reply(
        toast=replies.question_leaves(leaves),
        text=Text(markup=_question(scene, state=state, wording=wording)[0]),
    )


def why_not_now(scene: DraftScene) -> str:
    """What stands against asking now, in words; empty where nothing does."""
    draft = scene.draft
    if draft.status not in OPEN_STATUSES:
        return say("replies.already_decided")
    if draft.status not in _ASKABLE:
        return replies.asked(_last_asked(scene, draft), scene.office.zone)
    if draft.revision != scene.press.revision:
        return say("replies.changed_since")
    if not asks_of(draft.content):
        return say("replies.nothing_to_ask")
    reachable = target_of(scene.session, draft, scene.office.own)
    return "" if reachable else say("replies.nobody_to_ask")


def _missing(scene: DraftScene, draft: Draft) -> Text:
    asked = _last_asked(scene, draft) if draft.status is DraftStatus.WAITING else None
    may_ask = (
        draft.status in _ASKABLE
        and bool(asks_of(draft.content))
        and target_of(scene.session, draft, scene.office.own) is not None
    )
    markup = render(
        "office/missing.html.j2",
        ref=draft.ref,
        parts=missing(draft.content),
        asked_by=asked.who if asked else "",
        asked_at=moment(asked.at, scene.office.zone) if asked else "",
        no_sender=no_sender() if is_brought(scene.session, scene.draft) else "",
    )
    return Text(markup=markup, keyboard=missing_keyboard(draft) if may_ask else None)


def _question(scene: DraftScene, *, state: str, wording: Wording | None = None) -> list[str]:
    """The question in the chat, word for word; in two messages where one has no room for it."""
    draft, office = scene.draft, scene.office
    answer = question_of(scene.session, draft, draft.content, contact=office.contact)
    answer = in_words_of(scene, answer, wording)
    target = target_of(scene.session, draft, office.own) or ""
    is_chat = target.startswith("chat:")
    full = discretion.for_draft(scene.session, draft, office).full

    def rendered(text: str) -> str:
        return render(
            "office/question.html.j2",
            ref=draft.ref,
            # in a minimal chat nobody reads who wrote
            to="" if is_chat or not full else target,
            by="chat" if is_chat else "mail",
            subject="" if is_chat else answer.subject,
            text=text,
            state=state,
            follows=reminder_line(office, scene.now),
        )

    whole = rendered(answer.text)
    if fits(whole):
        return [whole]
    first, *others = (part.text for part in answer.parts)
    return [rendered(first), *(render("office/quoted.html.j2", text=one) for one in others)]


def _last_asked(scene: DraftScene, draft: Draft) -> HistoryEntry | None:
    found = [one for one in drafts.history(scene.session, draft.id) if one.what == "asked"]
    return found[-1] if found else None
