"""Retention at the command line and as a round."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.cli import main
from bot.exits import DONE, FAILED, USAGE
from bot.rota import rounds_of
from bot.settings import load_settings
from bot.utc import utc_now
from store import drafts, gatherings, inbox
from store.gatherings import GatheringState
from store.model import MessageStatus
from store.schema import migrate
from tests.conftest import opened
from tests.factories import a_read_message, a_segment, an_arrival
from tests.gathers import a_piece
from tests.remains import of_files

if TYPE_CHECKING:
    from pathlib import Path

WORD = "zqbodyq"
PIECE = "zqpieceq"


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office with a plea of a hundred days ago."""
    folder = tmp_path / "var"
    monkeypatch.setenv("ACSG_DATA_DIR", str(folder))
    monkeypatch.chdir(tmp_path)
    long_ago = utc_now() - timedelta(days=100)
    with opened(f"sqlite:///{folder / 'intake.db'}") as db:
        migrate(db)
        with db.begin() as session:
            arrival = an_arrival(raw=WORD.encode())
            (kept,) = inbox.accept(session, [arrival], now=long_ago, year=2026)
            read = a_read_message(
                kinds=(("individual_case", 0.9, "sure"),), segments=(a_segment(WORD),)
            )
            drafts.save_reading(session, kept.id, 1, read, [], now=long_ago)
    return folder


def status(folder: Path) -> MessageStatus:
    with opened(f"sqlite:///{folder / 'intake.db'}") as db, db.reading() as session:
        (found,) = inbox.listed(session)
    return found.status


def test_a_dry_run_says_what_would_go_and_changes_nothing(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["retention", "--dry-run"]) == DONE
    assert main(["retention", "--dry-run", "--json"]) == DONE

    said = capsys.readouterr().out
    assert "pleas            erase after 90 days           1  1 due now" in said
    told = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    pleas = next(one for one in told if one["class"] == "pleas")
    assert (pleas["there"], pleas["due"], pleas["days"]) == (1, 1, 90)
    assert status(data_dir) is MessageStatus.DONE


def test_without_it_what_is_due_goes_to_its_last_byte(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert of_files(data_dir, [WORD])

    assert main(["retention"]) == DONE

    assert "gone: 1 pleas" in capsys.readouterr().err
    assert status(data_dir) is MessageStatus.ERASED
    assert of_files(data_dir, [WORD]) == {}


def test_the_round_does_it_once_a_day(data_dir: Path) -> None:
    settings = load_settings({"ACSG_DATA_DIR": str(data_dir)})
    with opened(settings.database) as db:
        daily = next(one for one in rounds_of(settings, db) if one.name == "retention")
        for _ in range(2):
            with db.begin() as session:
                daily.go(session, utc_now())
        assert daily.then is not None
        daily.then(utc_now())

    assert of_files(data_dir, [WORD]) == {}


def test_an_offices_own_file_that_cannot_be_followed_is_one_line(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (data_dir / "own.toml").write_text("[plea]\n", encoding="utf-8")
    monkeypatch.setenv("ACSG_RETENTION", str(data_dir / "own.toml"))

    assert main(["retention"]) == USAGE

    assert capsys.readouterr().err.startswith("acsg-intake: ACSG_RETENTION: [plea] is no class")


@pytest.fixture
def with_pieces(data_dir: Path) -> Path:
    """The same office, where somebody began a letter by chat forty days ago."""
    long_ago = utc_now() - timedelta(days=40)
    with opened(f"sqlite:///{data_dir / 'intake.db'}") as db, db.begin() as session:
        found = gatherings.opened(
            session, user_id=21, chat_id=21, user_name="Ana", language_code="es", now=long_ago
        )
        gatherings.add(session, found.id, a_piece(text=PIECE), now=long_ago)
        gatherings.move(session, found.id, GatheringState.MORE, closes_at=None)
    return data_dir


def test_a_letter_that_was_never_handed_in_is_counted_and_goes(
    with_pieces: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["retention", "--dry-run"]) == DONE
    assert "gatherings       delete after 30 days          1  1 due now" in capsys.readouterr().out

    assert main(["retention"]) == DONE

    assert "1 gatherings" in capsys.readouterr().err
    assert of_files(with_pieces, [PIECE]) == {}


def test_it_can_be_erased_at_once_by_its_number(
    with_pieces: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert of_files(with_pieces, [PIECE])

    assert main(["erase", "--unfinished", "1", "--yes"]) == DONE

    assert capsys.readouterr().out == "unfinished letter 1 erased: 1 pieces\n"
    assert of_files(with_pieces, [PIECE]) == {}


def test_a_number_of_no_unfinished_letter_is_told(
    with_pieces: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["erase", "--unfinished", "9", "--yes"]) == FAILED

    assert "no unfinished letter has the number 9" in capsys.readouterr().err
    assert of_files(with_pieces, [PIECE])
