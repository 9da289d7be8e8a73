"""Regular expressions kept as data beside the code that uses them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


def load(name: str) -> dict[str, Any]:
    """A file of patterns in this folder."""
    return tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))


def any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """One expression for all of these, without regard to case."""
    return re.compile("|".join(f"(?:{one})" for one in patterns), re.IGNORECASE)
