"""Header fields of a mail to plain values: text, addresses, dates, ids; tolerant of anything.

Which part carries them and what follows from them is said elsewhere.
"""

from __future__ import annotations

import binascii
import quopri
import re
from datetime import UTC, datetime
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from itertools import islice
from typing import Final
from urllib.parse import unquote_to_bytes

from ingest import transfer
from ingest.charset import clean, decode
from ingest.charset_names import codec_name
from ingest.inbound import Address

#: longest header value that is looked at, in characters; longer ones are attacks or accidents
_MAX_VALUE: Final = 50_000
_MAX_RECIPIENTS: Final = 500
_MAX_REFERENCES: Final = 100
_MAX_NAME: Final = 150
#: parts that are asked for their charset
_MOST_PARTS: Final = 50
#: RFC 2047 encoded word; the language of RFC 2231 section 5 is passed over
_WORD: Final = re.compile(
    r"=\?([\w.:+-]{1,60})(?:\*[\w-]{0,20})?\?([bBqQ])\?([^?\r\n]{0,20000})\?="
)
_BETWEEN_WORDS: Final = re.compile(r"(\?=)\s+(?==\?[\w.:+-]{1,60}(?:\*[\w-]{0,20})?\?[bBqQ]\?)")
_FOLD: Final = re.compile(r"\r?\n[ \t]*")
#: a fold within an encoded word, against RFC 2047 section 2
_FOLDED_WORD: Final = re.compile(
    r"(=\?[\w.:+-]{1,60}\?[bBqQ]\?[^?\s]{1,2000})\r?\n[ \t]+(?=[^?\s]{0,2000}\?=)"
)
#: RFC 2231's form without its star
_STARLESS: Final = re.compile(r"([\w.-]{1,40})'[\w-]{0,20}'(.*%[0-9A-Fa-f]{2}.*)")
#: RFC 5322 4.4: the way that a mail should take, before its address
_ROUTE: Final = re.compile(r"<\s*(?:@[^:<>\s]{1,300}:|mailto:)", re.IGNORECASE)
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([^\s;\"']{1,60})", re.IGNORECASE)
#: a comment behind a quoted value
_BEHIND: Final = re.compile(r'"?([^"]+)"\s*\(.*\)')
_MESSAGE_ID: Final = re.compile(r"<[^<>\s]{1,500}>")
_MAILBOX: Final = re.compile(
    r'^(.{0,1000}?)<\s*([^<>\s"]{1,300}@[^<>\s"]{1,300})\s*>\s*$', re.DOTALL
)
#: looked for where a word begins: from each letter of a long one it would take seconds
_BARE: Final = re.compile(r'(?<![^\s<>,;:"()])[^\s<>,;:"()]{1,300}@[^\s<>,;:"()]{1,300}')
#: marks that turn the direction of text: in a file name they only serve to deceive
_DIRECTION: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def values(part: Message, name: str) -> list[str]:
    """All values of a header, raw 8-bit characters decoded, encoded words not yet."""
    wanted = name.lower()
    found = [value for key, value in part.raw_items() if key.lower() == wanted]
    return [_raw_text(value, part) for value in found]


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
    for raw in map(_tidy, values(part, name)):
        single = _MAILBOX.match(raw.strip())
        if single and raw.count("@") == 1:
            found.append(_address(single[1], single[2]))
            continue
        named = _plain_addresses(raw)
        # an address may stand inside an encoded word, against RFC 2047 section 5
        words = decode_words(raw) if not named else raw
        found += named or ([] if words == raw else _plain_addresses(words))
    return tuple(found[:_MAX_RECIPIENTS])


def _tidy(raw: str) -> str:
    """Without routes and doubled brackets."""
    return _ROUTE.sub("<", raw.replace("<<", "<").replace(">>", ">"))


def _plain_addresses(words: str) -> list[Address]:
    return [_address(who, where) for who, where in _parsed(words) if _is_address(where)]


def _is_address(where: str) -> bool:
    """Whether there is something on both sides of the sign."""
    return "@" in where.strip("@")


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
        given: list[object] = [
            got for key, got in single.get_params([], header) if key.lower() == name
        ]
    except (ValueError, TypeError, LookupError, AttributeError):
        return ""
    # where both forms are given, the one that can say its charset counts (RFC 6266, 4.3)
    best = next((got for got in given if isinstance(got, tuple)), given[0] if given else "")
    return _parameter_text(best)


def _parameter_text(got: object) -> str:
    if isinstance(got, tuple):
        return decode_words(_charset_value(got))
    text = decode_words(str(got))
    behind = _BEHIND.fullmatch(text)
    text = behind[1] if behind else text
    starless = _STARLESS.fullmatch(text)
    return _charset_value((starless[1], "", _percent(starless[2]))) if starless else text


def _percent(text: str) -> str:
    return unquote_to_bytes(text).decode("latin-1")


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
        return transfer.base64(data)[0]
    except (UnicodeError, binascii.Error, ValueError):
        return None


def _charset_value(got: tuple[str | None, str | None, str]) -> str:
    charset, _, raw = got
    data = raw.encode("latin-1", "replace") if raw.isascii() or max(raw) <= "\xff" else raw.encode()
    return decode(data, charset if codec_name(charset) else None).text


def _raw_text(raw: object, part: Message) -> str:
    data = _FOLDED_WORD.sub(r"\1", str(raw)[:_MAX_VALUE]).encode("utf-8", "surrogateescape")
    decoded = decode(data)
    hint = _charset_of(part) if decoded.problem else None
    return _FOLD.sub(" ", decode(data, hint).text if hint else decoded.text)


def _charset_of(part: Message) -> str | None:
    """The charset of the text below a header: raw bytes above it are mostly in the same."""
    for one in islice(part.walk(), _MOST_PARTS):
        for line in one.get_all("content-type", []):
            found = _CHARSET.search(str(line)[:_MAX_NAME])
            codec = codec_name(found[1]) if found else None
            if codec is not None and codec not in {"utf-8", "ascii"}:
                return codec
        if one.get_content_maintype() == "text":
            return None
    return None


def _parsed(raw: str) -> list[tuple[str, str]]:
    try:
        found = getaddresses([raw])
    except Exception:  # noqa: BLE001 - thousands of brackets exhaust it; what is no list has addresses
        found = []
    if any(_is_address(where) for _, where in found):
        return found
    return [("", bare) for bare in _BARE.findall(raw)]


def _address(name: str, address: str) -> Address:
    words = " ".join(decode_words(name).split()).strip("\"' ")
    return Address(address=clean(address.strip()), name=words.replace('\\"', '"')[:300])
