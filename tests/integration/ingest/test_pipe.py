from __future__ import annotations

import multiprocessing
import threading

import pytest

from ingest import pipe
from tests.factories import an_arrival


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
    ours.send((1, [an_arrival(1, raw=b"")], [True]))
    ours.close()

    with pytest.raises(EOFError):
        pipe.receive(theirs)
