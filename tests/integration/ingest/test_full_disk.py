"""A disk that fills: senders keep their mail, and with room again all goes on by itself."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

import pytest

from ingest.room import Room
from store.schema import migrate
from store.session import open_database
from tests.doors import LETTER, OPTIONS, Promises, client, open_door, raw_client
from tests.faults import answers, deliver, fill, letter, settled, small_disk
from tests.killing import Victim, free_port

if TYPE_CHECKING:
    from pathlib import Path

MEGABYTE = 1_000_000
SETTINGS = {"ACSG_ENCODER": "use"}


def test_without_room_a_mail_is_refused_for_now_before_it_is_sent() -> None:
    options = replace(OPTIONS, has_room=lambda: False)
    with open_door(Promises().submit, options) as (door, _), client(door) as smtp:
        assert smtp.mail("a@example.org") == (
            452,
            b"4.3.1 no room on the disk now, try again later",
        )


def test_room_that_goes_between_mail_and_data_is_noticed_and_comes_back() -> None:
    room = [True]
    promises = Promises()
    options = replace(OPTIONS, has_room=lambda: room[0])
    with open_door(promises.submit, options) as (door, _), client(door) as smtp:
        smtp.mail("a@example.org")
        smtp.rcpt("requests@localhost")
        room[0] = False
        assert smtp.docmd("DATA")[0] == 452
        room[0] = True
        assert smtp.data(LETTER)[0] == 250
    assert len(promises.arrivals) == 1


def test_a_mail_that_is_under_way_is_still_taken() -> None:
    room = [True]
    options = replace(OPTIONS, has_room=lambda: room[0])
    with open_door(Promises().submit, options) as (door, _), raw_client(door) as peer:
        room[0] = False
        peer.sendall(LETTER + b".\r\n")
        assert peer.recv(100).startswith(b"250")


def test_the_disk_is_looked_at_once_a_second(tmp_path: Path) -> None:
    moment = [0.0]
    room = Room([tmp_path], least_bytes=1, clock=lambda: moment[0])
    assert room.is_there()
    room._least_bytes = 1 << 60

    moment[0] = 0.9
    assert room.is_there()
    moment[0] = 1.1
    assert not room.is_there()


def test_a_folder_that_is_not_there_and_a_limit_of_nothing_mind_nothing(tmp_path: Path) -> None:
    assert Room([tmp_path / "none"], least_bytes=1).is_there()
    assert Room([tmp_path], least_bytes=0).is_there()


def test_a_nearly_full_disk_is_452_and_mail_comes_through_with_room_again(tmp_path: Path) -> None:
    seconds = count()
    room = Room([tmp_path], least_bytes=30 * MEGABYTE, clock=lambda: float(next(seconds)))
    options = replace(OPTIONS, has_room=room.is_there)
    with (
        small_disk(tmp_path, 60),
        open_door(Promises().submit, options) as (door, _),
        client(door) as smtp,
    ):
        assert smtp.mail("a@example.org")[0] == 250
        filler = fill(tmp_path, leave_bytes=20 * MEGABYTE)
        assert smtp.rset()[0] == 250
        assert smtp.mail("a@example.org")[0] == 452
        filler.unlink()
        assert smtp.mail("a@example.org")[0] == 250


@pytest.mark.timeout(200)
def test_a_full_disk_is_451_and_loses_and_doubles_nothing(tmp_path: Path) -> None:
    with small_disk(tmp_path, 64):
        victim = started(tmp_path, SETTINGS | {"ACSG_MIN_FREE_MB": "0"})
        db = open_database(f"sqlite:///{tmp_path / 'intake.db'}", spool=tmp_path / "raw")
        try:
            assert deliver(victim, letter(1))[0] == 250
            settled(db, 1)
            filler = fill(tmp_path)
            kept = 1
            for number in range(2, 8):
                code, _ = deliver(victim, letter(number, size_bytes=1_200_000))
                assert code in {250, 451}
                kept += code == 250
            assert kept < 7
            filler.unlink()
            for number in range(2, 8):
                assert deliver(victim, letter(number, size_bytes=1_200_000))[0] == 250
            settled(db, 7)
            assert len(answers(victim)) == 7
            assert victim.stop() == 0
        finally:
            victim.end()
            db.close()


def started(folder: Path, settings: dict[str, str]) -> Victim:
    url = f"sqlite:///{folder / 'intake.db'}"
    db = open_database(url)
    migrate(db)
    db.close()
    victim = Victim(folder=folder, database_url=url, port=free_port(), settings=settings)
    victim.start()
    return victim
