"""Cards and notes taken from the store, ready to be shown; deliveries and presses share them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot import discretion
from bot.aside_keyboards import aside_row, undo_row
from bot.bring_words import origin_lines
from bot.cards import card_of
from bot.following import following_words
from bot.judging_keyboards import after_rows
from bot.keyboards import card_keyboard, letter_keyboard
from bot.layout import laid_out
from bot.mail_words import mail_line
from bot.moments import second
from bot.neighbours import neighbours_of
from bot.notes import may_draft, note_markup, note_of
from bot.office_words import say
from bot.officer_names import name_of
from bot.scene import Text
from bot.sender_repute import reading, sender_repute
from bot.standing import standing_lines
from bot.ties import joined_draft, ties_of, ties_of_message
from bot.wish_line import wish_line
from ingest.inbound import Channel
from store import (
    asides,
    brought,
    drafts,
    inbox,
    mail_trouble,
    openings,
    unanswered,
    unanswering,
    undo_window,
)
from store.model import DraftStatus, MessageStatus, OutboxKind

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from bot.scene import Office
    from store.model import Draft


def card_text(
    session: Session,
    draft: Draft,
    office: Office,
    *,
    now: datetime,
    possible_repeat: bool = False,
) -> Text:
    """The card of a draft as it stands now."""
    shown_in = discretion.for_draft(session, draft, office)
    message = inbox.get(session, draft.message_id)
    read = reading(session, draft.message_id)
    near = neighbours_of(session, draft)
    undo = undo_window.open_undo(session, draft, now=now)
    wish = wish_line(session, draft.message_id, office.zone)
    is_withdrawn = draft.status is DraftStatus.WITHDRAWN
    card = card_of(
        draft,
        message,
        read,
        repute=sender_repute(session, message, read, draft, zone=office.zone),
        now=now,
        zone=office.zone,
        is_unasked=draft.status is DraftStatus.WAITING
        and mail_trouble.has_failed(session, OutboxKind.QUESTION, draft.id),
        mail_troubles=mail_lines(session, office, draft.message_id, draft.id),
        possible_repeat=possible_repeat,
        ties=ties_of(session, draft, office.zone),
        near=near,
        assigned=name_of(session, draft.assigned_to),
        standing=standing_lines(session, draft, shown_in),
    )
    letter = brought.of_message(session, draft.message_id)
    origin = origin_lines(letter, office.zone, full=shown_in.full) if letter else ()
    return Text(
        markup=laid_out(
            replace(
                card,
                wish="" if is_withdrawn else wish,
                origin=origin,
                is_withdrawn=is_withdrawn,
            ),
            full=shown_in.full,
        ),
        keyboard=card_keyboard(
            draft,
            near,
            full=shown_in.full,
            has_page=bool(office.page),
            undo_until="" if undo is None else second(undo.until, office.zone),
            following=""
            if undo is None
            else following_words(session, draft, office, undo.officer_id),
            after=after_rows(
                draft, has_sender=message.channel != Channel.OFFICE, is_wished=bool(wish)
            ),
        ),
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
    full = discretion.for_message(session, message_id, office).full
    message = inbox.get(session, message_id)
    read = reading(session, message_id)
    made = drafts.of_message(session, message_id)
    aside = asides.get(session, message_id)
    letter = brought.of_message(session, message_id)
    note = note_of(
        message,
        read,
        drafts=made,
        opened=openings.of_message(session, message_id),
        repute=sender_repute(session, message, read, zone=office.zone),
        aside=aside,
        now=now,
        zone=office.zone,
        mail_troubles=mail_lines(session, office, message_id),
        possible_repeat=possible_repeat,
        ties=ties_of_message(session, message_id),
        wish=wish_line(session, message_id, office.zone),
    )
    if letter is not None:
        origin = origin_lines(letter, office.zone, full=full)
        note = replace(note, origin=origin, sender=None)
    until = unanswering.open_until(aside, now=now)
    joined = joined_draft(session, message_id)
    shown = [*made, *([joined] if joined else [])]
    return Text(
        markup=note_markup(note, full=full),
        keyboard=letter_keyboard(
            message_id,
            shown,
            above=undo_row(message_id, "" if until is None else second(until, office.zone)),
            acts=aside_row(message, read, made, aside),
            may_draft=may_draft(message, read, made),
            full=full,
            may_retry=message.status is MessageStatus.PARKED,
        ),
    )


def mail_lines(
    session: Session, office: Office, message_id: str, draft_id: int | None = None
) -> list[str]:
    """What became of mail to a message's sender, or why none went, one line each."""
    why = unanswered.why(session, message_id)
    held = [] if why is None else [say(f"left_unanswered.{why}")]
    found = mail_trouble.of_message(session, message_id, draft_id=draft_id)
    return [*held, *(mail_line(one, office.zone) for one in found)]
