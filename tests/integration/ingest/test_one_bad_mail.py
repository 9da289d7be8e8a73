"""One mail that cannot be dealt with never keeps those behind it out, by whatever way they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.cli import main
from ingest import imap_taking, saved
from ingest.sender import sender_of
from ingest.watching import TAKEN, Watch
from store import mailboxes
from store.tables_office import AuditRow
from tests.mailbox_room import account, inlet, letter, round_of, senders, taken, taking, visit
from tests.odd_mails.corpus import ODD_MAILS

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database
    from tests.dovecot import MailServer

pytestmark = [pytest.mark.parametrize("database_kind", ["sqlite"]), pytest.mark.timeout(240)]

#: but for the empty one, which no mailbox takes and which lies in a folder for a while
ODD = [one.raw for one in ODD_MAILS.values() if one.raw]
#: one of which the program itself has an error
BAD = b"From: bad@example.org\r\nSubject: Bad\r\n\r\nWe request support.\r\n"
POSTMARK = b"From a@b.example Mon Jan  5 10:00:00 2026\r\n"
ROOM = 20_000_000


def nobody(_trouble: str | None) -> None:
    """Who is told what a folder suffers from."""


def odd_with_letters() -> list[bytes]:
    """All odd mails with ordinary letters between them and behind them."""
    each = ([odd] if number % 5 else [letter(number // 5), odd] for number, odd in enumerate(ODD))
    return [*(one for some in each for one in some), letter(-(-len(ODD) // 5))]


def of_letters(count: int) -> list[str]:
    return sorted(f"ministry{number}@example.org" for number in range(count))


def of_letters_with_odd() -> list[str]:
    return of_letters(-(-len(ODD) // 5) + 1)


def own_letters(db: Database) -> list[str]:
    return [one for one in senders(db) if one.startswith("ministry")]


def trip_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program have an error that only `BAD` shows."""

    def tripping(raw: bytes, otherwise: str) -> str:
        if b"bad@example.org" in raw:
            raise RecursionError
        return sender_of(raw, otherwise)

    monkeypatch.setattr(saved, "sender_of", tripping)
    monkeypatch.setattr(imap_taking, "sender_of", tripping)


class Clock:
    """Seconds that pass when the test says so."""

    seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def looks(watch: Watch, clock: Clock) -> int:
    first = watch.look()
    clock.seconds += 100
    return first + watch.look()


def test_every_odd_mail_of_a_mailbox_is_taken_or_left_and_the_next_one_comes_in(
    database: Database, server: MailServer
) -> None:
    box = account(server.port)
    mails = odd_with_letters()
    server.put(*mails)

    with inlet(database) as acceptor, visit(box) as session:
        count = taking(database, acceptor.submit, box, most_bytes=ROOM).take(session)
        validity = session.validity

    assert own_letters(database) == of_letters_with_odd()
    with database.reading() as reading:
        left = mailboxes.left(reading, box.name, validity)
        assert mailboxes.place(reading, box.name, validity) == len(mails)
    assert count + len(left) == len(mails)
    assert {one.code for one in left} <= {"not_fetched"}


def test_every_odd_mail_of_the_watched_folder_moves_and_the_next_one_comes_in(
    database: Database, tmp_path: Path
) -> None:
    folder, clock = tmp_path / "in", Clock()
    folder.mkdir()
    for number, raw in enumerate(odd_with_letters()):
        (folder / f"{number:05}.eml").write_bytes(raw)

    with inlet(database) as acceptor:
        looks(Watch(folder, acceptor.submit, most_bytes=ROOM, note=nobody, clock=clock), clock)

    assert own_letters(database) == of_letters_with_odd()
    assert [one.name for one in folder.iterdir() if one.is_file()] == []


def test_the_command_takes_every_odd_mail_and_the_next_one(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACSG_DATABASE_URL", database.url)
    folder = tmp_path / "papers"
    folder.mkdir()
    for number, raw in enumerate(odd_with_letters()):
        (folder / f"{number:05}.eml").write_bytes(raw)

    assert main(["ingest", str(folder)]) == 0
    assert own_letters(database) == of_letters_with_odd()


def test_a_mail_over_which_the_program_trips_is_left_in_the_mailbox_and_named(
    database: Database, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = account(server.port)
    trip_over(monkeypatch)
    server.put(letter(0), BAD, letter(1))

    assert round_of(database, box) == 2
    server.put(letter(2))
    assert round_of(database, box) == 1

    assert senders(database) == of_letters(3)
    assert server.count(which="UNSEEN") == 1
    with database.reading() as session:
        assert mailboxes.count_left(session, box.name) == {"not_understood": 1}
        entry = session.scalars(select(AuditRow).where(AuditRow.what == "mail_left")).one()
        assert entry.details == {"uid": 2, "code": "not_understood", "size_bytes": len(BAD)}


def test_a_mail_that_was_left_comes_in_once_the_program_is_mended(
    database: Database, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = account(server.port)
    server.put(BAD)
    with monkeypatch.context() as broken:
        trip_over(broken)
        round_of(database, box)

    assert round_of(database, box) == 1
    assert senders(database) == ["bad@example.org"]
    with database.reading() as session:
        assert mailboxes.count_left(session, box.name) == {}


def test_a_file_over_which_the_program_trips_rests_and_the_others_come_in(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, clock = tmp_path / "in", Clock()
    folder.mkdir()
    (folder / "a.eml").write_bytes(BAD)
    (folder / "b.eml").write_bytes(letter(0))
    (folder / "c.mbox").write_bytes(
        b"".join(POSTMARK + one + b"\r\n" for one in (letter(1), BAD, letter(2)))
    )

    with inlet(database) as acceptor:
        watch = Watch(folder, acceptor.submit, most_bytes=ROOM, note=nobody, clock=clock)
        with monkeypatch.context() as broken:
            trip_over(broken)
            assert looks(watch, clock) == 1
            assert senders(database) == of_letters(3)
            assert sorted(path.name for path in folder.glob("?.*")) == ["a.eml", "c.mbox"]
            assert sorted(path.name for path in (folder / TAKEN).iterdir()) == ["b.eml"]

        assert looks(watch, clock) == 2
    assert senders(database) == ["bad@example.org", *of_letters(3)]
    assert len(taken(database)) == 4


def test_the_command_names_the_file_over_which_it_trips_and_goes_on(
    database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("ACSG_DATABASE_URL", database.url)
    trip_over(monkeypatch)
    paths = [tmp_path / name for name in ("a.eml", "b.eml", "c.eml")]
    for path, raw in zip(paths, (letter(0), BAD, letter(1)), strict=True):
        path.write_bytes(raw)

    assert main(["ingest", *map(str, paths)]) == 1

    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 2
    assert str(paths[1]) in said.err
    assert senders(database) == of_letters(2)
