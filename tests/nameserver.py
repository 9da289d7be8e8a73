"""A name server on loopback that knows a few names; for tests."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING, Literal

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass
class Mood:
    """Whether a name server feels like it; to be turned while it runs."""

    says: Literal["answers", "trouble", "nothing"] = "answers"
    asked: Event = field(default_factory=Event)


@contextmanager
def served(
    records: Mapping[tuple[str, str], list[str]], mood: Mood | None = None
) -> Iterator[tuple[str, int]]:
    """Answer over UDP; names that are not there do not exist, "broken." ones are trouble."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        door.bind(("127.0.0.1", 0))
        door.settimeout(0.1)
        ending = Event()
        thread = threading.Thread(target=_serve, args=(door, records, ending, mood or Mood()))
        thread.start()
        try:
            yield "127.0.0.1", door.getsockname()[1]
        finally:
            ending.set()
            thread.join()


def _serve(
    door: socket.socket,
    records: Mapping[tuple[str, str], list[str]],
    ending: Event,
    mood: Mood,
) -> None:
    while not ending.is_set():
        try:
            asked, whom = door.recvfrom(4096)
        except TimeoutError:
            continue
        mood.asked.set()
        if mood.says == "nothing":
            continue
        answer = _answer(dns.message.from_wire(asked), records)
        if mood.says == "trouble":
            answer.answer.clear()
            answer.set_rcode(dns.rcode.SERVFAIL)
        door.sendto(answer.to_wire(), whom)


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
