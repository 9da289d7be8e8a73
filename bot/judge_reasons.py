"""Why a request meets the criteria, or not yet: ids in `judge_reasons.toml`, words in the office's.

The record keeps the id, and the words in English beside it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.office_words import has, kept, say

if TYPE_CHECKING:
    from store.judgements import Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeReason:
    """One reason."""

    id: str
    meets: bool

    @property
    def button(self) -> str:
        """On the button."""
        return say(f"judge_buttons.{self.id}")

    @property
    def words(self) -> str:
        """In the record."""
        return kept(f"judge_reasons.{self.id}")


@cache
def judge_reasons() -> tuple[JudgeReason, ...]:
    """All of them, in the order of the buttons."""
    path = Path(__file__).with_name("judge_reasons.toml")
    found = tomllib.loads(path.read_text(encoding="utf-8"))["reasons"]
    return tuple(JudgeReason(**one) for one in found)


def reasons_to(*, meets: bool) -> tuple[JudgeReason, ...]:
    """Those to say that it meets them, or not yet."""
    return tuple(one for one in judge_reasons() if one.meets is meets)


def reason_said(judgement: Judgement) -> str:
    """The reason of a judgement for officers; in the words of the record where it was typed.

    Nothing where it was erased with its letter.
    """
    code = judgement.reason_code
    if judgement.reason and code is not None and has("judge_reasons", code):
        return say(f"judge_reasons.{code}")
    return judgement.reason or ""
