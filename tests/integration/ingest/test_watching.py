"""Files put into the watched folder: complete ones come in, once, and lie where one can see why."""

from __future__ import annotations

import os
from concurrent.futures import Future
from typing import TYPE_CHECKING

import pytest

from ingest.errors import StorageError
from ingest.refusal import take_away
from ingest.watching import REFUSED, TAKEN, Watch
from tests.mailbox_room import inlet, letter, taken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ingest.accept import Acceptor
    from store.model import Accepted, Arrival
    from store.session import Database

MOST_BYTES = 100_000
POSTMARK = b"From a@b.example Mon Jan  5 10:00:00 2026\r\n"

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


def nobody(_trouble: str | None) -> None:
    """Is told how the folder fares, and does nothing."""


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "in"
    place.mkdir()
    return place


@pytest.fixture
def acceptor(database: Database) -> Iterator[Acceptor]:
    with inlet(database) as one:
        yield one


@pytest.fixture
def watch(folder: Path, acceptor: Acceptor, clock: Clock) -> Watch:
    return Watch(folder, acceptor.submit, most_bytes=MOST_BYTES, note=nobody, clock=clock)


def looks(watch: Watch, clock: Clock, *, seconds: float = 3) -> int:
    """Look, let some time pass, look again; how many files were taken in."""
    first = watch.look()
    clock.seconds += seconds
    return first + watch.look()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a_file_that_lies_still_comes_in_and_moves(
    watch: Watch, clock: Clock, folder: Path, database: Database
) -> None:
    (folder / "letter.eml").write_bytes(letter(1))
    (folder / "note.txt").write_bytes(b"We request support.")

    assert looks(watch, clock) == 2
    assert names(folder) == [TAKEN]
    assert names(folder / TAKEN) == ["letter.eml", "note.txt"]
    assert [(one.channel, one.sender) for one in taken(database)] == [
        ("email", "ministry1@example.org"),
        ("file", "note.txt"),
    ]


def test_a_file_that_still_grows_is_waited_for(
    watch: Watch, clock: Clock, folder: Path, database: Database
) -> None:
    whole = letter(1)
    with (folder / "letter.eml").open("wb") as file:
        for byte in range(0, len(whole), 40):
            file.write(whole[byte : byte + 40])
            file.flush()
            assert looks(watch, clock, seconds=1) == 0

    assert looks(watch, clock) == 1
    assert [one.size_bytes for one in taken(database)] == [len(whole)]


def test_a_file_that_changes_while_it_is_read_is_not_moved(
    clock: Clock, folder: Path, database: Database, acceptor: Acceptor
) -> None:
    path = folder / "note.txt"
    path.write_bytes(b"half")

    def writing(arrival: Arrival) -> Future[Accepted]:
        path.write_bytes(b"half and the rest")
        return acceptor.submit(arrival)

    assert (
        looks(Watch(folder, writing, most_bytes=MOST_BYTES, note=nobody, clock=clock), clock) == 0
    )
    assert names(folder) == ["note.txt"]


@pytest.mark.parametrize("name", [".hidden.eml", "letter.eml.part", "letter.pdf.crdownload"])
def test_files_that_others_still_write_are_left(
    name: str, watch: Watch, clock: Clock, folder: Path, database: Database
) -> None:
    (folder / name).write_bytes(letter(1))

    assert looks(watch, clock, seconds=100) == 0
    assert names(folder) == [name]


def test_links_pipes_and_folders_are_not_touched(
    watch: Watch, clock: Clock, folder: Path, tmp_path: Path, database: Database
) -> None:
    (tmp_path / "secret").write_bytes(b"words")
    (folder / "link.txt").symlink_to(tmp_path / "secret")
    os.mkfifo(folder / "pipe.txt")
    (folder / "deeper").mkdir()
    (folder / "deeper" / "letter.eml").write_bytes(letter(1))

    assert looks(watch, clock, seconds=100) == 0
    assert names(folder) == ["deeper", "link.txt", "pipe.txt"]


def test_each_mail_of_an_mbox_is_one_message(
    watch: Watch, clock: Clock, folder: Path, database: Database
) -> None:
    (folder / "box").write_bytes(b"".join(POSTMARK + letter(n) + b"\r\n" for n in range(50)))

    assert looks(watch, clock) == 1
    assert len(taken(database)) == 50


def test_of_an_mbox_with_a_mail_over_the_limit_the_others_come_in(
    watch: Watch, clock: Clock, folder: Path, database: Database
) -> None:
    large = letter(2, extra=b"x" * 200_000 + b"\r\n")
    found = [letter(1), large, letter(3)]
    (folder / "box").write_bytes(b"".join(POSTMARK + one + b"\r\n" for one in found))

    looks(watch, clock)

    assert len(taken(database)) == 2
    assert "mail 2 of it is larger" in (folder / REFUSED / "box.txt").read_text()


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "it is empty"), (b"x" * 200_000, "it is larger than ACSG_MAX_MESSAGE_MB allows")],
)
@pytest.mark.usefixtures("database")
def test_what_cannot_be_taken_lies_beside_the_reason(
    content: bytes, reason: str, watch: Watch, clock: Clock, folder: Path
) -> None:
    (folder / "file.pdf").write_bytes(content)

    assert looks(watch, clock, seconds=100) == 0
    assert names(folder / REFUSED) == ["file.pdf", "file.pdf.txt"]
    assert reason in (folder / REFUSED / "file.pdf.txt").read_text()


def test_an_empty_file_has_time_to_be_filled(
    watch: Watch, clock: Clock, folder: Path, database: Database
) -> None:
    (folder / "letter.eml").touch()
    looks(watch, clock, seconds=30)
    (folder / "letter.eml").write_bytes(letter(1))

    assert looks(watch, clock) == 1


@pytest.mark.parametrize(
    "name", [b"\xff\xfe-letter.eml", "письмо طلب.eml".encode(), b"a\nb.eml", b"x" * 255]
)
def test_a_name_may_be_any_bytes(
    name: bytes, watch: Watch, clock: Clock, folder: Path, database: Database
) -> None:
    path = os.path.join(os.fsencode(folder), name)  # noqa: PTH118 - bytes that are no text
    with open(path, "wb") as file:  # noqa: PTH123 - the same
        file.write(b"We request support.")

    assert looks(watch, clock) == 1
    assert [os.fsencode(one.name) for one in (folder / TAKEN).iterdir()] == [name]
    assert [one.sender.isprintable() for one in taken(database)] == [True]


def test_a_long_name_that_is_refused_leaves_room_for_the_reason(
    watch: Watch, clock: Clock, folder: Path, database: Database
) -> None:
    (folder / ("x" * 255)).touch()

    looks(watch, clock, seconds=100)

    assert [len(name) for name in names(folder / REFUSED)] == [251, 255]


def test_the_same_name_again_covers_nothing(
    watch: Watch, clock: Clock, folder: Path, database: Database
) -> None:
    for number in range(3):
        (folder / "letter.eml").write_bytes(letter(number))
        looks(watch, clock)

    assert names(folder / TAKEN) == ["letter (2).eml", "letter (3).eml", "letter.eml"]
    assert len(taken(database)) == 3


def test_the_same_file_again_is_the_same_message(
    watch: Watch, clock: Clock, folder: Path, database: Database
) -> None:
    for _ in range(2):
        (folder / "note.txt").write_bytes(b"We request support.")
        looks(watch, clock)

    assert len(taken(database)) == 1


def test_what_was_stored_and_not_moved_is_known_after_a_restart(
    clock: Clock, folder: Path, database: Database, acceptor: Acceptor
) -> None:
    (folder / "note.txt").write_bytes(b"We request support.")
    looks(Watch(folder, acceptor.submit, most_bytes=MOST_BYTES, note=nobody, clock=clock), clock)
    take_away(folder / TAKEN / "note.txt", folder)

    looks(Watch(folder, acceptor.submit, most_bytes=MOST_BYTES, note=nobody, clock=clock), clock)

    assert len(taken(database)) == 1
    assert names(folder) == [TAKEN]


def test_while_nothing_can_be_stored_files_stay(
    clock: Clock, folder: Path, database: Database, acceptor: Acceptor
) -> None:
    (folder / "note.txt").write_bytes(b"We request support.")
    full = [True]

    def submit(arrival: Arrival) -> Future[Accepted]:
        if not full[0]:
            return acceptor.submit(arrival)
        future: Future[Accepted] = Future()
        future.set_exception(StorageError())
        return future

    watch = Watch(folder, submit, most_bytes=MOST_BYTES, note=nobody, clock=clock)
    assert looks(watch, clock) == 0
    assert names(folder) == ["note.txt"]

    full[0] = False
    assert looks(watch, clock, seconds=100) == 1
