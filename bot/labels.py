"""Words for ids, as `labels.toml` has them for officers."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from nlp.taxonomy import taxonomy


def label(group: str, name: str) -> str:
    """The word for an id; an id that nobody has named yet stands for itself."""
    return str(_read("labels.toml")[group].get(name, name.replace("_", " ")))


def ids(group: str) -> tuple[str, ...]:
    """All ids of a group, in the order of the file."""
    return tuple(_read("labels.toml")[group])


def area_ids() -> tuple[str, ...]:
    """The thematic areas in the order of the taxonomy."""
    return taxonomy().ids


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))
