"""Cards and notes taken from the store, ready to be shown; deliveries and presses share them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cards import card_of
from bot.keyboards import card_keyboard, letter_keyboard
from bot.layout import laid_out
from bot.notes import may_draft, note_markup, note_of
from bot.scene import Text
from store import drafts, inbox, openings, outbox
from store.errors import UnknownMessageError
from store.model import DraftStatus, OutboxKind

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from bot.scene import Office
    from store.model import Draft, ReadMessage


def card_text(
    session: Session,
    draft: Draft,
    office: Office,
    *,
    now: datetime,
    possible_repeat: bool = False,
) -> Text:
    """The card of a draft as it stands now."""
    card = card_of(
        draft,
        inbox.get(session, draft.message_id),
        reading(session, draft.message_id),
        now=now,
        zone=office.zone,
        is_unasked=draft.status is DraftStatus.WAITING
        and outbox.has_failed(session, OutboxKind.QUESTION, draft.id),
        possible_repeat=possible_repeat,
    )
    return Text(
        markup=laid_out(card, full=office.full), keyboard=card_keyboard(draft, full=office.full)
    )


def note_text(
    session: Session,
    message_id: str,
    office: Office,
    *,
    now: datetime,
    possible_repeat: bool = False,
) -> Text:
    """The note on a message that the reader made no draft of."""
    message = inbox.get(session, message_id)
    read = reading(session, message_id)
    made = drafts.of_message(session, message_id)
    note = note_of(
        message,
        read,
        drafts=made,
        opened=openings.of_message(session, message_id),
        now=now,
        zone=office.zone,
        possible_repeat=possible_repeat,
    )
    return Text(
        markup=note_markup(note, full=office.full),
        keyboard=letter_keyboard(
            message_id, made, may_draft=may_draft(message, read, made), full=office.full
        ),
    )


def reading(session: Session, message_id: str) -> ReadMessage | None:
    """What was read of a message; None where it was not."""
    try:
        return drafts.message_of(session, message_id)
    except UnknownMessageError:
        return None
