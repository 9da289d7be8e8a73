"""What officers taught by their decisions on one message: predicted, wrong and missing apart.

Plain values and a pure function; nothing in this file imports a third-party library.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from store.model import DraftStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from store.content import Content

#: verdict of an officer who rejects a draft because the letter is of no kind that leads to one
NO_DRAFT_KIND: Final = "none"
#: a letter about one person's own case teaches nothing: it is no reading of ours
CASE: Final = "individual_case"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of one draft."""

    #: an officer asked for it; the reader had not seen it
    opened: bool
    #: what it said at first and what it says now
    first: Content
    last: Content
    status: DraftStatus
    #: fields that officers corrected
    corrected: frozenset[str]
    #: what kind the letter is of, as said at the rejection; None where nothing was said of that
    verdict: str | None = None

    @property
    def is_confirmed(self) -> bool:
        """Whether an officer stands behind all that it says."""
        return self.status is DraftStatus.CONFIRMED


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What officers said of one question that the reader had answered."""

    predicted: tuple[str, ...]
    #: predicted but not so
    wrong: tuple[str, ...]
    #: so but not predicted
    missing: tuple[str, ...]
    #: what officers stand behind; empty where they said only what is wrong
    said: tuple[str, ...]

    @property
    def is_correction(self) -> bool:
        """Whether the reader had not got it right."""
        return bool(self.wrong or self.missing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One message and what officers said of it."""

    message_id: str
    language: str
    #: of the reader that predicted
    model_version: str
    #: None where officers did not speak on the question
    kinds: Review | None
    areas: Review | None
    decided_at: datetime

    @property
    def is_correction(self) -> bool:
        """Whether the reader had not got something right."""
        return any(one is not None and one.is_correction for one in (self.kinds, self.areas))


def kinds_review(predicted: Sequence[str], fates: Sequence[Fate]) -> Review | None:
    """What was said of the kinds of a message; None where nothing was."""
    said: list[str] = []
    wrong: list[str] = []
    for fate in fates:
        right = _kind_of(fate)
        if right is None:
            continue
        said += [right] if right != NO_DRAFT_KIND else []
        wrong += [fate.first.kind] if right != fate.first.kind else []
    if not said and not wrong:
        return None
    return _review(predicted, said, wrong)


def areas_review(fates: Sequence[Fate]) -> Review | None:
    """What was said of the areas of a message; None where nothing was."""
    spoken = [fate for fate in fates if fate.is_confirmed or "themes" in fate.corrected]
    if not spoken:
        return None
    predicted = _areas(fate.first for fate in spoken)
    said = _areas(fate.last for fate in spoken)
    return _review(predicted, said, [area for area in predicted if area not in said])


def teaches_nothing(predicted: Sequence[str], fates: Sequence[Fate]) -> bool:
    """Whether it is, or may be, about one person's own case.

    Where only the reader took it for one, an officer who had a draft made and confirmed it is
    believed.
    """
    if any(CASE in {fate.last.kind, fate.verdict} for fate in fates):
        return True
    return CASE in predicted and not any(fate.opened and fate.is_confirmed for fate in fates)


def _kind_of(fate: Fate) -> str | None:
    """The kind that an officer says a draft's letter is of; None where nobody said."""
    if fate.verdict is not None:
        return fate.verdict
    if fate.opened or fate.is_confirmed or "kind" in fate.corrected:
        return fate.last.kind
    return None


def _areas(contents: Iterable[Content]) -> list[str]:
    return [theme.id for content in contents for theme in content.themes]


def _review(predicted: Sequence[str], said: Sequence[str], wrong: Sequence[str]) -> Review:
    return Review(
        predicted=_once(predicted),
        wrong=_once(one for one in wrong if one in predicted and one not in said),
        missing=_once(one for one in said if one not in predicted),
        said=_once(said),
    )


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
