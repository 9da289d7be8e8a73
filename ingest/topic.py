"""Whether a letter in an old thread is about something new: a table of rules over its drafts.

Pure; where a rule fires the letter keeps drafts of its own, and an officer may still attach them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.content import Content
    from store.model import Draft

#: characters of own words and files from which a letter that nobody asked for stands for itself
LONG: Final = 2_500
#: the band of a kind that leaves little doubt
_SURE: Final = "sure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What the rules look at."""

    #: what the letter by itself would be drafted as
    contents: tuple[Content, ...]
    #: characters of its sender's own words, files included
    length: int
    #: it answers a question of ours
    is_answer: bool = False

    @property
    def is_short_answer(self) -> bool:
        """Whether it is read with less around it than a letter."""
        return self.is_answer and self.length <= LONG

    def of_kind(self, kind: str) -> tuple[Content, ...]:
        """What of it is of a kind."""
        return tuple(one for one in self.contents if one.kind == kind)


def new_topic(draft: Draft, letter: Letter) -> str | None:
    """The name of the rule by which a letter opens a topic of its own; None where none does.

    Args:
        draft: that it would belong to.
        letter: what it says.

    """
    if not letter.contents:
        return None
    # of a short answer only what it plainly says counts
    rules = PLAIN if letter.is_short_answer else {**PLAIN, **FAINT}
    return next((name for name, rule in rules.items() if rule(draft, letter)), None)


def _another_kind(draft: Draft, letter: Letter) -> bool:
    """A short answer says one thing that was asked: by itself it may look like anything."""
    if letter.is_short_answer and all(one.band != _SURE for one in letter.contents):
        return False
    return not letter.of_kind(draft.content.kind)


def _another_state(draft: Draft, letter: Letter) -> bool:
    there = set(draft.content.states)
    new = {state for one in letter.contents for state in one.states}
    return bool(there and new) and not there & new


def _other_areas(draft: Draft, letter: Letter) -> bool:
    there = {theme.id for theme in draft.content.themes}
    new = {theme.id for one in letter.contents for theme in one.themes}
    return bool(there and new) and not there & new


def _several_drafts(draft: Draft, letter: Letter) -> bool:
    """A letter of several requests is more than an addition to one."""
    return len(letter.of_kind(draft.content.kind)) > 1


def _long_letter(_: Draft, letter: Letter) -> bool:
    """Whoever was asked may answer at length."""
    return letter.length > LONG and not letter.is_answer


PLAIN: Final[dict[str, Callable[[Draft, Letter], bool]]] = {
    "another_kind": _another_kind,
    "another_state": _another_state,
}
FAINT: Final[dict[str, Callable[[Draft, Letter], bool]]] = {
    "other_areas": _other_areas,
    "several_drafts": _several_drafts,
    "long_letter": _long_letter,
}
