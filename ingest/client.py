"""The client that gave a mail to our own servers, as their Received headers tell.

Each server writes its header on top (RFC 5321, 4.4), so those of our own servers come first; the
first client in them that is none of ours is the one to check. What stands below is hearsay.
A mail out of a mailbox came from no client: there only lines of the server count that is named.
"""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final

from ingest.domains import is_within
from ingest.xforward import Client

if TYPE_CHECKING:
    from ingest.peers import Peers

_TRACE: Final = re.compile(
    rb"(?i)(received|return-path|delivered-to|x-original-to|dkim-[\w-]+|"
    rb"authentication-results|arc-[\w-]+|x-[\w-]+)\s*:"
)
_RECEIVED: Final = re.compile(rb"(?i)received\s*:")
_FIELD: Final = re.compile(rb"[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n?")
#: what Postfix adds between the client and its own name
_TLS: Final = re.compile(r"\s\(using ")
_IP: Final = r"(?:ipv6:)?(?P<ip>[0-9a-f.:]{3,45})"
#: Postfix, Sendmail, Gmail, Exim: the name that the server looked up, and the address
_LOOKED_UP: Final = re.compile(
    rf"(?i)\((?:\S+ )?\[{_IP}\](?::\d+)?(?: \(may be forged\))?(?: helo=(?P<helo>[^\s()]+))?\)"
)
#: Exchange: the address alone
_BARE: Final = re.compile(rf"(?i)\({_IP}\)")
#: Exim, of a client without a name
_LITERAL: Final = re.compile(rf"(?i)^from \[{_IP}\](?::\d+)? \(helo=(?P<helo>[^\s()]+)\)$")
_NAME: Final = re.compile(r"[\w.-]{1,253}")
_HELO: Final = re.compile(r"^from (\S+)")
#: longer ones, in characters, are no honest server's
_LONGEST: Final = 4_000
_HERE: Final = "127.0.0.1"
#: headers that are looked through before the mail's own begin
_MOST: Final = 30


def client_of(
    raw: bytes, peer: str | None, helo: str | None, peers: Peers, *, server: str = ""
) -> Client:
    """Who gave this mail to the first of our servers.

    Args:
        raw: the mail as it came in.
        peer: address of who handed it to us, or of the client that it named by XFORWARD.
        helo: its name for itself.
        peers: our own servers; this machine is always one.
        server: our own mail server by its name, believed where the mail came out of its mailbox
            and so there is no peer; "" where none is.

    Returns:
        the peer itself where it is none of ours; an empty client where ours say nothing.

    """
    is_of_mailbox = peer is None and bool(server)
    client = Client(address=_HERE if is_of_mailbox else peer, helo=helo)
    for field in _trace(raw):
        if not peers.are_ours(client.address):
            return client
        if is_of_mailbox and not is_by(field, server):
            return Client()
        client = _named_in(field)
    return Client() if peers.are_ours(client.address) else client


def _trace(raw: bytes) -> list[str]:
    """Received headers on top of the mail, the newest first."""
    found: list[str] = []
    start = 0
    for _ in range(_MOST):
        field = _FIELD.match(raw, start)
        if field is None or not _TRACE.match(field[0]):
            break
        if _RECEIVED.match(field[0]):
            text = field[0].partition(b":")[2].decode("ascii", "replace")
            found.append(" ".join(text.split()))
        start = field.end()
    return found


def is_by(received: str, server: str) -> bool:
    """Whether a server of this name, or below it, wrote a header; its own `by` is the last."""
    name = _NAME.match(f" {' '.join(received.split())}".rpartition(" by ")[2])
    return name is not None and is_within(name[0].rstrip(".").lower(), server.lower())


def _named_in(received: str) -> Client:
    """The client in one header.

    A client chooses its name for itself, and with some servers it may hold blanks and brackets:
    so the last address before the server's own name counts, which the server wrote. Where that
    cannot be told, nothing is said.
    """
    if len(received) > _LONGEST:
        return Client()
    clause = _TLS.split(received.rpartition(" by ")[0])[0]
    if not clause.startswith("from "):
        # written by a step inside the server, such as a filter or a local delivery
        return Client(address=_HERE)
    literal = _LITERAL.match(clause)
    looked_up = list(_LOOKED_UP.finditer(clause)) or list(_BARE.finditer(clause))
    found = literal or (looked_up[-1] if looked_up else None)
    if found is None:
        return Client()
    helo = found.groupdict().get("helo")
    if helo is None:
        named = _HELO.match(clause)
        helo = named[1] if named else None
    return Client(address=_valid(found["ip"]), helo=helo)


def _valid(text: str) -> str | None:
    try:
        return str(ip_address(text))
    except ValueError:
        return None
