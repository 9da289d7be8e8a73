"""Envelope senders of our own mail, made so that what comes back to one is known as its bounce.

The local part carries the number of the mail in the outbox and a signature, behind a plus sign
(RFC 5233's subaddress, used as VERP and BATV do): nobody who has not had that mail can write one.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from typing import Final

#: of the key in `store/keys.py`
KEY: Final = "return-path"
#: base32 of 80 bits: in letters whose case mail servers may change
_SIGNATURE_BYTES: Final = 10
#: octets of a local part (RFC 5321, 4.5.3.1.1)
_LONGEST: Final = 64
_PATH: Final = re.compile(r"[^@+\s]+\+b-(\d{1,18})-([a-z2-7]{16})@[^@\s]+", re.ASCII)
#: where servers write to whom a mail went, in a header that is read to here
_HEAD_BYTES: Final = 64_000
_WENT_TO: Final = re.compile(
    rb"^(?:delivered-to|x-original-to|envelope-to|to)[ \t]*:((?:[^\r\n]|\r?\n[ \t])*)",
    re.IGNORECASE | re.MULTILINE,
)
_IN_FIELD: Final = re.compile(
    rb"[A-Za-z0-9._=-]{1,40}\+b-[0-9]{1,18}-[A-Za-z2-7]{16}@[A-Za-z0-9.-]{1,253}"
)
#: of one mail
_MOST: Final = 5


def return_path(key: bytes, address: str, number: int) -> str:
    """The envelope sender of one mail; the plain address where that would be too long.

    Args:
        key: of this database.
        address: of ours, where bounces arrive.
        number: of the mail in the outbox.

    """
    local, _, domain = address.rpartition("@")
    signed = f"{local}+b-{number}-{_signature(key, number)}"
    return address if len(signed.encode()) > _LONGEST else f"{signed}@{domain}"


def paths_in(header: bytes) -> tuple[str, ...]:
    """Addresses in the form of ours to which a mail says that it went; `number_of` tells whose.

    Anybody can write them: it is the signature that is believed, and not their place.
    """
    fields = (found[1] for found in _WENT_TO.finditer(header[:_HEAD_BYTES]))
    named = (one.decode("ascii") for field in fields for one in _IN_FIELD.findall(field))
    return tuple(dict.fromkeys(named))[:_MOST]


def number_of(key: bytes, recipient: str) -> int | None:
    """The number of the mail that came back to this address; None where we did not make it."""
    found = _PATH.fullmatch(recipient.strip().strip("<>").lower())
    if found is None:
        return None
    number = int(found[1])
    is_ours = hmac.compare_digest(found[2], _signature(key, number))
    return number if is_ours else None


def _signature(key: bytes, number: int) -> str:
    signed = hmac.digest(key, f"return-path {number}".encode(), hashlib.sha256)
    return base64.b32encode(signed[:_SIGNATURE_BYTES]).decode().lower()
