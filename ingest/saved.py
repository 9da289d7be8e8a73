"""A file as the messages in it: a mail, the mails of an mbox file, or the file itself.

Nothing is parsed here beyond the first lines: that is done where a hostile file cannot reach far.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO, Final

from ingest import mbox, sniff
from ingest.identity import identity
from ingest.inbound import Channel
from ingest.sender import sender_of, storable
from store.model import Arrival

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MAIL_SUFFIX: Final = ".eml"
_TEXTS: Final = frozenset({sniff.MAIL, sniff.TEXT, sniff.UNKNOWN})
#: compound files and archives, which are never mails and whose inside is not looked at here
_CLOSED: Final = re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|PK[\x03\x05]")
_HEAD_BYTES: Final = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One message of one file."""

    #: the path as it was given, with the number of the mail where it holds several
    source: str
    #: file name, "-" for standard input
    name: str
    channel: Channel
    raw: bytes

    @property
    def sender(self) -> str:
        """Who a mail comes from as far as it says, as an envelope would; else the file's name."""
        if self.channel is not Channel.EMAIL:
            return self.name
        return sender_of(self.raw, self.name)

    @property
    def arrival(self) -> Arrival:
        """As if it had been received; the same file again is the same message."""
        sender = self.sender
        return Arrival(
            channel=self.channel, raw=self.raw, identity=identity(sender, self.raw), sender=sender
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Unopened:
    """A path that gave nothing."""

    source: str
    #: one line for people
    reason: str


def read_file(path: Path, *, source: str | None = None) -> Iterator[Input | Unopened]:
    """The messages of a file, at least one value; what cannot be read costs itself alone.

    Args:
        path: the file.
        source: what to call it; the path by default.

    """
    shown = source or str(path)
    try:
        with path.open("rb") as file:
            yield from messages_in(file, name=path.name, source=shown)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is none"
        yield Unopened(source=shown, reason=f"cannot read it ({reason})")
    except Exception as error:  # noqa: BLE001 - whatever one file does, the others come in
        yield Unopened(source=shown, reason=f"cannot read it ({type(error).__name__})")


def messages_in(
    file: BinaryIO, *, name: str, source: str, most_bytes: int | None = None
) -> Iterator[Input]:
    """The messages of an open file.

    Args:
        file: at its beginning.
        name: of the file.
        source: what to call it.
        most_bytes: of a larger mail among several comes the beginning, a little more than this.

    Raises:
        OSError: it cannot be read on.

    """
    head = file.read(_HEAD_BYTES)
    shown = storable(name)
    if mbox.is_mbox(head):
        file.seek(0)
        yield from _numbered(mbox.mails(file, most_bytes=most_bytes), name=shown, source=source)
        return
    raw = head + file.read()
    yield Input(source=source, name=shown, channel=_channel(name, raw), raw=raw)


def _numbered(found: Iterator[bytes], *, name: str, source: str) -> Iterator[Input]:
    first, second = next(found, b""), next(found, None)
    several = [] if second is None else [second]
    for number, raw in enumerate(chain([first], several, found), 1):
        where = source if second is None else f"{source}#{number}"
        yield Input(source=where, name=name, channel=Channel.EMAIL, raw=raw)


def _channel(name: str, raw: bytes) -> Channel:
    """A mail by its content, or by its name where its few headers could be a memo's."""
    if _CLOSED.match(raw):
        return Channel.FILE
    kind = sniff.media_type(raw)
    is_mail = kind == sniff.MAIL or (name.lower().endswith(_MAIL_SUFFIX) and kind in _TEXTS)
    return Channel.EMAIL if is_mail else Channel.FILE
