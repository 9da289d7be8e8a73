"""Questions to senders in a whole office: pressing through to one, and what went out; for tests."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

from ingest.chat import pack
from store import outbox
from store.model import OutboxKind, OutboxStatus
from store.moves import UNDO_FOR
from tests.factories import NOW, a_content, a_read_message, an_arrival
from tests.office import ALICE_ID, SENDER_ID

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

    from bot.sandbox.chats import Message
    from store.model import Arrival, OutboxRow
    from tests.office import TestOffice


async def missing(
    office: TestOffice, arrival: Arrival | None = None, **read: Any
) -> tuple[Message, Message]:
    """A request's card, and what is missing in it."""
    office.letter(a_content(), arrival=arrival, read=a_read_message(**read))
    await office.sandbox.until(lambda: len(office.shown()) > 0)
    card = office.shown()[-1]
    await office.press(ALICE_ID, card, "Missing")
    await office.see("ACSG-2026-0001-1 · not said in the letter")
    return card, office.shown()[-1]


async def previewed(
    office: TestOffice, arrival: Arrival | None = None, **read: Any
) -> tuple[Message, Message]:
    """The same, with the question as it would go."""
    card, below = await missing(office, arrival, **read)
    await office.press(ALICE_ID, below, "Ask the sender")
    await office.button(below, "✉️ Send")
    return card, below


def by_chat() -> Arrival:
    raw = pack(
        update_id=1, chat_id=SENDER_ID, user_id=SENDER_ID, user_name="Sana", language_code="ar",
        text="طلب", files=[], sent_at=NOW,
    )  # fmt: skip
    sender = f"telegram:{SENDER_ID}"
    return an_arrival(channel="chat", raw=raw, sender=sender, reply_chat=SENDER_ID)


def questions(office: TestOffice) -> list[OutboxRow]:
    with office.db.reading() as session:
        return [one for one in outbox.listed(session) if one.kind is OutboxKind.QUESTION]


async def gone(office: TestOffice, status: OutboxStatus = OutboxStatus.SENT) -> None:
    """Let the minute pass in which it can be undone, and wait until this became of it."""
    office.later(seconds=UNDO_FOR.total_seconds() + 1)
    await office.sandbox.until(
        lambda: [one.status for one in questions(office)] == [status], seconds=10
    )


def mails(folder: Path) -> list[EmailMessage]:
    return [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted(folder.glob("outgoing/*.eml"))
    ]


def body(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n").strip()
