"""What may go to a terminal: letters are strangers' words, and so are the names of files."""

from __future__ import annotations

import shutil
import sys
import unicodedata
from typing import Final

#: columns of a page that goes to a file or a pipe, and the most that are easy to read
_USUAL: Final = 80
_WIDEST: Final = 110
_NARROWEST: Final = 50


def one_line(text: str) -> str:
    """The text without line ends and without what would steer the terminal."""
    return "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in text)


def complain(line: str) -> None:
    """Say on stderr what is wrong, in one line."""
    sys.stderr.write(f"acsg-intake: {one_line(line)}\n")


def page_width() -> int:
    """Columns of a page on standard output."""
    if sys.stdout is None or not sys.stdout.isatty():
        return _USUAL
    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns))
