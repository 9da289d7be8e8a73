"""Content transfer encodings (RFC 2045, 6) undone with patience: what is there is decoded.

The standard decoder gives the bare characters back for one wrong sign, and does not know an
encoding in quotes or with a comment behind it.
"""

from __future__ import annotations

import binascii
import quopri
import re
from copy import copy
from typing import TYPE_CHECKING, Final

from ingest import uuencode

if TYPE_CHECKING:
    from email.message import Message

_NAME: Final = re.compile(r"[a-z0-9-]+")
_ALPHABET: Final = re.compile(rb"[A-Za-z0-9+/]*={0,3}")
_OTHERS: Final = re.compile(rb"[^A-Za-z0-9+/]")
_ADDRESS_SAFE: Final = bytes.maketrans(b"-_", b"+/")
#: a first line of several words is no base64, whatever the header says
_PROSE: Final = re.compile(rb"\s*[^\s=]+(?: [^\s=]+){2,}")
_SOFT_BREAK: Final = re.compile(rb"=[ \t]+(\r?\n)")
_UUENCODE: Final = frozenset({"x-uuencode", "uuencode", "uue", "x-uue"})


def coding(declared: str) -> str:
    """The encoding that a header names, "" where it names none."""
    found = _NAME.search(declared.lower())
    return found[0] if found else ""


def decoded(data: bytes, declared: str) -> tuple[bytes, bool]:
    """The bytes behind an encoding, and whether it was damaged; unknown ones change nothing."""
    name = coding(declared)
    if name == "base64":
        return base64(data)
    if name == "quoted-printable":
        return quoted_printable(data), False
    if name in _UUENCODE:
        found = uuencode.first(data)
        return (found.content, found.damaged) if found else (data, True)
    return data, False


def bare(part: Message) -> bytes:
    """The bytes of a part as they stand in the mail."""
    # without its encoding the standard parser gives back what it read, byte by byte
    other = copy(part)
    del other["content-transfer-encoding"]
    try:
        data = other.get_payload(decode=True)
    except (ValueError, TypeError, LookupError, AssertionError, AttributeError):
        return b""
    return data if isinstance(data, bytes) else b""


def quoted_printable(data: bytes) -> bytes:
    """RFC 2045, 6.7; spaces behind a soft line break go, broken codes stay."""
    return quopri.decodestring(_SOFT_BREAK.sub(rb"=\1", data))


def base64(data: bytes) -> tuple[bytes, bool]:
    """RFC 2045, 6.8; several blocks one after the other are one, other signs are passed over."""
    if _PROSE.match(data):
        return data, False
    lines = data.split()
    whole = b"".join(lines)
    if not _ALPHABET.fullmatch(whole):
        return _gathered(data.splitlines())
    return _decoded(whole, damaged=whole.endswith(b"==="))


def _gathered(lines: list[bytes]) -> tuple[bytes, bool]:
    """The bytes of blocks one after the other, up to what stands behind their end."""
    out: list[bytes] = []
    open_block, damaged = bytearray(), False
    after_blank = False
    for line in (one.strip().replace(b" ", b"") for one in lines):
        if not line:
            after_blank = True
            continue
        signs = line.translate(_ADDRESS_SAFE).rstrip(b"=")
        letters = _OTHERS.sub(b"", signs)
        may_end = after_blank or (bool(out) and not open_block)
        if may_end and (len(line) % 4 or not _ALPHABET.fullmatch(line)):
            break  # a footer that a list put there
        after_blank = False
        damaged |= letters != signs
        open_block += letters
        if line.endswith(b"="):
            out.append(_decoded(bytes(open_block), damaged=False)[0])
            open_block.clear()
    data, cut = _decoded(bytes(open_block), damaged=damaged)
    return b"".join([*out, data]), cut


def _decoded(signs: bytes, *, damaged: bool) -> tuple[bytes, bool]:
    bare_signs = signs.rstrip(b"=")
    left = len(bare_signs) % 4
    if left == 1:
        # a lonely sign holds no byte
        bare_signs, damaged, left = bare_signs[:-1], True, 0
    padding = b"=" * (-left % 4)
    damaged |= len(signs) - len(bare_signs) < len(padding)
    return binascii.a2b_base64(bare_signs + padding), damaged
