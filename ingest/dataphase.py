"""The bytes between DATA and CRLF.CRLF, collected in blocks; no network in here.

Only CRLF.CRLF ends a mail (RFC 5321, 4.1.1.4): a bare CR or LF around the dot is content, so
that no mail can hide another one from a server that reads ends differently.
"""

from __future__ import annotations

import re
from typing import Final

_END: Final = b"\r\n.\r\n"
#: bytes of an end mark that may lie before a block
_SEAM: Final = len(_END) - 1
#: every end mark and every stuffed dot has this; looking for it takes a fifth of the time
_DOT: Final = re.compile(rb"\n\.")


class MailData:
    """One mail under way, in bounded memory: over the limit it is read on but no longer kept."""

    __slots__ = ("_blocks", "_cap", "_dotted", "_limit", "_tail", "given_up", "size")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        # stuffed dots do not count (RFC 1870, 5); the most there can be is one in four bytes
        self._cap = limit + limit // 3 + len(b".\r\n")
        self._blocks: list[bytes] = []
        # the line end of the DATA command itself: an empty mail is ".CRLF" right after it
        self._tail = b"\r\n"
        #: whether a line may begin with a dot, before the one at the end
        self._dotted = False
        #: bytes so far, kept or not
        self.size = 0
        #: whether it is read on only to come to its end, for want of memory
        self.given_up = False

    @property
    def held_bytes(self) -> int:
        """What this mail takes of the memory."""
        return 0 if self.given_up or self.too_large else self.size

    @property
    def too_large(self) -> bool:
        """Whether the limit is passed however many dots were stuffed; what was kept is gone."""
        return self.size > self._cap

    def feed(self, block: bytes) -> bytes | None:
        """Take a block; once the end has come, give what follows it (pipelined commands)."""
        end = self._end_in(block)
        self._keep(block if end is None else block[:end])
        if end is not None:
            return block[end:]
        self._tail = (self._tail + block[-_SEAM:])[-_SEAM:]
        return None

    def content(self) -> bytes | None:
        """The mail as it was before transport: no end mark, leading dots unstuffed (4.5.2).

        None where it is larger than the limit or was given up.
        """
        if self.given_up or self.too_large:
            return None
        self._drop_end(len(b".\r\n"))
        text = b"".join(self._blocks)
        self._blocks.clear()
        if text.startswith(b"."):
            text = text[1:]
        # hardly any mail has one, and replacing copies it all
        if self._dotted:
            text = text.replace(b"\r\n.", b"\r\n")
        return text if len(text) <= self._limit else None

    def give_up(self) -> None:
        """Forget what was kept, and keep no more."""
        self.given_up = True
        self._blocks.clear()

    def _drop_end(self, length: int) -> None:
        """Take the end mark off the last blocks, so that the whole need not be copied for it."""
        while length:
            last = self._blocks.pop()
            if len(last) > length:
                self._blocks.append(last[:-length])
            length -= min(length, len(last))

    def _keep(self, block: bytes) -> None:
        self.size += len(block)
        if self.too_large:
            self._blocks.clear()
        elif not self.given_up:
            self._blocks.append(block)

    def _end_in(self, block: bytes) -> int | None:
        """Offset in the block just after the end mark, which may have begun in blocks before."""
        seam = self._tail + block[:_SEAM]
        found = self._marked(seam)
        if found is None:
            found = self._marked(block)
            return None if found is None else found + len(_END)
        return found + len(_END) - len(self._tail)

    def _marked(self, text: bytes) -> int | None:
        """Where the end mark begins; dots at the beginning of lines before it are noted."""
        dot = _DOT.search(text)
        if dot is None:
            return None
        begins = max(dot.start() - 1, 0)
        found = text.find(_END, begins)
        self._dotted = self._dotted or found != begins
        return None if found < 0 else found
