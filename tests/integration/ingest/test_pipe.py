from __future__ import annotations

import multiprocessing
import os
import threading
from pathlib import Path

import pytest

from ingest import pipe
from ingest.errors import StorageError
from store import originals
from tests.factories import an_arrival
from tests.faults import small_disk


def test_small_and_large_mails_come_out_as_they_went_in() -> None:
    ours, theirs = multiprocessing.Pipe()
    sent = [
        an_arrival(1),
        an_arrival(2, raw=b"x" * 3_000_000),
        an_arrival(3),
        an_arrival(4, raw=bytes(range(256)) * 1_000),
    ]
    sending = threading.Thread(target=pipe.send, args=(ours, 7, sent))
    sending.start()

    received = pipe.receive(theirs)
    sending.join()

    assert received == (7, sent)


def test_the_end_is_no_batch() -> None:
    ours, theirs = multiprocessing.Pipe()
    ours.send(None)

    assert pipe.receive(theirs) is None


def test_a_sender_that_goes_in_the_middle_of_a_mail_leaves_no_half_mail() -> None:
    ours, theirs = multiprocessing.Pipe()
    ours.send((1, [an_arrival(1, raw=b"")], [pipe.Laid(1_000_000, stays=False)]))
    ours.close()

    with pytest.raises(EOFError):
        pipe.receive(theirs)


def test_the_file_of_a_large_mail_is_the_one_that_stays(tmp_path: Path) -> None:
    ours, theirs = multiprocessing.Pipe()
    raw = os.urandom(1_000_000)
    pipe.send(ours, 1, [an_arrival(1, raw=raw)], tmp_path)

    received = pipe.receive(theirs)

    assert received is not None
    file = received[1][0].file
    assert file is not None
    originals.write(tmp_path, {"a-message-id": received[1][0].raw}, {"a-message-id": file})
    named = originals.path_of(tmp_path, "a-message-id")
    assert named.stat().st_ino == os.fstat(file).st_ino
    assert named.stat().st_mode & 0o777 == 0o600
    pipe.let_go([file])
    assert originals.read(tmp_path, "a-message-id") == raw


def test_a_file_that_was_given_no_name_leaves_nothing(tmp_path: Path) -> None:
    ours, theirs = multiprocessing.Pipe()
    pipe.send(ours, 1, [an_arrival(1, raw=b"x" * 1_000_000)], tmp_path)

    received = pipe.receive(theirs)

    assert received is not None
    pipe.let_go(one.file for one in received[1] if one.file is not None)
    assert list(tmp_path.rglob("*")) == []


def test_where_files_need_names_a_large_mail_goes_through_memory() -> None:
    ours, theirs = multiprocessing.Pipe()
    sent = [an_arrival(1, raw=os.urandom(1_000_000))]

    pipe.send(ours, 1, sent, Path("/proc/self"))

    assert pipe.receive(theirs) == (1, sent)


def test_of_a_batch_without_room_nothing_is_sent(tmp_path: Path) -> None:
    ours, theirs = multiprocessing.Pipe()
    with small_disk(tmp_path, 4), pytest.raises(StorageError):
        pipe.send(ours, 1, [an_arrival(1), an_arrival(2, raw=b"x" * 6_000_000)], tmp_path)

    assert not theirs.poll()
