"""What needs a person: told once in the chat, told when it is over, shown to whoever watches."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from aiohttp.test_utils import TestClient, TestServer

from bot.alarms import alarm_markup
from bot.cli import main
from bot.health import health_application
from bot.office_words import names
from bot.utc import utc_now
from bot.watch import CODES, NO_WORKER, Watch, findings
from store import alarms, inbox, leases, outbox
from store.model import NewOutboxRow, OutboxKind
from store.schema import migrate
from store.session import open_database
from tests.factories import NOW, an_arrival

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from store.model import OutboxRow
    from store.session import Database

ZONE = ZoneInfo("UTC")
CHAT = "chat:-100"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def letter(db: Database, number: int = 1, at: datetime = NOW) -> str:
    with db.begin() as session:
        return inbox.accept(session, [an_arrival(number)], now=at, year=2026)[0].id


def mail(db: Database, problem: str = "", at: datetime = NOW) -> int:
    """A mail that was tried once and waits."""
    with db.begin() as session:
        new = NewOutboxRow(
            kind=OutboxKind.QUESTION, target="m@e.example", payload={"at": at.isoformat()}
        )
        outbox.add(session, [new], now=at)
        (row,) = outbox.claim(session, now=at, lane="mail")
        outbox.failed(session, row.id, permanent=False, retry_at=at + HOUR, problem=problem, now=at)
    return row.id


def alive(db: Database, at: datetime = NOW) -> None:
    with db.begin() as session:
        leases.take(session, "worker:w1", "w1", timedelta(days=9), at)


def codes(db: Database, folder: Path, at: datetime) -> list[str]:
    with db.reading() as session:
        found = findings(session, at, data_dir=folder, zone=ZONE)
    return [one.code for one in found if one.code != "disk_nearly_full"]


def a_watch(folder: Path) -> Watch:
    return Watch(data_dir=folder, zone=ZONE, target=CHAT)


def go(watch: Watch, db: Database, at: datetime) -> None:
    with db.begin() as session:
        watch.go(session, at)


def told(db: Database) -> list[str]:
    """What the chat would show of alarms, one line each."""
    with db.reading() as session:
        rows: list[OutboxRow] = [
            row for row in outbox.listed(session) if row.kind is OutboxKind.ALARM
        ]
        found = [(alarms.get(session, row.payload["alarm"]), row.payload) for row in rows]
    return [
        alarm_markup(alarm, ZONE, over=bool(payload.get("over"))).splitlines()[0]
        for alarm, payload in found
        if alarm is not None and alarm.code != "disk_nearly_full"
    ]


def test_a_quiet_program_needs_nobody(database: Database, tmp_path: Path) -> None:
    alive(database)

    assert codes(database, tmp_path, NOW) == []


def test_what_was_received_and_not_recorded_is_found_after_a_while(
    database: Database, tmp_path: Path
) -> None:
    alive(database)
    letter(database)

    assert codes(database, tmp_path, NOW + 10 * MINUTE) == []
    assert codes(database, tmp_path, NOW + 21 * MINUTE) == ["messages_not_recorded"]


def test_a_message_that_is_tried_again_waits_from_then_on(
    database: Database, tmp_path: Path
) -> None:
    alive(database)
    message_id = letter(database)
    later = NOW + timedelta(days=3)
    with database.begin() as session:
        inbox.begin_attempt(session, message_id, 1, now=NOW)
        inbox.fail_attempt(session, message_id, 1, problem="x", permanent=True, now=NOW)
        inbox.retry(session, message_id, now=later)

    assert codes(database, tmp_path, later + MINUTE) == []


def test_a_relay_that_fails_is_told_from_a_recipient_that_waits(
    database: Database, tmp_path: Path
) -> None:
    alive(database)
    mail(database, "relay_unreachable")
    assert codes(database, tmp_path, NOW + 5 * MINUTE) == []
    assert codes(database, tmp_path, NOW + 11 * MINUTE) == ["relay_trouble"]


def test_a_mail_that_one_address_puts_off_is_told_after_hours(
    database: Database, tmp_path: Path
) -> None:
    alive(database)
    mail(database, "recipient_refused")

    assert codes(database, tmp_path, NOW + HOUR) == []
    assert codes(database, tmp_path, NOW + 5 * HOUR) == ["mail_waits"]


def test_a_chat_that_takes_nothing_is_found(database: Database, tmp_path: Path) -> None:
    alive(database)
    with database.begin() as session:
        card = NewOutboxRow(kind=OutboxKind.CARD, target=CHAT, payload={"draft": 1})
        outbox.add(session, [card], now=NOW)

    assert codes(database, tmp_path, NOW + 11 * MINUTE) == ["chat_unreachable"]


def test_no_worker_is_told_only_when_it_lasts(database: Database, tmp_path: Path) -> None:
    watch = a_watch(tmp_path)

    go(watch, database, NOW)
    go(watch, database, NOW + MINUTE)
    assert told(database) == []
    go(watch, database, NOW + NO_WORKER)

    assert told(database)[0].startswith("⚠ No worker shows life")


def test_an_alarm_is_told_once_and_its_end_once(database: Database, tmp_path: Path) -> None:
    alive(database)
    row = mail(database, "relay_lost")
    watch = a_watch(tmp_path)
    for minutes in (11, 12, 13):
        go(watch, database, NOW + minutes * MINUTE)
    with database.begin() as session:
        for one in outbox.claim(session, now=NOW + 13 * MINUTE, lane="chat"):
            outbox.sent(session, one.id, provider_ref="7", now=NOW + 13 * MINUTE)
        outbox.sent(session, row, provider_ref="<1@a>", now=NOW + HOUR)
    for minutes in (61, 62):
        go(watch, database, NOW + minutes * MINUTE)

    first, last = told(database)
    assert first.startswith("⚠ The mail relay does not take our mail: 1 wait")
    assert last.startswith("✓ Over since 2 Mar 2026 10:31: The mail relay")


def test_another_program_that_watches_says_nothing_twice(
    database: Database, tmp_path: Path
) -> None:
    alive(database)
    mail(database, "relay_lost")
    for _ in range(2):
        go(a_watch(tmp_path), database, NOW + 11 * MINUTE)

    assert len(told(database)) == 1


def test_a_parked_message_holds_an_alarm_and_its_note_tells_it(
    database: Database, tmp_path: Path
) -> None:
    alive(database)
    message_id = letter(database)
    with database.begin() as session:
        inbox.begin_attempt(session, message_id, 1, now=NOW)
        inbox.fail_attempt(session, message_id, 1, problem="x", permanent=True, now=NOW)
    watch = a_watch(tmp_path)

    go(watch, database, NOW)
    with database.reading() as session:
        held = [(one.code, one.subject) for one in alarms.holding(session, "message_parked")]
    assert (held, told(database)) == ([("message_parked", message_id)], [])

    with database.begin() as session:
        inbox.retry(session, message_id, now=NOW)
    go(watch, database, NOW)
    with database.reading() as session:
        assert alarms.holding(session, "message_parked") == []


def test_alarms_of_others_are_left_alone(database: Database, tmp_path: Path) -> None:
    with database.begin() as session:
        alarms.begin(session, "somebody_elses", target=None, now=NOW)

    go(a_watch(tmp_path), database, NOW)

    with database.reading() as session:
        assert len(alarms.holding(session, "somebody_elses")) == 1


def test_every_alarm_has_its_words_and_its_row_in_the_operations_page() -> None:
    from pathlib import Path  # noqa: PLC0415 - only here it is more than a type

    page = (Path(__file__).resolve().parents[3] / "docs/operations.md").read_text("utf-8")
    told = set(names("alarm_what"))

    assert set(names("alarm_do")) == told
    assert told >= CODES
    assert [code for code in sorted(told) if f"\n| `{code}` | " not in page] == []


def test_whoever_watches_sees_ages_and_alarms(database: Database, tmp_path: Path) -> None:
    letter(database, at=utc_now() - HOUR)
    mail(database, "relay_lost", at=utc_now() - 2 * HOUR)
    go(a_watch(tmp_path), database, utc_now())

    async def scene() -> tuple[str, str, int]:
        application = health_application(database, {"smtp": lambda: True})
        async with TestClient(TestServer(application)) as client:
            metrics = await client.get("/metrics")
            ready = await client.get("/health/ready")
            return await metrics.text(), await ready.text(), ready.status

    metrics, ready, status = asyncio.run(scene())
    figures = dict(line.rsplit(" ", 1) for line in metrics.splitlines() if line[0] != "#")
    assert int(figures["acsg_received_not_recorded"]) == 1
    assert 3600 <= int(figures["acsg_oldest_waiting_seconds"]) < 3700
    assert 7200 <= int(figures['acsg_outbox_oldest_seconds{lane="mail"}']) < 7300
    assert figures['acsg_outbox_oldest_seconds{lane="chat"}'] == "0" or told(database)
    assert figures["acsg_senders_asked_again"] == "0"
    assert figures['acsg_alarms{code="relay_trouble"}'] == "1"
    assert "alarm relay_trouble since " in ready
    assert status == 200


def test_check_says_what_needs_a_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ACSG_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("ACSG_CHAT", "off")
    db = open_database(f"sqlite:///{tmp_path / 'var/intake.db'}")
    migrate(db)
    mail(db, "relay_lost", at=utc_now() - HOUR)
    db.close()

    main(["check"])

    line = next(one for one in capsys.readouterr().out.splitlines() if " alarms" in one)
    assert line.startswith("warning alarms: relay_trouble: Administrator: acsg-intake check")
