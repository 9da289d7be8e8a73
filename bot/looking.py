"""Presses that show something and change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bot import choice, discretion, languages, replies, unread
from bot.asked_evidence import only
from bot.board import card_text
from bot.corrections import areas_of
from bot.evidence import findings
from bot.evidence_rows import ASKED, counted
from bot.field_keyboards import correct_keyboard
from bot.keyboards import (
    areas_keyboard,
    kinds_keyboard,
    reasons_keyboard,
)
from bot.office_words import say
from bot.originals import LARGEST_FILE, files_of, holds_quarantined
from bot.render import render
from bot.scene import Reply, Text
from store import drafts, inbox, looks, outbox, vouches
from store.errors import ContentErasedError
from store.model import OPEN_STATUSES, NewOutboxRow, OutboxKind

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.scene import DraftScene, Office
    from store.model import InboxMessage


#: steps after which a card still shows how a draft stands
_CHANGE_NOTHING: Final = frozenset({looks.LOOKED, vouches.ASKED, vouches.VOUCHED, vouches.OBJECTED})


def outdated(scene: DraftScene) -> Reply | None:
    """Told and shown anew, where the pressed card no longer shows how the draft stands."""
    draft = scene.draft
    if draft.status in OPEN_STATUSES and draft.revision == scene.press.revision:
        return None
    text = card_text(scene.session, draft, scene.office, now=scene.now)
    if draft.status not in OPEN_STATUSES:
        by, at = draft.decided_by or "", draft.decided_at or scene.now
        words = replies.decided_before(draft.status, by, at, scene.office.zone)
        return Reply(toast=words, is_alert=True, text=text)
    changes = drafts.history(scene.session, draft.id)
    last = next(one for one in reversed(changes) if one.what not in _CHANGE_NOTHING)
    words = replies.changed_meanwhile(last.who, last.at, scene.office.zone)
    return Reply(toast=words, is_alert=True, text=text)


def pick_reason(scene: DraftScene) -> Reply:
    """The reasons to reject."""
    return Reply(toast=say("replies.pick_reason"), keyboard=reasons_keyboard(scene.draft))


def pick_correction(scene: DraftScene) -> Reply:
    """What can be corrected."""
    return Reply(keyboard=correct_keyboard(scene.draft, full=scene.office.full))


def pick_kind(scene: DraftScene) -> Reply:
    """The kinds."""
    return Reply(keyboard=kinds_keyboard(scene.draft))


def pick_areas(scene: DraftScene) -> Reply:
    """The areas, with what was chosen so far."""
    if scene.press.argument is None:
        chosen = areas_of(scene.draft.content)
        return Reply(toast=say("replies.pick_areas"), keyboard=areas_keyboard(scene.draft, chosen))
    picked = choice.unpack(scene.press.argument)
    if picked is None:
        keyboard = card_text(scene.session, scene.draft, scene.office, now=scene.now).keyboard
        return Reply(toast=say("replies.areas_changed"), is_alert=True, keyboard=keyboard)
    return Reply(keyboard=areas_keyboard(scene.draft, picked))


def back(scene: DraftScene) -> Reply:
    """The card as it stands, with its first keyboard."""
    return Reply(text=card_text(scene.session, scene.draft, scene.office, now=scene.now))


def evidence(scene: DraftScene) -> Reply:
    """Every quote with its place, and the pages that they stand on; all of it by the outbox."""
    if not discretion.for_draft(scene.session, scene.draft, scene.office).full:
        return Reply(toast=discretion.why_not(scene.office), is_alert=True)
    asked: dict[str, Any] = {
        "draft": scene.draft.id,
        "revision": scene.draft.revision,
        "under": scene.pressed.message_id,
    }
    about = scene.press.argument
    if about is not None:
        if not findings(only(scene.draft, about)):
            return Reply(toast=say("replies.no_quotes"), is_alert=True)
        asked[ASKED] = about
    read = languages.read_by(scene.session, scene.officer.id)
    said: dict[str, Any] = {}
    if scene.office.translates:
        # as it is now: what the messages hold must not change before they leave
        said = {"reads": list(read), "into": read[0]}
    count = counted(scene.session, scene.draft, read if said else None, asked=about)
    quotes = [asked | said | {"part": part} for part in range(count.messages)]
    if scene.draft.status in OPEN_STATUSES and unread.foreign(scene):
        quotes[-1]["asks"] = True
    pages = [asked | {"part": part} for part in range(count.pages)]
    target = f"chat:{scene.pressed.chat_id}"
    rows = [
        NewOutboxRow(kind=kind, target=target, payload=payload)
        for kind, payloads in ((OutboxKind.EVIDENCE, quotes), (OutboxKind.PAGE, pages))
        for payload in payloads
    ]
    outbox.add(scene.session, rows, now=scene.now)
    return Reply(toast=say("replies.sent_below"))


def original(scene: DraftScene) -> Reply:
    """The letter itself."""
    if not discretion.for_draft(scene.session, scene.draft, scene.office).full:
        return Reply(toast=discretion.why_not(scene.office), is_alert=True)
    message = inbox.get(scene.session, scene.draft.message_id)
    return original_of(scene.session, message, scene.office)


def original_of(session: Session, message: InboxMessage, office: Office) -> Reply:
    """A message itself, as files; those that the chat does not take are named."""
    if not discretion.for_message(session, message.id, office).full:
        return Reply(toast=discretion.why_not(office), is_alert=True)
    if holds_quarantined(session, message):
        return Reply(toast=say("replies.quarantined"), is_alert=True)
    try:
        files = files_of(session, message)
    except ContentErasedError:
        return Reply(toast=say("replies.erased"), is_alert=True)
    sendable = tuple(file for file in files if 0 < len(file.content) <= LARGEST_FILE)
    large = [file for file in files if len(file.content) > LARGEST_FILE]
    told = [replies.too_large(file.name, len(file.content)) for file in large]
    markup = render("office/plain.html.j2", lines=told) if told else ""
    messages = (Text(markup=markup),) if told else ()
    return Reply(
        toast=say("replies.sent_below"), files=sendable, messages=messages, about=message.id
    )
