"""DNS by the system's resolver or one that is named; the one door of dnspython."""

from __future__ import annotations

import time
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

import dns.exception
import dns.name
import dns.resolver

from ingest.domains import is_reserved
from ingest.inquiry import Answer, DnsError

if TYPE_CHECKING:
    from collections.abc import Callable

#: how long answers hold at least and at most, and that there is none, in seconds
_LEAST, _MOST, _NONE = 60, 86_400, 300
#: for a server that answers, where another may
_ONE_SERVER: Final = 1.5
#: no question is asked for so long after the resolver turned out to be dead
_PAUSE: Final = 60.0


class SystemResolver:
    """Asks the system's resolver, or the one at `server`.

    Where it does not even know the root of all names, it is dead, and everybody is told so for a
    minute: mails shall not wait for it one by one.
    """

    def __init__(
        self,
        server: tuple[str, int] | None = None,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._server = server
        self._monotonic = monotonic
        self._lock = Lock()
        self._resolver: dns.resolver.Resolver | None = None
        self._dead_until = 0.0

    def ask(self, name: str, kind: str, *, seconds: float) -> Answer:
        """The records of a name; those set apart for examples have none, and nobody is asked.

        Raises:
            DnsError: there was no answer in this time.

        """
        if is_reserved(name):
            return Answer(records=(), ttl_seconds=_LEAST)
        if self._monotonic() < self._dead_until:
            raise DnsError
        try:
            return self._asked(name, kind, seconds)
        except DnsError:
            if not self.is_alive():
                self._dead_until = self._monotonic() + _PAUSE
            raise

    def is_alive(self) -> bool:
        """Whether the resolver answers at all: everyone knows the root."""
        try:
            self._asked(".", "NS", _ONE_SERVER)
        except DnsError:
            return False
        return True

    def _asked(self, name: str, kind: str, seconds: float) -> Answer:
        try:
            found = self._made().resolve(
                name, kind, lifetime=seconds, raise_on_no_answer=False, search=False
            )
        except (dns.resolver.NXDOMAIN, dns.resolver.YXDOMAIN, dns.name.LabelTooLong):
            return Answer(records=(), ttl_seconds=_NONE)
        except (dns.name.NameTooLong, dns.name.EmptyLabel, UnicodeError):
            return Answer(records=(), ttl_seconds=_NONE)
        except (dns.exception.DNSException, OSError, EOFError):
            raise DnsError from None
        if found.rrset is None:
            return Answer(records=(), ttl_seconds=_NONE)
        ttl = min(max(found.rrset.ttl, _LEAST), _MOST)
        return Answer(records=tuple(map(_record, found)), ttl_seconds=ttl)

    def _made(self) -> dns.resolver.Resolver:
        with self._lock:
            if self._resolver is None:
                self._resolver = _resolver(self._server)
            return self._resolver


def _resolver(server: tuple[str, int] | None) -> dns.resolver.Resolver:
    made = dns.resolver.Resolver(configure=server is None)
    made.timeout = _ONE_SERVER
    if server is not None:
        made.nameservers = [server[0]]
        made.port = server[1]
    return made


def _record(data: Any) -> str:
    """A record as text; of TXT each character stands for a byte."""
    if hasattr(data, "strings"):
        return b"".join(data.strings).decode("latin-1")
    if hasattr(data, "preference"):
        return f"{data.preference} {data.exchange.to_text(omit_final_dot=True)}"
    text: str = data.to_text()
    return text.rstrip(".")
