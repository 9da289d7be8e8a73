"""Files that a command was given, as the messages in them."""

from __future__ import annotations

import mailbox
import re
import sys
from contextlib import closing
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import parseaddr
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ingest import sniff
from ingest.inbound import Channel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STANDARD_INPUT: Final = "-"
#: an mbox file begins so, a letter "From the Ministry ..." does not (RFC 4155, appendix A)
_MBOX: Final = re.compile(rb"From \S+ [^\r\n]*\d{4}[^\r\n]*\r?\n[A-Za-z][A-Za-z0-9-]*:")
_MAIL_SUFFIX: Final = ".eml"
_TEXTS: Final = frozenset({sniff.MAIL, sniff.TEXT, sniff.UNKNOWN})
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
        head = BytesHeaderParser(policy=compat32).parsebytes(self.raw[:_HEAD_BYTES])
        for field in ("Return-Path", "From"):
            address = parseaddr(str(head.get(field, "")))[1]
            if "@" in address:
                return address
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Unopened:
    """A path that gave nothing."""

    source: str
    #: one line for people
    reason: str


def inputs(paths: Iterable[str]) -> Iterator[Input | Unopened]:
    """Open paths one after the other; each gives at least one value."""
    for path in paths:
        try:
            raw = sys.stdin.buffer.read() if path == STANDARD_INPUT else Path(path).read_bytes()
        except OSError as error:
            yield Unopened(source=path or "''", reason=f"cannot read it ({error.strerror})")
            continue
        if path == STANDARD_INPUT:
            yield Input(source=path, name=path, channel=Channel.EMAIL, raw=raw)
        elif _MBOX.match(raw):
            yield from _mails(path)
        else:
            yield Input(source=path, name=Path(path).name, channel=_channel(path, raw), raw=raw)


def _channel(path: str, raw: bytes) -> Channel:
    """A mail by its content, or by its name where its few headers could be a memo's."""
    kind = sniff.media_type(raw)
    is_mail = kind == sniff.MAIL or (path.lower().endswith(_MAIL_SUFFIX) and kind in _TEXTS)
    return Channel.EMAIL if is_mail else Channel.FILE


def _mails(path: str) -> Iterator[Input]:
    with closing(mailbox.mbox(path, create=False)) as box:
        keys = list(box.iterkeys())
        for number, key in enumerate(keys, 1):
            source = path if len(keys) == 1 else f"{path}#{number}"
            raw = box.get_bytes(key)
            yield Input(source=source, name=Path(path).name, channel=Channel.EMAIL, raw=raw)
