"""Notes in a whole office, and what officers said of their messages; for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from store import asides, inbox, outbox
from store.model import OutboxKind, OutboxStatus
from store.moves import UNDO_FOR
from tests.factories import a_read_message, a_segment
from tests.office import ALICE_ID

if TYPE_CHECKING:
    from bot.sandbox.chats import Message
    from store.asides import Aside
    from store.model import OutboxRow
    from tests.office import TestOffice

PLEA = "Please help, they will deport me and my daughter."


async def a_note(
    office: TestOffice, kind: str = "individual_case", band: str = "likely", text: str = PLEA,
    **more: Any,
) -> Message:  # fmt: skip
    arrival = more.pop("arrival", None)
    read = a_read_message(kinds=((kind, 0.8, band),), segments=(a_segment(text),), **more)
    before = len(office.shown())
    office.letter(read=read, arrival=arrival)
    await office.sandbox.until(lambda: len(office.shown()) > before)
    return office.shown()[-1]


async def said(office: TestOffice, note: Message, word: str, user: int = ALICE_ID) -> str:
    await office.press(user, note, "One person's case?")
    await office.button(note, "✖️ No")
    return (await office.press(user, note, word)).answer or ""


def known(office: TestOffice) -> Aside:
    with office.db.reading() as session:
        message = inbox.by_ref(session, "ACSG-2026-0001")
        assert message is not None
        return asides.get(session, message.id)


def to_senders(office: TestOffice) -> list[OutboxRow]:
    with office.db.reading() as session:
        kinds = {OutboxKind.PLEA, OutboxKind.REPLY}
        return [one for one in outbox.listed(session) if one.kind in kinds]


async def sent(office: TestOffice) -> None:
    """Let the minute pass in which an answer can be taken back, and wait for all that leaves."""
    office.later(seconds=UNDO_FOR.total_seconds() + 1)

    def waiting() -> bool:
        with office.db.reading() as session:
            states = {one.status for one in outbox.listed(session)}
        return bool(states & {OutboxStatus.PENDING, OutboxStatus.SENDING})

    await office.sandbox.until(lambda: not waiting(), seconds=20)
