"""Whether a domain lets a server send for it (SPF, RFC 7208); the one door of pyspf."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any, Final

import spf as pyspf

from ingest.domains import plain_domain
from ingest.inquiry import DnsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.inquiry import Inquiry

#: names without an answer that one check may ask for (RFC 7208, 4.6.4)
_MOST_VOID: Final = 2
_RESULTS: Final = frozenset(
    {"none", "neutral", "pass", "fail", "softfail", "temperror", "permerror"}
)


def check(
    *, peer: str | None, helo: str | None, sender: str, lookup: Inquiry
) -> tuple[str, str | None]:
    """The result for an envelope, and the domain that it is about.

    Args:
        peer: the address of the server that sent; one inside a network of ours tells nothing.
        helo: what it called itself, which is asked about where the sender is null (2.4).
        sender: of the envelope; "" for `<>`.
        lookup: asks DNS.

    Gives "" where there is no way to know.

    """
    domain = plain_domain(sender.rpartition("@")[2]) if sender else plain_domain(helo or "")
    if domain is None or not _is_outside(peer):
        return "", domain
    name = sender if sender and sender.isascii() else f"postmaster@{domain}"
    query = _Query(i=str(peer), s=name, h=helo or domain, lookup=lookup)
    try:
        result = str(query.check()[0])
    except DnsError:
        result = "temperror"
    except Exception:  # noqa: BLE001 - the library trips over some records; they say nothing then
        result = "permerror"
    return (result if result in _RESULTS else "permerror"), domain


def _is_outside(peer: str | None) -> bool:
    """Whether an address is one of the public network."""
    try:
        return peer is not None and ipaddress.ip_address(peer).is_global
    except ValueError:
        return False


class _Query(pyspf.query):  # type: ignore[misc] # the library has no types
    """The library's query, with our questions to DNS in the place of its own."""

    def __init__(self, *, i: str, s: str, h: str, lookup: Inquiry) -> None:
        self._lookup = lookup
        super().__init__(i=i, s=s, h=h)

    def dns(
        self,
        name: object,
        qtype: str,
        cnames: object = None,  # noqa: ARG002 - the library's signature; resolvers follow those
        ignore_void: bool = False,  # noqa: FBT001, FBT002 - the same
    ) -> list[Any]:
        """Records as the library wants them."""
        asked = plain_domain(str(name))
        if asked is None:
            return []
        try:
            records = self._lookup(asked, qtype)
        except DnsError:
            raise pyspf.TempError("no answer") from None
        if not records and not ignore_void:
            self.void_lookups += 1
            if self.void_lookups > _MOST_VOID:
                raise pyspf.PermError("too many names without an answer")
        return list(map(_SHAPES.get(qtype, str), records))


def _exchange(record: str) -> tuple[int, str]:
    preference, _, host = record.partition(" ")
    return int(preference), host


_SHAPES: Final[dict[str, Callable[[str], Any]]] = {
    "TXT": lambda record: (record.encode("latin-1"),),
    "MX": _exchange,
}
