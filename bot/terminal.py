"""What may go to a terminal: letters are strangers' words, and so are the names of files."""

from __future__ import annotations

import sys
import unicodedata


def one_line(text: str) -> str:
    """The text without line ends and without what would steer the terminal."""
    return "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in text)


def complain(line: str) -> None:
    """Say on stderr what is wrong, in one line."""
    sys.stderr.write(f"acsg-intake: {one_line(line)}\n")
