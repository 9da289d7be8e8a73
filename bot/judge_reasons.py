"""Why a request meets the criteria, or not yet, as `judge_reasons.toml` has it for officers."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeReason:
    """One reason."""

    id: str
    meets: bool
    #: on the button
    button: str
    #: in the record
    words: str


@cache
def judge_reasons() -> tuple[JudgeReason, ...]:
    """All of them, in the order of the buttons."""
    path = Path(__file__).with_name("judge_reasons.toml")
    found = tomllib.loads(path.read_text(encoding="utf-8"))["reasons"]
    return tuple(JudgeReason(**one) for one in found)


def reasons_to(*, meets: bool) -> tuple[JudgeReason, ...]:
    """Those to say that it meets them, or not yet."""
    return tuple(one for one in judge_reasons() if one.meets is meets)
