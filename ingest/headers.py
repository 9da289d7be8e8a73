"""Header fields of a mail to plain values: text, addresses, dates, ids; tolerant of anything.

Which part carries them and what follows from them is said elsewhere.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from datetime import UTC, datetime
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import Final

from ingest.charset import clean, codec_name, decode
from ingest.inbound import Address

#: longest header value that is looked at, in characters; longer ones are attacks or accidents
_MAX_VALUE: Final = 50_000
_MAX_RECIPIENTS: Final = 500
_MAX_REFERENCES: Final = 100
_MAX_NAME: Final = 150
#: RFC 2047 encoded word; the language of RFC 2231 section 5 is passed over
_WORD: Final = re.compile(r"=\?([\w.:+-]{1,60})(?:\*[\w-]{0,20})?\?([bBqQ])\?([^?\r\n]{0,2000})\?=")
_BETWEEN_WORDS: Final = re.compile(r"(\?=)\s+(?==\?[\w.:+-]{1,60}(?:\*[\w-]{0,20})?\?[bBqQ]\?)")
_FOLD: Final = re.compile(r"\r?\n[ \t]*")
_MESSAGE_ID: Final = re.compile(r"<[^<>\s]{1,500}>")
_MAILBOX: Final = re.compile(
    r'^(.{0,1000}?)<\s*([^<>\s"]{1,300}@[^<>\s"]{1,300})\s*>\s*$', re.DOTALL
)
_BARE: Final = re.compile(r'[^\s<>,;:"()]{1,300}@[^\s<>,;:"()]{1,300}')
#: marks that turn the direction of text: in a file name they only serve to deceive
_DIRECTION: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def values(part: Message, name: str) -> list[str]:
    """All values of a header, raw 8-bit characters decoded, encoded words not yet."""
    wanted = name.lower()
    return [_raw_text(value) for key, value in part.raw_items() if key.lower() == wanted]


def value(part: Message, name: str) -> str:
    """The first value of a header, "" without one."""
    return next(iter(values(part, name)), "")


def text(part: Message, name: str) -> str | None:
    """A header as people read it on one line; None where it is missing or empty."""
    return " ".join(decode_words(value(part, name)).split()) or None


def decode_words(raw: str) -> str:
    """Replace RFC 2047 encoded words, wherever they stand; damaged ones stay as they are."""
    if "=?" not in raw:
        return raw
    # white space between two encoded words is none (section 6.2)
    joined = _BETWEEN_WORDS.sub(r"\1", raw)
    out, at, pending = [], 0, _Pending()
    for found in _WORD.finditer(joined):
        if found.start() > at:
            out += [pending.flush(), joined[at : found.start()]]
        data = _word_bytes(found[2], found[3])
        out.append(pending.flush() + found[0] if data is None else pending.add(found[1], data))
        at = found.end()
    return clean("".join([*out, pending.flush(), joined[at:]]))


def addresses(part: Message, name: str) -> tuple[Address, ...]:
    """Everybody whom a header names; pieces without an address are left out."""
    found: list[Address] = []
    for raw in values(part, name):
        single = _MAILBOX.match(raw.strip())
        if single and raw.count("@") == 1:
            found.append(_address(single[1], single[2]))
            continue
        found += [_address(who, where) for who, where in _parsed(raw) if "@" in where]
    return tuple(found[:_MAX_RECIPIENTS])


def sent_at(part: Message) -> datetime | None:
    """The Date header in UTC; None where it is missing or no date."""
    try:
        parsed = parsedate_to_datetime(value(part, "date"))
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def message_ids(part: Message, name: str) -> tuple[str, ...]:
    """Message ids with their angle brackets, the latest hundred."""
    return tuple(_MESSAGE_ID.findall(value(part, name)))[-_MAX_REFERENCES:]


def parameter(part: Message, header: str, name: str) -> str:
    """A parameter of a header, RFC 2231 and RFC 2047 forms decoded; "" without one."""
    raw = value(part, header)
    if name not in raw.lower():
        return ""
    single = Message()
    single[header] = _FOLD.sub(" ", raw)
    try:
        got = single.get_param(name, "", header)
        return decode_words(_charset_value(got) if isinstance(got, tuple) else str(got))
    except (ValueError, TypeError, LookupError, AttributeError):
        return ""


def file_name(part: Message) -> str:
    """The name that the sender gave a part, without folders and deceiving marks; "" without."""
    name = parameter(part, "content-disposition", "filename") or parameter(
        part, "content-type", "name"
    )
    return safe_name(name)


def safe_name(name: str) -> str:
    """The last piece of a path, on one line, its ending kept when it is too long."""
    line = " ".join(_DIRECTION.sub("", clean(name)).split()).strip("\"' ")
    last = re.split(r"[/\\]", line)[-1].strip()
    return last if len(last) <= _MAX_NAME else last[: _MAX_NAME - 20] + "…" + last[-19:]


class _Pending:
    """Bytes of neighbouring words of one charset: a character may be split between them."""

    __slots__ = ("charset", "data")

    def __init__(self) -> None:
        self.charset = ""
        self.data = b""

    def add(self, charset: str, data: bytes) -> str:
        """Take these bytes, and give the text of those before if they are of another charset."""
        if charset.lower() == self.charset:
            self.data += data
            return ""
        before = self.flush()
        self.charset, self.data = charset.lower(), data
        return before

    def flush(self) -> str:
        """The text so far."""
        done = decode(self.data, self.charset).text if self.data else ""
        self.charset, self.data = "", b""
        return done


def _word_bytes(encoding: str, payload: str) -> bytes | None:
    try:
        data = payload.encode("ascii")
        if encoding in "qQ":
            return quopri.decodestring(data, header=True)
        return base64.b64decode(data.rstrip(b"=") + b"==="[: -len(data.rstrip(b"=")) % 4])
    except (UnicodeError, binascii.Error, ValueError):
        return None


def _charset_value(got: tuple[str | None, str | None, str]) -> str:
    charset, _, raw = got
    data = raw.encode("latin-1", "replace") if raw.isascii() or max(raw) <= "\xff" else raw.encode()
    return decode(data, charset if codec_name(charset) else None).text


def _raw_text(raw: object) -> str:
    data = str(raw)[:_MAX_VALUE].encode("utf-8", "surrogateescape")
    return _FOLD.sub(" ", decode(data).text)


def _parsed(raw: str) -> list[tuple[str, str]]:
    try:
        found = getaddresses([raw])
    except (ValueError, TypeError, IndexError, AttributeError):
        found = []
    if any("@" in where for _, where in found):
        return found
    return [("", bare) for bare in _BARE.findall(raw)]


def _address(name: str, address: str) -> Address:
    words = " ".join(decode_words(name).split()).strip("\"' ")
    return Address(address=clean(address.strip()), name=words.replace('\\"', '"')[:300])
