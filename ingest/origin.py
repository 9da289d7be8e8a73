"""What the header of a mail says of where it comes from; runs in a guarded process."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ingest import headers, tree
from ingest.authserv import Vouched, vouched
from ingest.chain import Seal, seals_of
from ingest.domains import domain_of, plain_domain
from ingest.guarded import content_of

#: a larger header, in bytes, is an attack or no mail at all
_MAX_HEADER: Final = 1_000_000
#: signatures that are looked at, topmost first; senders with more want to keep us busy
MOST_SIGNATURES: Final = 5
_SECONDS: Final = re.compile(r"[0-9]{1,15}")
_TAG: Final = re.compile(r"(?:^|;)\s*([A-Za-z][A-Za-z0-9_]{0,20})\s*=\s*([^;]{0,500})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What a DKIM-Signature says of itself (RFC 6376, 3.5)."""

    domain: str
    #: name in DNS where its key lies
    key_name: str
    #: "" or why it cannot prove the whole of a mail: `policy`, a result of RFC 8601
    verdict: str = ""
    #: until when it holds, in seconds since 1970; None where it does not say
    until: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a mail says that it comes from."""

    #: of From; one, unless somebody plays a trick
    domains: tuple[str, ...] = ()
    #: in the order of the header; None for one that says no domain or key
    signatures: tuple[Signed | None, ...] = ()
    vouched: tuple[Vouched, ...] = ()
    #: of who passed it on, the newest first
    seals: tuple[Seal, ...] = ()


def header_of(raw: bytes) -> bytes:
    """The header of a mail; nothing where it is too large to be one."""
    found = (raw.find(end, 0, _MAX_HEADER) for end in (b"\n\n", b"\n\r\n"))
    end = min((place for place in found if place >= 0), default=len(raw))
    return raw[: end + 1] if end < _MAX_HEADER else b""


def read_origin(place: bytes | str, authserv_id: str) -> Origin:
    """Read it from a mail or its header alone, or from the file that holds them."""
    head = header_of(content_of(place))
    message = tree.header(head)
    names = [domain_of(one.address) for one in headers.addresses(message, "from")]
    fields = [(name.lower(), str(value)) for name, value in message.raw_items()]
    return Origin(
        domains=tuple(dict.fromkeys(name for name in names if name is not None)),
        signatures=tuple(map(_signed, headers.values(message, "dkim-signature")))[:MOST_SIGNATURES],
        vouched=vouched(fields, authserv_id),
        seals=seals_of(fields),
    )


def _signed(value: str) -> Signed | None:
    tags = {name.lower(): "".join(text.split()) for name, text in _TAG.findall(value)}
    domain = plain_domain(tags.get("d", ""))
    selector = plain_domain(tags.get("s", ""))
    if domain is None or selector is None:
        return None
    # a part of the body proves nothing of the rest (8.2), SHA-1 nothing at all (RFC 8301)
    weak = "l" in tags or tags.get("a", "").lower() == "rsa-sha1"
    key_name = f"{selector}._domainkey.{domain}"
    until = tags.get("x", "")
    return Signed(
        domain=domain,
        key_name=key_name,
        verdict="policy" if weak else "",
        until=int(until) if _SECONDS.fullmatch(until) else None,
    )
