"""Words for ids, as the office's language has them for officers."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.office_words import has, names, say
from nlp.taxonomy import taxonomy


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason to keep a draft out of the register."""

    id: str
    #: on the button
    button: str
    #: in the record
    words: str
    #: what it says of the letter's kind, for learning; None where it says nothing of that
    kind: str | None = None


def label(group: str, name: str, **given: object) -> str:
    """The words for an id; an id that nobody has named yet stands for itself."""
    return say(f"{group}.{name}", **given) if has(group, name) else name.replace("_", " ")


def ids(group: str) -> tuple[str, ...]:
    """All ids of a group, in the order of the file."""
    return names(group)


def area_ids() -> tuple[str, ...]:
    """The thematic areas in the order of the taxonomy."""
    return taxonomy().ids


def reasons() -> tuple[Reason, ...]:
    """Why a draft may be rejected, in the order of the buttons."""
    return tuple(Reason(**reason) for reason in _read("reject_reasons.toml")["reasons"])


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))
