"""Checking DKIM signatures (RFC 6376, RFC 8463) with keys that are given; the one door of dkimpy.

Runs in a guarded process: the library's patterns take hours for a body of a megabyte of blanks.
"""

from __future__ import annotations

import logging
from typing import Final

import dkim

from ingest.guarded import content_of

#: the library tells its log what a mail says
_SILENT: Final = logging.getLogger("acsg.silent")
_SILENT.disabled = True


def verify(place: bytes | str, keys: tuple[tuple[int, str, str], ...]) -> tuple[str, ...]:
    """The results of signatures, as words of RFC 8601, 2.7.1.

    Args:
        place: the bytes of a mail, or the file that holds them.
        keys: of each signature to be checked its number in the header from 0, the name of its key
            in DNS, and the record there.

    """
    try:
        checked = dkim.DKIM(content_of(place), logger=_SILENT)
    except dkim.DKIMException:
        return ("permerror",) * len(keys)
    return tuple(_result(checked, number, name, record) for number, name, record in keys)


def _result(checked: dkim.DKIM, number: int, name: str, record: str) -> str:
    def key(asked: bytes, timeout: int = 0) -> bytes:  # noqa: ARG001 - the library's signature
        is_it = asked.decode("latin-1").rstrip(".").lower() == name
        return record.encode("latin-1") if is_it else b""

    if "y" in _flags(record):
        return "neutral"
    try:
        return "pass" if checked.verify(idx=number, dnsfunc=key) else "fail"
    except dkim.ValidationError:
        return "fail"
    except Exception:  # noqa: BLE001 - damaged signatures and keys end in many ways
        return "permerror"


def _flags(record: str) -> list[str]:
    """Of a key: "y" says that its domain only tries it out (3.6.1)."""
    for piece in record.split(";"):
        name, _, value = piece.partition("=")
        if name.strip() == "t":
            return [flag.strip() for flag in value.split(":")]
    return []
