"""What goes when its time is over, and what no rule may touch."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from store import asides, audit, decisions, documents, drafts, gatherings, inbox, outbox, retention
from store.asides import Said
from store.gatherings import GatheringState
from store.model import MessageStatus, NewOutboxRow, OutboxKind, StoredProblem
from store.retention_rules import RetentionFileError, Then, rules
from store.schema import METADATA
from tests.factories import ALICE, NOW, a_content, a_document, a_read_message, an_arrival
from tests.gathers import a_piece

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy.orm import Session

    from store.session import Database

RULES = rules()
#: kind of letter -> the class that it is in, and days after which it goes
CLASSES = {
    "open": ("drafts", None),
    "registered": ("registered", None),
    "rejected": ("rejected", 365),
    "left": ("other", 180),
    "of_no_concern": ("other", 180),
    "unseen": ("aside", None),
    "quarantined": ("quarantined", 90),
    "plea": ("pleas", 90),
    "confirmed_plea": (None, None),
}
EVER = NOW + timedelta(days=40_000)


def a_letter(db: Database, sort: str, number: int = 1) -> str:
    kinds = {
        "of_no_concern": "other", "plea": "individual_case", "confirmed_plea": "individual_case",
    }  # fmt: skip
    problems = (StoredProblem(code="quarantined", name="a.pdf", detail="found"),)
    read = a_read_message(
        kinds=((kinds.get(sort, "meeting"), 0.9, "sure"),),
        problems=problems if sort == "quarantined" else (),
    )
    contents = [a_content()] if sort in {"open", "registered", "rejected"} else []
    with db.begin() as session:
        (kept,) = inbox.accept(session, [an_arrival(number)], now=NOW, year=2026)
        found = drafts.save_reading(session, kept.id, 1, read, contents, now=NOW)
        if sort == "registered":
            decisions.confirm(session, found[0].id, 1, ALICE, now=NOW)
        if sort == "rejected":
            decisions.reject(session, found[0].id, 1, ALICE, reason="twice", now=NOW)
        if sort in {"left", "quarantined"}:
            asides.leave(session, kept.id, ALICE, now=NOW)
        if sort == "confirmed_plea":
            asides.say(session, kept.id, Said.CASE, ALICE, erase_after=timedelta(7), now=NOW)
    return kept.id


def run(db: Database, now: datetime) -> dict[str, int]:
    with db.begin() as session:
        return retention.run(session, RULES, now=now, why="test")


def status(session: Session, message_id: str) -> MessageStatus:
    return inbox.get(session, message_id).status


@pytest.mark.parametrize("sort", [one for one, (_, days) in CLASSES.items() if days])
def test_it_is_erased_when_its_days_are_over_and_no_sooner(database: Database, sort: str) -> None:
    message_id, (name, days) = a_letter(database, sort), CLASSES[sort]
    assert days is not None
    over = NOW + timedelta(days=days)

    assert run(database, over - timedelta(seconds=1)) == {}
    gone = run(database, over)

    assert gone == {name: 1}
    with database.reading() as session:
        assert status(session, message_id) is MessageStatus.ERASED
        assert audit.of_message(session, message_id)[-1].details["why"] == name


@pytest.mark.parametrize("sort", [one for one, (_, days) in CLASSES.items() if days is None])
def test_what_is_to_be_kept_is_never_touched(database: Database, sort: str) -> None:
    message_id = a_letter(database, sort)

    assert run(database, EVER) == {}

    with database.reading() as session:
        assert status(session, message_id) is MessageStatus.DONE


def test_a_quarantined_letter_with_an_open_draft_stays(database: Database) -> None:
    read = a_read_message(problems=(StoredProblem(code="quarantined", name="a", detail="x"),))
    with database.begin() as session:
        (kept,) = inbox.accept(session, [an_arrival()], now=NOW, year=2026)
        drafts.save_reading(session, kept.id, 1, read, [a_content()], now=NOW)

    assert run(database, EVER) == {}


def test_traces_of_what_was_sent_go_and_those_of_open_drafts_stay(database: Database) -> None:
    open_id, closed_id = a_letter(database, "open"), a_letter(database, "unseen", 2)
    with database.begin() as session:
        for message_id in (open_id, closed_id):
            row = NewOutboxRow(
                kind=OutboxKind.ACKNOWLEDGEMENT, target="a@example.org",
                payload={"message": message_id},
            )  # fmt: skip
            outbox.add(session, [row], now=NOW)
        for _ in range(2):
            for one in outbox.claim(session, now=NOW):
                outbox.sent(session, one.id, provider_ref="<1@here>", now=NOW)

    assert run(database, NOW + timedelta(days=365)) == {"outbox": 1}

    with database.reading() as session:
        assert [one.payload["message"] for one in outbox.listed(session)] == [open_id]


def test_a_run_leaves_its_counts_and_a_run_of_nothing_leaves_no_trace(database: Database) -> None:
    for number in (1, 2):
        a_letter(database, "plea", number)

    for days in (90, 91):
        run(database, NOW + timedelta(days=days))

    with database.reading() as session:
        rows = session.execute(METADATA.tables["audit"].select()).all()
    assert [one.details for one in rows if one.what == "retention_run"] == [
        {"why": "test", "pleas": 2}
    ]


def test_a_survey_says_how_many_would_go_and_when_the_next(database: Database) -> None:
    for number, sort in enumerate(CLASSES):
        a_letter(database, sort, number)
    later = NOW + timedelta(days=100)

    with database.reading() as session:
        found = {one.rule.name: one for one in retention.survey(session, RULES, now=later)}

    counted = {name: (one.there, one.due) for name, one in found.items() if one.there}
    assert counted == {
        "drafts": (1, 0), "registered": (1, 0), "rejected": (1, 0), "other": (3, 0),
        "aside": (1, 0), "quarantined": (1, 1), "pleas": (1, 1),
    }  # fmt: skip
    assert found["rejected"].next_at == NOW + timedelta(days=365)
    assert found["pleas"].next_at is None


def test_one_run_takes_no_more_than_it_may(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "MOST", 2)
    for number in range(3):
        a_letter(database, "plea", number)

    assert [run(database, EVER), run(database, EVER), run(database, EVER)] == [
        {"pleas": 2}, {"pleas": 1}, {},
    ]  # fmt: skip


def a_gathering(db: Database, *, state: GatheringState = GatheringState.MORE) -> int:
    """A letter in pieces with a page, that is still coming."""
    page = a_document(b"a page", "page.jpg")
    with db.begin() as session:
        documents.keep(session, page)
        found = gatherings.opened(
            session, user_id=21, chat_id=21, user_name="Ana", language_code="es", now=NOW
        )
        gatherings.add(session, found.id, a_piece(text="un secreto"), now=NOW)
        gatherings.add(session, found.id, a_piece(2, sha256=page.sha256), now=NOW)
        gatherings.move(session, found.id, state, closes_at=None)
    return found.id


def left_of(db: Database) -> list[int]:
    tables = ("gatherings", "gathered_pieces", "documents")
    with db.reading() as session:
        return [len(session.execute(METADATA.tables[one].select()).all()) for one in tables]


def test_a_letter_in_pieces_that_was_never_handed_in_goes_whole_after_its_days(
    database: Database,
) -> None:
    a_gathering(database)

    assert run(database, NOW + timedelta(days=30, seconds=-1)) == {}
    assert run(database, NOW + timedelta(days=30)) == {"gatherings": 1}

    assert left_of(database) == [0, 0, 0]


def test_a_piece_that_came_since_lets_it_stay(database: Database) -> None:
    number = a_gathering(database)
    with database.begin() as session:
        gatherings.add(session, number, a_piece(3), now=NOW + timedelta(days=20))

    assert run(database, NOW + timedelta(days=40)) == {}


def test_a_survey_counts_unfinished_letters_and_none_that_are_over(database: Database) -> None:
    number = a_gathering(database)
    with database.begin() as session:
        gatherings.discard(session, number)
    with database.begin() as session:
        gatherings.opened(
            session, user_id=22, chat_id=22, user_name="Ben", language_code="en", now=NOW
        )

    with database.reading() as session:
        found = {one.rule.name: one for one in retention.survey(session, RULES, now=NOW)}

    assert (found["gatherings"].there, found["gatherings"].due) == (1, 0)
    assert found["gatherings"].next_at == NOW + timedelta(days=30)


def own(folder: Path, text: str) -> Path:
    path = folder / "retention.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_office_has_its_own_days(tmp_path: Path) -> None:
    found = {one.name: one for one in rules(own(tmp_path, "[pleas]\ndays = 30\n"))}

    assert (found["pleas"].days, found["rejected"].days) == (30, 365)


def test_an_office_may_keep_what_we_would_erase(tmp_path: Path) -> None:
    found = {one.name: one for one in rules(own(tmp_path, '[rejected]\nthen = "keep"\n'))}

    assert (found["rejected"].then, found["rejected"].days) == (Then.KEEP, None)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[plea]\ndays = 30", r"\[plea\] is no class; there are drafts, "),
        ("[pleas]\nyears = 3", r"\[pleas\] takes days and then, not years"),
        ("[pleas]\ndays = 1", r"\[pleas\] days: give 7 to "),
        ('[pleas]\ndays = "x"', r"\[pleas\] days: give 7 to "),
        ('[drafts]\nthen = "erase"\ndays = 30', r"\[drafts\] can only be: then = .keep"),
        ("pleas = 3", r"\[pleas\] takes days and then"),
        ("[pleas", "is not TOML"),
    ],
)
def test_a_file_that_cannot_be_followed_is_refused_with_one_line(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(RetentionFileError, match=told) as raised:
        rules(own(tmp_path, text))

    assert "\n" not in str(raised.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RetentionFileError, match="cannot read"):
        rules(tmp_path / "none.toml")
