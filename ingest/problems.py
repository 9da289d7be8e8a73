"""The sentences for what could not be read; the codes are given by whoever meets the trouble.

Officers read them in the office's language, by the code: `templates/office/words/`.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

from ingest.inbound import Problem

_READ: Final = tomllib.loads(Path(__file__).with_name("problems.toml").read_text(encoding="utf-8"))
SENTENCES: Final[dict[str, str]] = _READ["sentences"]
#: those of a limit or of a missing tool: the same letter may be read better another time
AGAIN: Final[frozenset[str]] = frozenset(_READ["again"])
#: what may fill a sentence's blank, where it is no name and no number
REASONS: Final[dict[str, str]] = _READ["reasons"]
_BLANK: Final = "{what}"


def problem(code: str, name: str | None = None, *, what: str = "", reason: str = "") -> Problem:
    """A problem with its sentence.

    Args:
        code: of the sentence.
        name: of the file that it concerns.
        what: fills the sentence's one blank.
        reason: an id of `REASONS`, which fills it instead; `what` fills the blank of that.

    Raises:
        KeyError: the code or the reason has no words in problems.toml.

    """
    if not what and not reason and has_blank(code):
        reason = "unknown"
    said = REASONS[reason].replace(_BLANK, what) if reason else what
    detail = SENTENCES[code].replace(_BLANK, said)
    return Problem(code=code, name=name, detail=detail, what=what, reason=reason)


def has_blank(code: str) -> bool:
    """Whether a sentence names something beside the file."""
    return _BLANK in SENTENCES.get(code, "")
