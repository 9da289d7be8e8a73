"""A parked message: told in the chat with its reason, tried again, taken out, mended, taken in."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from bot.cli import main
from bot.exits import DONE, FAILED, USAGE
from bot.utc import utc_now
from ingest.answers import OutboxPolicy
from ingest.processing import Processor
from store import audit, inbox
from store.model import MessageStatus
from store.schema import migrate
from store.session import open_database
from tests.factories import an_arrival
from tests.hands import FakeHands
from tests.office import ALICE_ID, BOB_ID, MALLORY_ID, an_office
from tests.rehearsal import OFFICE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.sandbox.chats import Message
    from store.session import Database
    from tests.office import TestOffice

POLICY = OutboxPolicy(secretariat=f"chat:{OFFICE}", own_addresses=frozenset())
RAW = b"From: Ministry <ministry@example.org>\r\nSubject: Letter\r\n\r\nWe request support.\r\n"

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


def a_processor(db: Database) -> Processor:
    return Processor(db=db, hands=FakeHands(), policy=POLICY, clock=utc_now)


def park(db: Database, message_id: str, attempt: int = 1) -> None:
    with db.begin() as session:
        inbox.begin_attempt(session, message_id, attempt, now=utc_now())
        inbox.fail_attempt(
            session,
            message_id,
            attempt,
            problem="processing_failed",
            permanent=True,
            now=utc_now(),
        )
        a_processor(db).parked(session, message_id)


def a_parked_letter(db: Database) -> str:
    with db.begin() as session:
        arrival = an_arrival(raw=RAW)
        (accepted,) = inbox.accept(session, [arrival], now=utc_now(), year=2026)
    park(db, accepted.id)
    return accepted.id


async def its_note(office: TestOffice) -> Message:
    await office.see("reading it failed each time (processing_failed, 1 attempts)")
    return office.shown()[-1]


def test_a_parked_message_is_told_with_its_reason_and_its_original(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            a_parked_letter(database)
            note = await its_note(office)

            await office.press(ALICE_ID, note, "Original")

            await office.sandbox.until(lambda: any(one.file for one in office.shown()))
            assert [one["text"] for one in note.buttons] == ["📎 Original", "🔁 Try again"]

    asyncio.run(scene())


def test_a_minimal_chat_says_how_to_take_it_out(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, chat_content="minimal") as office:
            a_parked_letter(database)
            note = await its_note(office)

            assert "acsg-intake export ACSG-2026-0001 FOLDER" in note.text
            assert [one["text"] for one in note.buttons] == ["🔁 Try again"]

    asyncio.run(scene())


def test_an_officer_tries_it_again_and_the_card_comes(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            message_id = a_parked_letter(database)
            note = await its_note(office)

            query = await office.press(ALICE_ID, note, "Try again")
            assert query.answer == "It is being read once more. Its card or note follows."
            assert office.attempts == [(message_id, 2)]
            await office.sandbox.until(lambda: "Try again" not in str(note.buttons))
            with database.begin() as session:
                inbox.begin_attempt(session, message_id, 2, now=utc_now())
            await asyncio.to_thread(a_processor(database).process, message_id, 2)

            await office.see("ACSG-2026-0001-1 · Request")
            await office.button(note, "📄 ACSG-2026-0001-1")
            with database.reading() as session:
                assert ("retried", "Alice") in [
                    (one.what, one.who) for one in audit.of_message(session, message_id)
                ]

    asyncio.run(scene())


def test_the_second_of_two_officers_hears_that_it_runs(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            a_parked_letter(database)
            note = await its_note(office)
            data = next(b["callback_data"] for b in note.buttons if "Try again" in b["text"])

            await office.send_press(ALICE_ID, note, data)
            query = await office.send_press(BOB_ID, note, data)

            assert query.answer == "This message is not parked any more. Nothing was changed."
            assert len(office.attempts) == 1

    asyncio.run(scene())


def test_a_stranger_tries_nothing_again(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            a_parked_letter(database)
            note = await its_note(office)

            query = await office.press(MALLORY_ID, note, "Try again")

            assert "Only officers" in (query.answer or "")
            assert office.attempts == []

    asyncio.run(scene())


def test_a_message_that_is_parked_again_is_told_again(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            message_id = a_parked_letter(database)
            note = await its_note(office)
            await office.press(ALICE_ID, note, "Try again")

            park(database, message_id, 2)

            await office.see("(processing_failed, 2 attempts)")
            await office.sandbox.until(lambda: len(office.shown()) == 2)

    asyncio.run(scene())


@pytest.fixture
def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The database that the commands open."""
    monkeypatch.setenv("ACSG_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)
    db = open_database(f"sqlite:///{tmp_path / 'var/intake.db'}")
    migrate(db)
    yield db
    db.close()


def status(db: Database, message_id: str) -> tuple[str, str | None]:
    with db.reading() as session:
        message = inbox.get(session, message_id)
    return message.status, message.problem


def test_export_writes_the_mail_as_it_came_and_what_is_known(
    records: Database, tmp_path: Path
) -> None:
    message_id = a_parked_letter(records)

    code = main(["export", message_id, "out"])

    known = json.loads((tmp_path / "out/ACSG-2026-0001.json").read_text())
    assert code == DONE
    assert (tmp_path / "out/ACSG-2026-0001.eml").read_bytes() == RAW
    assert (known["status"], known["problem"], known["recipients"], known["files"]) == (
        "parked",
        "processing_failed",
        ["requests@localhost"],
        ["ACSG-2026-0001.eml"],
    )
    assert [one["what"] for one in known["history"]] == ["parked"]
    assert (tmp_path / "out/ACSG-2026-0001.eml").stat().st_mode & 0o077 == 0


def test_export_names_what_is_not_there(
    records: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    a_parked_letter(records)

    code = main(["export", "nonsense", "ACSG-2026-0001", "out"])

    assert code == FAILED
    assert capsys.readouterr().err.startswith("acsg-intake: no message nonsense;")


def test_a_mended_copy_takes_the_place_of_the_parked_one(records: Database, tmp_path: Path) -> None:
    message_id = a_parked_letter(records)
    (tmp_path / "mended.eml").write_bytes(RAW.replace(b"support", b"much support"))

    codes = [main(["ingest", "--replaces", "ACSG-2026-0001", "mended.eml"]) for _ in range(2)]

    with records.reading() as session:
        copy = inbox.by_ref(session, "ACSG-2026-0002")
        history = audit.of_message(session, message_id)
        assert copy is not None
        of_copy = audit.of_message(session, copy.id)
    assert codes == [DONE, DONE]
    assert status(records, message_id) == ("replaced", "replaced by ACSG-2026-0002")
    assert (copy.status, copy.sender, copy.recipients) == (
        MessageStatus.RECEIVED,
        "ministry@example.org",
        ("requests@localhost",),
    )
    assert history[-1].details["by"] == "ACSG-2026-0002"
    assert [one.details["ref"] for one in of_copy] == ["ACSG-2026-0001"]


def test_what_is_not_parked_is_not_replaced(
    records: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with records.begin() as session:
        inbox.accept(session, [an_arrival(raw=RAW)], now=utc_now(), year=2026)
    (tmp_path / "mended.eml").write_bytes(RAW)

    code = main(["ingest", "--replaces", "ACSG-2026-0001", "mended.eml"])

    assert code == FAILED
    assert "ACSG-2026-0001 is not parked; nothing was taken in" in capsys.readouterr().err


def test_an_unchanged_copy_replaces_nothing(
    records: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "same.eml").write_bytes(RAW)
    main(["ingest", "same.eml"])
    with records.reading() as session:
        message = next(inbox.listed(session))
    park(records, message.id)

    code = main(["ingest", "--replaces", message.ref, "same.eml"])

    assert code == FAILED
    assert "it is ACSG-2026-0001 itself" in capsys.readouterr().err
    assert status(records, message.id)[0] == "parked"


def test_one_file_replaces_one_message(records: Database) -> None:
    a_parked_letter(records)

    assert main(["ingest", "--replaces", "ACSG-2026-0001", "a.eml", "b.eml"]) == USAGE
