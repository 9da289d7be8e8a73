"""What could not be read of a letter, in words for officers, by its code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.office_words import has, say
from ingest.problems import has_blank

if TYPE_CHECKING:
    from store.model import StoredProblem


def problem_words(one: StoredProblem) -> str:
    """Its sentence; as it was kept where the office has no words, or what it names was not kept."""
    what = one.what
    if has("problem_reasons", one.reason):
        what = say(f"problem_reasons.{one.reason}", what=one.what)
    if not has("problems", one.code) or (has_blank(one.code) and not what):
        return one.detail
    return say(f"problems.{one.code}", what=what)
