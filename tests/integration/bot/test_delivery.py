"""The outbox on its way out, with a chat server and a relay that fail in every way."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

import pytest

from bot.listen import Listen
from bot.sandbox.faults import busy, cut, cut_after, refused
from store import inbox, outbox
from store.model import NewOutboxRow, OutboxKind, OutboxStatus
from tests.factories import a_content, a_read_message, an_arrival
from tests.failing_relay import HANG, Scripted, serving
from tests.office import SENDER_ID, an_office
from tests.relays import Mailbox, a_relay

if TYPE_CHECKING:
    from pathlib import Path

    from store.model import OutboxRow
    from store.session import Database
    from tests.office import TestOffice

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


def rows(office: TestOffice, status: OutboxStatus) -> list[OutboxRow]:
    with office.db.reading() as session:
        return list(outbox.listed(session, status=status))


async def until_sent(office: TestOffice, count: int = 1) -> None:
    await office.sandbox.until(lambda: len(rows(office, OutboxStatus.SENT)) >= count, seconds=10)


def acknowledge(office: TestOffice, target: str, **changes: Any) -> str:
    """A letter of which the sender is to hear; its reference."""
    read = a_read_message(**changes)
    office.letter(a_content(), read=read)
    with office.db.begin() as session:
        message = next(inbox.listed(session))
        row = NewOutboxRow(
            kind=OutboxKind.ACKNOWLEDGEMENT, target=target, payload={"message": message.id}
        )
        outbox.add(session, [row], now=datetime.now(UTC))
    return message.ref


def test_a_busy_server_is_waited_for(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.sandbox.fail_next("sendMessage", busy(1))
            await office.card()

            assert len(office.shown()) == 1
            assert "repeat" not in office.shown()[0].text

    asyncio.run(scene())


def test_a_send_that_may_have_arrived_is_marked_when_repeated(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.sandbox.fail_next("sendMessage", cut_after())
            office.letter(a_content())
            await until_sent(office)

            first, second = office.shown()
            assert "repeat" not in first.text
            assert second.text.startswith("Possibly a repeat of the card above.")

    asyncio.run(scene())


def test_cards_keep_their_order_while_the_network_fails(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.sandbox.fail_next("sendMessage", cut(), 2)
            for number in range(1, 4):
                office.letter(a_content(), arrival=an_arrival(number))
            await until_sent(office, 3)

            shown = [re.findall("ACSG-2026-000.-1", one.text)[0] for one in office.shown()]
            assert shown == ["ACSG-2026-0001-1", "ACSG-2026-0002-1", "ACSG-2026-0003-1"]

    asyncio.run(scene())


def test_a_chat_that_is_gone_is_given_up_and_others_go_on(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            acknowledge(office, "chat:404")
            await office.see("ACSG-2026-0001-1")
            await office.sandbox.until(lambda: rows(office, OutboxStatus.FAILED))

            assert [row.target for row in rows(office, OutboxStatus.FAILED)] == ["chat:404"]

    asyncio.run(scene())


def test_a_card_that_the_server_refuses_comes_without_words(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.sandbox.fail_next(
                "sendMessage", refused(400, "Bad Request: can't parse entities")
            )
            card = await office.card()

            assert card.text.startswith("ACSG-2026-0001-1 · Request · ●")
            assert any("Confirm" in b["text"] for b in card.buttons)

    asyncio.run(scene())


def test_a_card_that_was_deleted_comes_anew_when_it_changes(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()
            data = next(b["callback_data"] for b in card.buttons if "Confirm" in b["text"])
            card.is_deleted = True

            await office.send_press(11, card, data)

            await office.sandbox.until(office.shown)
            assert "REQ-2026-0001" in office.shown()[-1].text

    asyncio.run(scene())


def test_a_chat_letter_is_answered_in_the_chat_in_its_language(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            ref = acknowledge(office, f"chat:{SENDER_ID}", language="ar")
            await office.sandbox.until(lambda: office.sandbox.messages(SENDER_ID, by_bot=True))

            text = office.sandbox.messages(SENDER_ID, by_bot=True)[0].text
            assert text.startswith("نشكركم")
            assert ref in text

    asyncio.run(scene())


def test_without_a_relay_an_answer_becomes_a_file(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            ref = acknowledge(office, "ministry@example.org", language="fr")
            await until_sent(office, 2)

            path = tmp_path / "outgoing" / f"{ref}-acknowledgement.eml"
            mail = message_from_bytes(path.read_bytes(), policy=policy.default)
            assert mail["To"] == "ministry@example.org"
            assert ref in mail["Subject"]
            assert mail["Auto-Submitted"] == "auto-replied"
            assert mail["In-Reply-To"] == "<1@example.org>"
            assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (
                0o600,
                0o700,
            )

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("target", "changes"),
    [
        ("requests@acsg.example", {}),
        ("Requests+tag@ACSG.example", {}),
        ("mailer-daemon@example.org", {}),
        ("ministry@example.org", {"automatic": True}),
        ("ministry@example.org", {"bounce": True}),
    ],
)
def test_an_answer_that_could_loop_is_never_sent(
    target: str, changes: dict[str, Any], database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            acknowledge(office, target, **changes)
            await office.sandbox.until(lambda: rows(office, OutboxStatus.FAILED))

    asyncio.run(scene())

    assert list(tmp_path.glob("outgoing/*")) == []


def test_a_relay_takes_mail_after_it_was_busy(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        mailbox = Mailbox("451 4.3.0 later")
        async with a_relay(mailbox) as relay, an_office(database, tmp_path, relay=relay) as office:
            acknowledge(office, "ministry@example.org")
            await until_sent(office, 2)

        assert [mail["To"] for mail in mailbox.mails] == ["ministry@example.org"]
        assert mailbox.mails[0].get_content_type() == "multipart/alternative"

    asyncio.run(scene())


def test_a_recipient_that_the_relay_refuses_is_given_up(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        mailbox = Mailbox("550 5.1.1 unknown")
        async with a_relay(mailbox) as relay, an_office(database, tmp_path, relay=relay) as office:
            acknowledge(office, "ministry@example.org")

            await office.sandbox.until(lambda: rows(office, OutboxStatus.FAILED))

    asyncio.run(scene())


def test_a_relay_that_hangs_holds_up_neither_cards_nor_the_end(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # ten seconds are for a relay that is slow
    monkeypatch.setattr("bot.duty._RELAY_GRACE_S", 0.2)
    script = Scripted(DATA=[HANG] * 9)

    async def scene(port: int) -> None:
        relay = Listen("127.0.0.1", port)
        async with an_office(database, tmp_path, relay=relay) as office:
            for number in range(9):
                acknowledge(office, f"m{number}@example.org")
            await office.sandbox.until(lambda: rows(office, OutboxStatus.SENDING))

            await office.card()

    with serving(script) as port:
        asyncio.run(asyncio.wait_for(scene(port), 20))

    with database.reading() as session:
        left = [row for row in outbox.listed(session) if "@" in row.target]
    assert {row.status for row in left} == {OutboxStatus.PENDING}
    assert 0 < sum(row.possible_repeat for row in left) <= 4
