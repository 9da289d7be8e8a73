"""How long a letter by chat waits for its next piece."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.gather_settings import GatherSettings
from bot.gathering import ALBUM_PAUSE, Quiet
from store.gatherings import Piece, PieceKind
from tests.factories import NOW
from tests.gathers import a_piece

QUIET = Quiet(quiet=timedelta(seconds=20))
MINUTE = timedelta(minutes=1)


def pages(*minutes: float) -> list[Piece]:
    return [
        a_piece(number, kind=PieceKind.PAGE, sent_at=NOW + minute * MINUTE)
        for number, minute in enumerate(minutes, start=1)
    ]


@pytest.mark.parametrize("kind", [PieceKind.MESSAGE, PieceKind.FILE])
def test_words_and_documents_wait_as_long_as_is_set(kind: PieceKind) -> None:
    assert QUIET.after([a_piece(kind=kind)], in_album=False) == timedelta(seconds=20)


def test_a_first_page_waits_two_minutes_for_the_second() -> None:
    assert QUIET.after(pages(0), in_album=False) == 2 * MINUTE


def test_pages_that_come_one_by_one_may_take_ten_minutes_each() -> None:
    assert QUIET.after(pages(0, 2), in_album=False) == 10 * MINUTE


def test_an_album_is_no_row_of_pages() -> None:
    assert QUIET.after(pages(0, 0.05), in_album=True) == 2 * MINUTE


def test_without_any_wait_the_rest_of_an_album_is_waited_for_all_the_same() -> None:
    at_once = Quiet(quiet=timedelta(0))

    assert at_once.after(pages(0), in_album=True) == ALBUM_PAUSE
    assert at_once.after(pages(0), in_album=False) == timedelta(0)


def test_a_rehearsal_waits_two_seconds_unless_it_is_set() -> None:
    assert GatherSettings().quiet_s(rehearses=False) == 20
    assert GatherSettings().quiet_s(rehearses=True) == 2
    assert GatherSettings(gather_seconds=0).quiet_s(rehearses=False) == 0
