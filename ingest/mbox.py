"""Mails of a file in the mbox format, one after the other, however large the file is.

Read as mboxrd: a line of a mail that began with "From " stands there with one ">" more, and loses
it here (RFC 4155 knows only that there are such habits).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

#: what the first line of a mail looks like, and the line under it (RFC 4155, appendix A); a letter
#: "From the Ministry ..." is none
_POSTMARK: Final = re.compile(rb"From \S+ [^\r\n]*\d{4}[^\r\n]*\r?\n?$")
_FIELD: Final = re.compile(rb"[A-Za-z][A-Za-z0-9-]*:")
_QUOTED: Final = re.compile(rb">+From ")
_EMPTY: Final = (b"\n", b"\r\n")
_LONGEST_LINE: Final = 1_000_000


def is_mbox(head: bytes) -> bool:
    """Whether a file that begins so holds mails in this format."""
    first, _, rest = head.partition(b"\n")
    return _begins(first, rest[:200])


def mails(file: BinaryIO, *, most_bytes: int | None = None) -> Iterator[bytes]:
    """The mails as they were before they were put there, each with the line ends of the file.

    Args:
        file: at its beginning.
        most_bytes: of a larger mail only a little more than this is read into memory.

    Raises:
        OSError: the file cannot be read on.

    """
    mail: _Mail | None = None
    begins_line, after_empty = True, True
    line = file.readline(_LONGEST_LINE)
    while line:
        following = file.readline(_LONGEST_LINE)
        if begins_line and after_empty and _begins(line, following):
            if mail is not None:
                yield mail.whole()
            mail = _Mail(most_bytes)
        elif mail is not None:
            mail.add(line[1:] if begins_line and _QUOTED.match(line) else line)
        after_empty = begins_line and line in _EMPTY
        begins_line = line.endswith(b"\n")
        line = following
    if mail is not None:
        yield mail.whole()


class _Mail:
    """The lines of one mail, as they come."""

    def __init__(self, most_bytes: int | None) -> None:
        self._lines: list[bytes] = []
        self._left_bytes = most_bytes

    def add(self, line: bytes) -> None:
        if self._left_bytes is not None:
            # the empty line at its end is none of it
            if self._left_bytes < -len(b"\r\n"):
                return
            self._left_bytes -= len(line)
        self._lines.append(line)

    def whole(self) -> bytes:
        """Without the empty line that parts it from the next."""
        lines = self._lines
        return b"".join(lines[:-1] if lines and lines[-1] in _EMPTY else lines)


def _begins(line: bytes, following: bytes) -> bool:
    return line.startswith(b"From ") and bool(_POSTMARK.match(line) and _FIELD.match(following))
