"""The bytes of a mail made straight for the parser: line ends of the wire, a header that begins.

What was received is kept as it came; this is only for reading. A mail with the line ends of Unix
or of old Macintoshes reads as the same mail with those of the wire (RFC 5322, 2.1), files included.
"""

from __future__ import annotations

import re
from typing import Final

#: before the header, by programs that store or convert mails
_BEFORE: Final = re.compile(
    rb"(?:\xef\xbb\xbf|\0|[ \t]*\r?\n|[ \t]*\r|>?From [^\r\n]*(?:\r\n?|\n))+"
)
#: a field follows; only then what stands before it goes
_FIELD: Final = re.compile(rb"[!-9;-~]{1,100}[ \t]*:")
#: RFC 5322 4.5: white space before the colon was allowed once
_SPACED: Final = re.compile(rb"(?m)^([!-9;-~]{1,100})[ \t]+:")
_BINARY: Final = re.compile(rb"(?i)content-transfer-encoding:[ \t]*binary")
_LINE_END: Final = re.compile(rb"\r\r\n|\r\n|\n\r(?!\n)|\n|\r")
_LOOK: Final = 100_000


def straight(raw: bytes) -> bytes:
    """The mail as the parser wants it; the same bytes where nothing is to be done."""
    lines = _wire_ends(_beginning(raw))
    end = header_size(lines)
    head = lines[:end]
    if end == len(lines) or not (b" :" in head or b"\t:" in head):
        return lines
    return _SPACED.sub(rb"\1:", head) + lines[end:]


def header_size(raw: bytes, limit: int = 1_000_000) -> int:
    """Bytes before the empty line that ends the header; all, where none comes within the limit."""
    ends = (raw.find(b"\n\n", 0, limit), raw.find(b"\n\r\n", 0, limit))
    return min((end for end in ends if end >= 0), default=len(raw))


def _beginning(raw: bytes) -> bytes:
    """Without what stands before the first field."""
    before = _BEFORE.match(raw)
    if before is None or not _FIELD.match(raw, before.end()):
        return raw
    return raw[before.end() :]


def _wire_ends(raw: bytes) -> bytes:
    """CRLF where the mail has other ends throughout; bytes that are no lines stay as they are."""
    first = _LINE_END.search(raw)
    end = first[0] if first else b"\r\n"
    if end == b"\r\n" or b"\0" in raw or _BINARY.search(raw):
        return raw
    if end == b"\n":
        # twice, because a pattern would hold millions of pieces in memory
        return raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    if end == b"\r":
        # a lone CR within a line of a mail that has LF is a sign like others
        if b"\n" in raw[:_LOOK]:
            return raw
        return raw.replace(b"\r\n", b"\r").replace(b"\r", b"\r\n")
    return raw.replace(end, b"\r\n")
