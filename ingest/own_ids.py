"""Message-IDs of ours, signed: whoever answers under one has seen the mail that carried it.

`<acsg.REF.what.signature@domain>` (RFC 5322 3.6.4). The signature is an HMAC-SHA256 over the
reference and the word, cut to 130 bits; the domain is not signed, for it may change.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import Final

_LENGTH: Final = 26
#: servers on the way may change the case of an id, which says nothing here
_OWN: Final = re.compile(
    r"<acsg\.([a-z]{2,8}-[0-9]{4}-[0-9]{4,12})\.([a-z0-9-]{1,60})\.([a-z2-7]{26})@[^<>@\s]{1,255}>",
    re.IGNORECASE | re.ASCII,
)
_QUESTION: Final = re.compile(r"(?:question|reminder)-([0-9]{1,6})-[0-9]{1,9}(?:-[0-9]{1,9})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnId:
    """What a Message-ID of ours is about."""

    #: of the letter that our mail answered
    ref: str
    #: what our mail was, such as `acknowledgement` or `question-1-2`
    what: str

    @property
    def position(self) -> int | None:
        """The draft of the letter that our question was about; None where it was no question."""
        found = _QUESTION.fullmatch(self.what)
        return int(found[1]) if found else None


def own_id(key: bytes, ref: str, what: str, domain: str) -> str:
    """The Message-ID of a mail of ours, the same each time.

    Args:
        key: of this database, see `store/keys.py`.
        ref: of the letter that it answers.
        what: tells answers to one letter apart: small letters, digits and hyphens.
        domain: of the address that it is sent from.

    """
    return f"<acsg.{ref}.{what}.{_signature(key, ref, what)}@{domain}>"


def read_own(key: bytes, message_id: str) -> OwnId | None:
    """What an id is about; None where nobody with the key wrote it."""
    found = _OWN.fullmatch(message_id)
    if found is None:
        return None
    ref, what, signature = found[1].upper(), found[2].lower(), found[3].lower()
    if not hmac.compare_digest(_signature(key, ref, what), signature):
        return None
    return OwnId(ref=ref, what=what)


def _signature(key: bytes, ref: str, what: str) -> str:
    said = hmac.new(key, f"{ref}\0{what}".encode(), hashlib.sha256).digest()
    return base64.b32encode(said).decode("ascii").lower()[:_LENGTH]
