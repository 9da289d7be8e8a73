"""From decisions of officers to a learned layer: lessons with their texts, a fit, a trial.

The texts are read again as they were first read, and only while they are in the records: what is
learned holds numbers alone. Erased messages and one person's own case are no lessons.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ingest.opening import circumstances_of, segment_of
from ingest.pipeline import passages_of
from nlp import anchors, learned, refit, trial
from nlp.following import in_use
from nlp.linear import softmax
from nlp.reading import DRAFT_KINDS, KINDS
from nlp.refit import CONFIRMED, CORRECTED, MOST_LESSONS, Lessons, Seen
from nlp.taxonomy import taxonomy
from store import drafts, inbox, lessons
from store.errors import UnknownMessageError
from store.model import MessageStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from nlp.analyse import Reader
    from nlp.following import InUse
    from nlp.layer import Layer
    from nlp.linear import Floats
    from nlp.refit import Answers
    from nlp.trial import Measured
    from store.lesson import Lesson, Review
    from store.session import Database

    Taught = tuple[Lesson, Seen]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Refit:
    """A new layer and how it does; nothing is put in by making one."""

    layer: Layer
    #: ids of the messages that it was learned from
    lessons: tuple[str, ...]
    corrections: int
    #: what reads now
    running: InUse
    #: letters whose kinds were corrected, read by fits that had not seen them:
    #: how many there are, right with what reads now (which may have seen them), right with the new
    letters: int
    right_before: int
    right_after: int
    #: the corpus against what reads now
    measured: tuple[Measured, ...]
    #: losses against what reads now or against the shipped reader
    losses: tuple[Measured, ...]

    @property
    def version(self) -> str:
        """Its name."""
        return learned.version_of(self.layer)

    @property
    def is_new(self) -> bool:
        """Whether it is another than what reads now."""
        return self.version != self.running.version


def listed(db: Database) -> list[Lesson]:
    """The lessons in the records, as many as a layer holds: corrections first, newest first."""
    with db.reading() as session:
        found = lessons.listed(session)
    # sorting keeps the newest first among each
    return sorted(found, key=lambda one: not one.is_correction)[:MOST_LESSONS]


def taught(db: Database, reader: Reader, found: Iterable[Lesson]) -> list[Taught]:
    """Lessons, each with what the shipped reader sees of its message; those that can be read."""
    seen = ((lesson, _seen(db, reader, lesson.message_id)) for lesson in found)
    return [(lesson, one) for lesson, one in seen if one is not None]


def make(learnt: Sequence[Taught], reader: Reader, folder: Path) -> Refit:
    """Fit a layer on lessons and try it on the corpus.

    Args:
        learnt: at least one lesson.
        reader: the shipped one.
        folder: of the learned layers.

    Raises:
        ModelMissingError: the shipped reader has no anchors.

    """
    holding = anchors.read(reader.card.name, reader.card.sha256, reader.folder)
    given = as_numbers(learnt)
    layer = refit.fit(holding, given)
    running = in_use(reader, folder)
    shipped, new = refit.with_layer(holding, None), refit.on_new_voices(holding, given)
    before = refit.with_layer(holding, running.layer)
    measured = trial.compare(holding, before, new, reader.model)
    # many small losses in a row would be a great one: nobody may drift far from the shipped reader
    drift = trial.compare(holding, shipped, new, reader.model) if running.layer else ()
    asked = _corrected_kinds(learnt)
    now = refit.with_layer(given, running.layer)
    return Refit(
        layer=layer,
        lessons=given.ids,
        corrections=sum(lesson.is_correction for lesson, _ in learnt),
        running=running,
        letters=int(asked.sum()),
        right_before=_right(now, given, asked, reader),
        right_after=_right(refit.on_new_letters(holding, given), given, asked, reader),
        measured=measured,
        losses=tuple(one for one in dict.fromkeys((*measured, *drift)) if one.is_loss),
    )


def put_in(made: Refit, reader: Reader, folder: Path, *, made_at: str) -> None:
    """Let a new layer be the one that reads; running readers see it before their next message."""
    card = learned.card_for(
        made.layer,
        reader.card,
        lessons=made.lessons,
        corrections=made.corrections,
        before=made.running.version,
        made_at=made_at,
    )
    learned.put_in(folder, made.layer, card)


def as_numbers(learnt: Sequence[Taught]) -> Lessons:
    """Lessons as a fit takes them."""
    seen = [one for _, one in learnt]
    return Lessons(
        ids=tuple(lesson.message_id for lesson, _ in learnt),
        whole=np.array([one.whole for one in seen]),
        kinds=np.array([one.kinds for one in seen]),
        areas=np.array([one.areas for one in seen]),
        kind_targets=np.array([_kind_target(lesson.kinds, one) for lesson, one in learnt]),
        area_targets=np.array([_area_target(lesson.areas) for lesson, _ in learnt]),
        kind_weights=np.array([_weight(lesson.kinds) for lesson, _ in learnt]),
        area_weights=np.array([_weight(lesson.areas) for lesson, _ in learnt]),
    )


def _seen(db: Database, reader: Reader, message_id: str) -> Seen | None:
    """What is seen of a message that is still there to be read."""
    try:
        with db.reading() as session:
            received = inbox.get(session, message_id)
            read = drafts.message_of(session, message_id)
    except UnknownMessageError:
        return None
    if received.status is not MessageStatus.DONE:
        return None
    segments = [segment_of(one) for one in read.segments]
    return reader.see(passages_of(segments), circumstances_of(received, read))


def _kind_target(review: Review | None, seen: Seen) -> Floats:
    shares = softmax(seen.kinds)
    if review is None:
        return shares
    if not review.said:
        # none of the kinds that lead to a draft; which other one nobody said
        left = np.array([0.0 if kind in DRAFT_KINDS else 1.0 for kind in KINDS])
    else:
        right = review.said if review.is_correction else review.predicted
        left = np.array([float(kind in right) for kind in KINDS])
        shares = np.ones(len(KINDS))
    target: Floats = shares * left / (shares * left).sum()
    return target


def _area_target(review: Review | None) -> Floats:
    said = () if review is None else review.said
    return np.array([float(area in said) for area in taxonomy().ids])


def _weight(review: Review | None) -> float:
    if review is None:
        return 0.0
    return CORRECTED if review.is_correction else CONFIRMED


def _corrected_kinds(learnt: Sequence[Taught]) -> Floats:
    """Ones at the lessons whose kinds were corrected to what is known."""
    known = [lesson.kinds for lesson, _ in learnt]
    return np.array(
        [float(one is not None and one.is_correction and bool(one.said)) for one in known]
    )


def _right(answers: Answers, given: Lessons, asked: Floats, reader: Reader) -> int:
    truth = (given.kind_targets > 0).astype(float)
    return int((trial.right_kinds(answers.kinds, truth, reader.model) * asked).sum())
