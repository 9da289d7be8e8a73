"""A name server on loopback that knows a few names; for tests."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@contextmanager
def served(records: Mapping[tuple[str, str], list[str]]) -> Iterator[tuple[str, int]]:
    """Answer over UDP; names that are not there do not exist, "broken." ones are trouble."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        door.bind(("127.0.0.1", 0))
        door.settimeout(0.1)
        ending = threading.Event()
        thread = threading.Thread(target=_serve, args=(door, records, ending))
        thread.start()
        try:
            yield "127.0.0.1", door.getsockname()[1]
        finally:
            ending.set()
            thread.join()


def _serve(
    door: socket.socket, records: Mapping[tuple[str, str], list[str]], ending: threading.Event
) -> None:
    while not ending.is_set():
        try:
            asked, whom = door.recvfrom(4096)
        except TimeoutError:
            continue
        door.sendto(_answer(dns.message.from_wire(asked), records).to_wire(), whom)


def _answer(
    asked: dns.message.Message, records: Mapping[tuple[str, str], list[str]]
) -> dns.message.Message:
    answer = dns.message.make_response(asked)
    answer.flags |= dns.flags.RA
    question = asked.question[0]
    name, kind = question.name.to_text().lower(), dns.rdatatype.to_text(question.rdtype)
    found = records.get((name, kind))
    if found is not None:
        answer.answer.append(dns.rrset.from_text(question.name, 30, "IN", kind, *found))
    elif name.startswith("broken."):
        answer.set_rcode(dns.rcode.SERVFAIL)
    elif name != "." and not any(known == name for known, _ in records):
        answer.set_rcode(dns.rcode.NXDOMAIN)
    return answer
