"""What a sender is sent, whichever way it goes: an answer, kind words, a question, a reply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot import own_letters
from bot.acknowledge import answer_to
from bot.answer_mail import ACKNOWLEDGEMENT
from bot.enquiry import enquiry_answer
from bot.form_answer import with_form
from bot.originals import language_code
from bot.question import question_of
from bot.sender_repute import reading
from bot.spoken import chosen
from bot.ties import case_ref
from ingest.answers import BARE
from store import drafts, inbox, revisions
from store.model import OutboxKind

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from bot.acknowledge import Answer
    from store.model import OutboxRow

#: what goes to senders
KINDS: Final = frozenset({
    OutboxKind.ACKNOWLEDGEMENT, OutboxKind.QUESTION, OutboxKind.PLEA, OutboxKind.REPLY,
    *own_letters.KINDS,
})  # fmt: skip
_CHAT: Final = "chat:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Who speaks: what every answer names."""

    #: where requests are sent
    address: str
    #: how to reach a person
    contact: str
    zone: ZoneInfo


def answer_of(session: Session, row: OutboxRow, voice: Voice) -> tuple[Answer, str]:
    """The words of a row, and what tells them from other answers to the same letter."""
    message = inbox.get(session, row.payload["message"])
    if row.kind is OutboxKind.QUESTION:
        draft = drafts.get(session, row.payload["draft"])
        revision = row.payload["revision"]
        content = revisions.content_at(session, draft.id, revision)
        number = draft.ref.rpartition("-")[2]
        answer = question_of(session, draft, content, contact=voice.contact)
        answer = own_letters.reworded_row(session, row, draft, answer, voice.contact)
        return answer, f"question-{number}-{revision}"
    if row.kind in own_letters.KINDS:
        return own_letters.of_row(session, row, contact=voice.contact, zone=voice.zone)
    read = reading(session, message.id)
    if row.kind is OutboxKind.REPLY:
        answer = enquiry_answer(
            session,
            message,
            read,
            target=row.target,
            address=voice.address,
            contact=voice.contact,
            zone=voice.zone,
        )
        return answer, "reply"
    is_plea = row.kind is OutboxKind.PLEA
    answer = answer_to(
        message,
        read,
        contact=voice.contact,
        zone=voice.zone,
        by_mail=not row.target.startswith(_CHAT),
        as_case=is_plea,
        case=None if is_plea else case_ref(session, message.id),
        language_code=language_code(session, message),
        chosen=chosen(session, message),
        is_bare=bool(row.payload.get(BARE)),
    )
    if row.payload.get("form"):
        answer = with_form(answer, voice.address)
    return answer, "help" if is_plea else ACKNOWLEDGEMENT
