"""What the mail server in front of us says of a sender (RFC 8601); the one door of authres.

Anybody can write such a header. Only those count that carry our server's name and stand above all
lines of Received, the topmost of which must be its own: what a sender sends lies below that line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import authres

from ingest.client import is_by
from ingest.domains import plain_domain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_RESULTS: Final = "authentication-results"
_RECEIVED: Final = "received"
#: longer ones, in characters, and more of them are not our server's
_LONGEST, _MOST = 10_000, 20
#: OpenDMARC writes the domain's policy as a comment
_POLICY: Final = re.compile(
    r"[(\s.](?:p|policy\.dmarc|policy\.p)=(none|quarantine|reject)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched:
    """One result that our server vouches for."""

    #: spf, dkim, dmarc
    method: str
    result: str
    #: that it is about; None where it does not say
    domain: str | None
    #: of a DMARC result
    policy: str | None = None


def vouched(fields: Sequence[tuple[str, str]], authserv_id: str) -> tuple[Vouched, ...]:
    """The results of our server among the header fields of a mail, in their order.

    Args:
        fields: names in lower case and values, from the top.
        authserv_id: of our server (RFC 8601, 2.5); "" where there is none.

    """
    wanted = authserv_id.lower()
    if not wanted:
        return ()
    above: list[str] = []
    for name, value in fields:
        if name == _RECEIVED:
            # of another server it may be the line by which a sender's own begin
            found = above[:_MOST] if is_by(value[:_LONGEST], wanted) else ()
            return tuple(one for text in found for one in _parsed(text, wanted))
        if name == _RESULTS:
            above.append(value[:_LONGEST])
    return ()


def sealed(text: str) -> tuple[Vouched, ...]:
    """The results of an ARC-Authentication-Results (RFC 8617, 4.1.1), of whatever server."""
    _instance, _, results = text[:_LONGEST].partition(";")
    return tuple(_parsed(results, None))


def _parsed(text: str, wanted: str | None) -> Iterator[Vouched]:
    try:
        header = authres.AuthenticationResultsHeader.parse(f"Authentication-Results: {text}")
    except Exception:  # noqa: BLE001 - what cannot be understood vouches for nothing
        return
    if wanted is not None and (header.authserv_id or "").lower() != wanted:
        return
    policy = _POLICY.search(text)
    for one in header.results:
        if getattr(one, "method", "") in _PROPERTIES:
            yield Vouched(
                method=one.method,
                result=str(one.result).lower(),
                domain=_domain(one),
                policy=policy[1].lower() if policy and one.method == "dmarc" else None,
            )


#: method -> where its domain stands, the better first
_PROPERTIES: Final = {
    "spf": (("smtp", "mailfrom"), ("smtp", "helo")),
    "dkim": (("header", "d"), ("header", "i")),
    "dmarc": (("header", "from"),),
}


def _domain(result: authres.AuthenticationResult) -> str | None:
    found = {(one.type, one.name): str(one.value or "") for one in result.properties}
    named = next((found[key] for key in _PROPERTIES[result.method] if found.get(key)), None)
    return None if named is None else plain_domain(named.rpartition("@")[2])
