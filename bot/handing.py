"""Handing a draft to a colleague who reads its language, where an officer does not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot import discretion, languages, letter_languages, looking, replies, step_replies, unread
from bot.delivery_errors import NotDeliveredError
from bot.languages import code_of
from bot.office_words import say
from bot.officer_names import name_of
from bot.render import render
from bot.scene import Reply, Text
from bot.step_keyboards import colleagues_keyboard, line_keyboard
from store import assigning, audit, drafts, officer_languages, officers, outbox, vouches
from store.model import OPEN_STATUSES, NewOutboxRow, OfficerRole, OutboxKind

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from bot.scene import DraftScene, Office
    from store.model import Draft, Officer, OutboxRow

#: that fit under one message and can be looked over
_MOST: Final = 20


def hand(scene: DraftScene) -> Reply:
    """Show who reads the letter's language; with an argument, ask this one to read it."""
    draft = scene.draft
    if draft.status not in OPEN_STATUSES:
        told = looking.outdated(scene)
        # what was pressed may be evidence, which stays
        return Reply() if told is None else replace(told, text=None)
    wanted = _wanted(scene)
    if not wanted:
        return Reply(toast=say("step_replies.language_not_told"), is_alert=True)
    found, whom = _colleagues(scene, wanted), scene.press.argument
    if whom is None and found:
        return Reply(toast=say("replies.sent_below"), messages=(_listed(scene, found, wanted),))
    if whom is None:
        words = step_replies.nobody_reads(languages.named(wanted))
        return Reply(toast=replies.toast(words), is_alert=True)
    to = next((one for one in found if str(one.id) == whom), None)
    if to is None:
        return Reply(toast=say("step_replies.reads_no_more"), is_alert=True)
    return _handed(scene, to, wanted)


def _wanted(scene: DraftScene) -> tuple[str, ...]:
    """What has to be read: the letter's languages that whoever asks does not read, if any."""
    return unread.foreign(scene) or letter_languages.of_draft(scene.session, scene.draft)


def _colleagues(scene: DraftScene, wanted: tuple[str, ...]) -> list[Officer]:
    """Who has named one of these, but for whoever asks; those who may decide first."""
    read = officer_languages.of_all(scene.session)
    found = [
        one
        for one in officers.listed(scene.session)
        if one.id != scene.officer.id and not read.get(one.id, frozenset()).isdisjoint(wanted)
    ]
    return sorted(found, key=_only_looks)[:_MOST]


def _only_looks(officer: Officer) -> bool:
    return officer.role is OfficerRole.READER


def _named(codes: tuple[str, ...], office: Office) -> str:
    """Languages of the letter, where the chat may say anything of it."""
    return languages.named(codes) if office.full else ""


def _listed(scene: DraftScene, found: list[Officer], wanted: tuple[str, ...]) -> Text:
    draft = scene.draft
    people = [{"name": one.name, "only_looks": _only_looks(one)} for one in found]
    words = render(
        "office/hand.html.j2", ref=draft.ref, language=_named(wanted, scene.office), people=people
    )
    return Text(markup=words, keyboard=colleagues_keyboard(draft, found))


def _handed(scene: DraftScene, to: Officer, wanted: tuple[str, ...]) -> Reply:
    """It is theirs from now on, unless they only look: then nobody could finish it."""
    draft, now = scene.draft, scene.now
    read = officer_languages.reads(scene.session, to.id)
    theirs = tuple(one for one in wanted if one in read)
    if not _only_looks(to):
        assigning.assign(scene.session, draft.id, to.id, scene.officer, now=now)
    audit.record(
        scene.session,
        what=vouches.ASKED,
        who=scene.officer,
        message_id=draft.message_id,
        draft_id=draft.id,
        details={"new": to.id, "language": _kept(draft, theirs)},
        now=now,
    )
    # under `about`: what the chat refuses here is no step of the draft's own history
    payload = {
        "about": draft.id,
        "officer": to.id,
        "by": scene.officer.id,
        "chat": scene.pressed.chat_id,
        "languages": list(theirs),
    }
    row = NewOutboxRow(kind=OutboxKind.HANDED, target=f"{outbox.CHAT}{to.id}", payload=payload)
    outbox.add(scene.session, [row], now=now)
    words = step_replies.handed(draft.ref, to.name)
    line = render("office/asked_to_read.html.j2", ref=draft.ref, whom=to.name)
    fresh = drafts.get(scene.session, draft.id)
    text = Text(markup=line, keyboard=line_keyboard(fresh))
    return Reply(toast=replies.toast(words), text=text)


def _kept(draft: Draft, theirs: tuple[str, ...]) -> str:
    """The language for which somebody was asked, as the letter names it."""
    return draft.language if code_of(draft) in theirs else theirs[0]


def handed_text(session: Session, row: OutboxRow, office: Office) -> Text:
    """What the colleague is told, in private or by name in the office's chat.

    Raises:
        NotDeliveredError: they have left the office.
        StoreError: the draft is no longer there.

    """
    payload = row.payload
    to = officers.find(session, payload["officer"])
    if to is None:
        raise NotDeliveredError("no_officer", permanent=True)
    draft = drafts.get(session, payload["about"])
    markup = render(
        "office/handed.html.j2",
        id=to.id,
        whom=to.name,
        by=name_of(session, payload["by"]),
        ref=draft.ref,
        language=_named(_asked_for(row, draft), discretion.for_draft(session, draft, office)),
        mention=_is_mention(row),
    )
    return Text(markup=markup)


def _asked_for(row: OutboxRow, draft: Draft) -> tuple[str, ...]:
    """What the colleague is to read."""
    return tuple(row.payload.get("languages") or (code_of(draft),))


def mention_instead(session: Session, row: OutboxRow, *, now: datetime) -> None:
    """Say it in the office's chat where the bot may not write to the colleague."""
    if row.kind is OutboxKind.HANDED and not _is_mention(row):
        target = f"{outbox.CHAT}{row.payload['chat']}"
        again = NewOutboxRow(kind=OutboxKind.HANDED, target=target, payload=row.payload)
        outbox.add(session, [again], now=now)


def _is_mention(row: OutboxRow) -> bool:
    """Whether it goes to the chat in which it was asked."""
    return row.target == f"{outbox.CHAT}{row.payload['chat']}"
