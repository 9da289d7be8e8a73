"""Checking the signatures of a mail with keys that are given; the one door of dkimpy.

DKIM (RFC 6376, RFC 8463), and the seals of who passed it on (ARC, RFC 8617).

Runs in a guarded process: the library's patterns take hours for a body of a megabyte of blanks.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

import dkim

from ingest.chain import seals_of, voucher
from ingest.guarded import content_of

if TYPE_CHECKING:
    from collections.abc import Callable

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


def vouching(
    place: bytes | str,
    keys: tuple[tuple[str, str], ...],
    domain: str,
    trusted: frozenset[str],
) -> str | None:
    """Who passed a mail on and vouches for it; None where nobody does, or a seal does not hold.

    Args:
        place: the bytes of a mail, or the file that holds them.
        keys: names of keys in DNS, and the records there.
        domain: of From.
        trusted: whom to believe.

    """
    records = {name: record for name, record in keys if "y" not in _flags(record)}

    def key(asked: bytes, timeout: int = 0) -> bytes:  # noqa: ARG001 - the library's signature
        return records.get(asked.decode("latin-1").rstrip(".").lower(), "").encode("latin-1")

    try:
        chain = _Chain(content_of(place), logger=_SILENT)
        # of the fields as the library sees them, or it would check others than we believe
        fields = [
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in chain.headers
        ]
        seals = seals_of((name.lower(), value) for name, value in fields)
        chain.newest = str(len(seals)).encode()
        result, checked, _ = chain.verify(dnsfunc=key)
    except Exception:  # noqa: BLE001 - damaged chains end in many ways, none of which vouches
        return None
    if result != dkim.CV_Pass or len(checked) != len(seals):
        return None
    return voucher(seals, domain, trusted)


class _Chain(dkim.ARC):  # type: ignore[misc] # the library has no types
    """Looks at the newest signature alone: those before it need not fit any more (RFC 8617, 5.2).

    The library would hash the body once for each of them.
    """

    newest: bytes = b""

    def verify_sig(
        self,
        sig: dict[bytes, bytes],
        include_headers: list[bytes],
        sig_header: tuple[bytes, bytes],
        dnsfunc: Callable[..., bytes],
    ) -> bool:
        is_seal = sig_header[0].lower() == b"arc-seal"
        if not is_seal and sig[b"i"] != self.newest:
            return False
        return bool(super().verify_sig(sig, include_headers, sig_header, dnsfunc))


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
