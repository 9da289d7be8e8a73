"""It learns: 25 decisions on letters of one manner, fitted, tried, put in and read with."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pytest
from sqlalchemy import update

from ingest import guarded, learning
from ingest.guard import Guard, Limits
from nlp import anchors, learned, refit
from nlp.analyse import load_reader
from nlp.following import Following, in_use
from nlp.reading import KINDS, Circumstances, Kind
from nlp.records import circumstances_of, passages_of
from nlp.trial import right_kinds
from store.lesson import Lesson, Review
from store.model import MessageStatus
from store.tables import InboxRow
from tests.factories import NOW, a_content
from tests.teaching import a_letter, confirmed, draft_of, opened, standings, teach

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ingest.learning import Refit, Taught
    from nlp.analyse import Reader
    from nlp.records import Record
    from store.session import Database

UNSEEN = standings("unseen")


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader()


def share_right(reader: Reader, records: Sequence[Record]) -> float:
    """Of texts as they are read from end to end."""
    found = [reader.analyse(passages_of(one), circumstances_of(one)) for one in records]
    said = [{kind.kind for kind in one.kinds} for one in found]
    return float(np.mean([a == set(b.kinds) for a, b in zip(said, records, strict=True)]))


@pytest.fixture(scope="module")
def learnt(reader: Reader) -> list[Taught]:
    """25 letters and what officers said of them, as the records would give them."""
    found = []
    for record in standings("corrected"):
        (kind,) = record.kinds
        seen = reader.see(passages_of(record), circumstances_of(record))
        assert seen is not None
        found.append((a_lesson(record.id, kind), seen))
    return found


def a_lesson(message_id: str, kind: str) -> Lesson:
    """A draft of this kind, which an officer had made under the note on an update."""
    review = Review(predicted=("update",), wrong=(), missing=(kind,), said=(kind,))
    return Lesson(
        message_id=message_id, language="en", model_version="m", kinds=review, areas=None,
        decided_at=NOW,
    )  # fmt: skip


@pytest.fixture(scope="module")
def made(learnt: list[Taught], reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> Refit:
    return learning.make(learnt, reader, tmp_path_factory.mktemp("empty"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "models"


def put_in(made: Refit, reader: Reader, folder: Path) -> Refit:
    learning.put_in(made, reader, folder, made_at="2026-03-02T09:30:00Z")
    return made


def test_the_records_give_every_lesson_with_its_letter(database: Database, reader: Reader) -> None:
    """The same on both databases: through the store to numbers."""
    some = standings("corrected")[:4]
    teach(database, some)

    numbers = learning.as_numbers(learning.taught(database, reader, learning.listed(database)))

    said = {KINDS[number] for number in numbers.kind_targets.argmax(axis=1).tolist()}
    assert (len(numbers), said) == (4, {one.kinds[0] for one in some})
    assert set(numbers.kind_weights.tolist()) == {refit.CORRECTED}


def test_25_decisions_teach_a_manner_and_cost_the_others_nothing(
    learnt: list[Taught], made: Refit, reader: Reader, folder: Path
) -> None:
    put_in(made, reader, folder)

    gain = share_right(in_use(reader, folder).reader, UNSEEN) - share_right(reader, UNSEEN)

    corpus = anchors.read(reader.card.name, reader.card.sha256)
    others = [corpus.kinds, refit.on_new_voices(corpus, learning.as_numbers(learnt)).kinds]
    before, after = (right_kinds(one, corpus.true_kinds, reader.model).mean() for one in others)
    print(f"alike {gain:+.3f}, others {after - before:+.4f}")
    assert (len(made.lessons), made.corrections) == (25, 25)
    assert gain >= 0.05
    assert before - after <= 0.005
    assert made.losses == ()
    assert made.right_after > made.right_before


def test_a_reading_names_what_was_learned(made: Refit, reader: Reader, folder: Path) -> None:
    put_in(made, reader, folder)

    reading = in_use(reader, folder).reader.analyse((), Circumstances())

    assert reading.model_version == f"{reader.version}-{made.version}"


def test_after_going_back_every_reading_is_as_before(
    learnt: list[Taught], made: Refit, reader: Reader, folder: Path
) -> None:
    passages, about = passages_of(UNSEEN[0]), circumstances_of(UNSEEN[0])
    first = put_in(made, reader, folder)
    before = in_use(reader, folder).reader.analyse(passages, about)
    kept = {path: path.read_bytes() for path in (folder / first.version).iterdir()}
    second = put_in(learning.make(learnt[:20], reader, folder), reader, folder)

    learned.point_at(folder, learned.before(folder, second.version))

    assert in_use(reader, folder).reader.analyse(passages, about) == before
    assert {path: path.read_bytes() for path in (folder / first.version).iterdir()} == kept


def test_what_is_worse_is_refused(learnt: list[Taught], reader: Reader, folder: Path) -> None:
    """Letters as the corpus has them, all said to be something else."""
    corpus = anchors.read(reader.card.name, reader.card.sha256)
    offers = np.nonzero(corpus.true_kinds[:, KINDS.index(Kind.OFFER)])[0][::2]
    lesson, seen = learnt[0]
    wrong = [
        (
            replace(lesson, message_id=f"m{row}"),
            replace(seen, whole=corpus.whole[row], kinds=corpus.kinds[row]),
        )
        for row in offers
    ]

    worse = learning.make(wrong, reader, folder)

    assert "offer" in {one.group for one in worse.losses}


def test_the_same_lessons_are_nothing_new(
    learnt: list[Taught], made: Refit, reader: Reader, folder: Path
) -> None:
    put_in(made, reader, folder)

    assert not learning.make(learnt, reader, folder).is_new


def test_what_was_erased_in_between_is_no_lesson(database: Database, reader: Reader) -> None:
    teach(database, standings("corrected")[:2])
    found = learning.listed(database)
    with database.begin() as session:
        session.execute(update(InboxRow).values(status=MessageStatus.ERASED))

    assert learning.taught(database, reader, found) == []


def test_one_persons_case_and_a_programs_mail_are_no_lessons(
    database: Database, reader: Reader
) -> None:
    opened(database, a_letter(database, 1, "My own case ...", kind="individual_case"), "request")
    confirmed(database, draft_of(database, a_letter(database, 2, "", a_content(), kind="request")))

    assert learning.taught(database, reader, learning.listed(database)) == []


def test_no_word_of_a_letter_is_in_what_was_learned(
    made: Refit, reader: Reader, folder: Path
) -> None:
    put_in(made, reader, folder)

    content = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())

    words = {word for one in standings("corrected") for word in one.text.split() if len(word) > 6}
    assert [word for word in words if word.encode() in content] == []


def test_a_running_reader_goes_on_with_what_was_put_in(
    made: Refit, reader: Reader, folder: Path, tmp_path: Path
) -> None:
    load = partial(guarded.load_reader, None, folder)
    folder.mkdir(parents=True, exist_ok=True)  # as the worker does: walls know what is there
    limits = Limits(document_workers=1, reading_workers=1, readable=(str(folder),))
    passages, about = passages_of(UNSEEN[0]), circumstances_of(UNSEEN[0])
    with closing(Guard(limits, scratch=tmp_path / "scratch", load=load)) as guard:
        before = guard.read(passages, about).model_version
        put_in(made, reader, folder)
        after = guard.read(passages, about).model_version
        learned.point_at(folder, "")
        back = guard.read(passages, about).model_version

    assert (before, after, back) == (reader.version, f"{reader.version}-{made.version}", before)


@pytest.mark.parametrize("problem", ["damaged", "missing", "other_reader"])
def test_a_layer_that_cannot_be_used_leaves_the_shipped_reader_and_is_told(
    made: Refit, reader: Reader, folder: Path, problem: str
) -> None:
    put_in(made, reader, folder)
    card = folder / made.version / learned.CARD
    match problem:
        case "damaged":
            (folder / made.version / learned.NUMBERS).write_bytes(b"PK")
        case "missing":
            learned.point_at(folder, "learned-000000000000")
        case _:
            card.write_text(card.read_text().replace(reader.card.sha256, "0" * 64))
    following = Following(reader, folder)

    assert following.analyse((), Circumstances()).model_version == reader.version
    assert following.problem == problem
