"""The sentences for what could not be read; the codes are given by whoever meets the trouble."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

from ingest.inbound import Problem

_TOLD: Final = tomllib.loads(Path(__file__).with_name("problems.toml").read_text(encoding="utf-8"))
SENTENCES: Final[dict[str, str]] = _TOLD["sentences"]
#: those of a limit or of a missing tool: the same letter may be read better another time
AGAIN: Final[frozenset[str]] = frozenset(_TOLD["again"])


def problem(code: str, name: str | None = None, *, what: str = "") -> Problem:
    """A problem with its sentence; `what` fills the sentence's one blank.

    Raises:
        KeyError: the code has no sentence in problems.toml.

    """
    return Problem(
        code=code, name=name, detail=SENTENCES[code].replace("{what}", what or "unknown")
    )
