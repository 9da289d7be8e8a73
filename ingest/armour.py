"""PGP blocks within the text of a mail (RFC 9580, 6 and 7): signed words, locked words, keys."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_BLOCK: Final = re.compile(
    r"(?m)^-----BEGIN PGP (MESSAGE|SIGNATURE|PUBLIC KEY BLOCK|PRIVATE KEY BLOCK)-----[ \t]*\n"
    r"(?:(?!-----)(?:[^\n]*\n|[^\n]+\Z))*+(?:-----END PGP [A-Z ]{1,30}-----[ \t]*(?:\n|\Z))?"
)
#: the words of a signed message stand between these two
_SIGNED: Final = re.compile(
    r"(?m)^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\n(?:(?:Hash|Charset|Comment): [^\n]*\n)*\n?"
)
_ESCAPED: Final = re.compile(r"(?m)^- ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The words of a text, and what of it is locked."""

    text: str
    locked: tuple[str, ...] = ()


def opened(text: str) -> Opened:
    """The text without PGP's own lines; who signed is not looked at here."""
    if "-----BEGIN PGP " not in text:
        return Opened(text=text)
    locked = tuple(one[0] for one in _BLOCK.finditer(text) if one[1] == "MESSAGE")
    words, signed = _SIGNED.subn("", _BLOCK.sub("", text))
    # RFC 9580 7.1: a dash at the start of a signed line is written as "- -"
    return Opened(text=_ESCAPED.sub("", words) if signed else words, locked=locked)
