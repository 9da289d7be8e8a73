"""winmail.dat (MS-OXTNEF): a message or its files as Outlook wraps them for other Outlooks.

Attributes one after the other, some of them lists of properties. The kept library for it stopped in
2021 and gives up at the first odd attribute; here what comes before the damage is read.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from ingest import mapi
from ingest.charset import decode
from ingest.mapi import Message, Value
from ingest.outlook import moment
from ingest.problems import problem
from ingest.sniff import TNEF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.segment import Document

SIGNATURE: Final = 0x223E9F78
#: attributes (2.1.3.2), their types left off
_BODY, _SUBJECT, _FROM, _CLASS = 0x800C, 0x8004, 0x8000, 0x8008
_PROPERTIES, _CODE_PAGE = 0x9003, 0x9007
_FILE_BEGINS, _FILE_TITLE, _FILE_DATA, _FILE_PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
_MAX_ATTRIBUTES: Final = 20_000
_MAX_PROPERTIES: Final = 10_000
#: bytes of properties of a fixed size, padding included
_SIZES: Final = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_TEXT, _WIDE, _BYTES, _OBJECT, _TIME, _LONG = 0x1E, 0x1F, 0x102, 0x0D, 0x40, 0x03
_MANY: Final = 0x1000
#: properties with a name of their own have it before their value
_NAMED: Final = 0x8000


class _EndError(ValueError):
    """The bytes end before what they announce."""


def read(name: str, content: bytes) -> Document:
    """The message as pages, its files inside."""
    return mapi.document(name, _message(name, content, 0), TNEF)


def _message(name: str, content: bytes, depth: int) -> Message:
    message = Message()
    attached: list[dict[int, Value]] = []
    try:
        for attribute, data in _attributes(content):
            if attribute == _FILE_BEGINS:
                attached.append({})
            _take(attribute, data, attached[-1] if attached else message.values)
    except _EndError:
        message.problems.append(problem("damaged", name))
    for number, values in enumerate(attached, start=1):
        _take_file(values, message, number, depth)
    return message


def _take(attribute: int, data: bytes, values: dict[int, Value]) -> None:
    """What one attribute says, as the property that says the same."""
    plain = {_SUBJECT: mapi.SUBJECT, _CLASS: mapi.CLASS, _FILE_TITLE: mapi.FILE_LONG_NAME}
    if attribute in {_PROPERTIES, _FILE_PROPERTIES}:
        values.update(_properties(data))
    elif attribute == _CODE_PAGE:
        values[mapi.CODE_PAGE] = int.from_bytes(data[:4], "little")
    elif attribute == _FILE_DATA:
        values.setdefault(mapi.FILE_DATA, data)
    elif attribute == _BODY:
        values.setdefault(mapi.BODY, data)
    elif attribute == _FROM:
        values.setdefault(mapi.SENDER, _sender(data))
    elif attribute in plain:
        values.setdefault(plain[attribute], data)


def _take_file(values: dict[int, Value], message: Message, number: int, depth: int) -> None:
    data = values.get(mapi.FILE_DATA)
    name = mapi.file_name(values, number)
    if not isinstance(data, bytes):
        message.problems.append(problem("external_part", name))
    elif values.get(mapi.FILE_METHOD) != mapi.EMBEDDED:
        message.files.append((name, data))
    elif depth >= mapi.MAX_DEPTH:
        message.problems.append(problem("too_deep", name))
    else:
        # the identifier of the interface stands before the message
        start = 16 if data[16:20] == struct.pack("<I", SIGNATURE) else 0
        message.inner.append(_message(name, data[start:], depth + 1))


def _attributes(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Attributes as they come; their checksums are not asked, half a file is better than none.

    Raises:
        _EndError: an attribute ends before its end, or there are far too many.

    """
    at = 6
    for _ in range(_MAX_ATTRIBUTES):
        if at + 9 > len(content):
            return
        # level, tag, length; two bytes of checksum follow the data
        _, tag, length = struct.unpack_from("<BII", content, at)
        start, at = at + 9, at + 9 + length + 2
        if start + length > len(content):
            raise _EndError
        yield tag & 0xFFFF, content[start : start + length]
    raise _EndError


def _properties(data: bytes) -> dict[int, Value]:
    """A list of properties (2.1.3.4)."""
    found: dict[int, Value] = {}
    reader = _Bytes(data)
    for _ in range(min(reader.number(), _MAX_PROPERTIES)):
        kind, tag = struct.unpack("<HH", reader.take(4))
        if tag >= _NAMED:
            reader.take(16)
            is_text = reader.number()
            size = reader.number()
            reader.take(size + -size % 4 if is_text else 0)
        values = _values(reader, kind)
        if values and not kind & _MANY:
            found[tag] = values[0]
    return found


def _values(reader: _Bytes, kind: int) -> list[Value]:
    plain = kind & ~_MANY
    size = _SIZES.get(plain)
    if size is not None:
        count = reader.number() if kind & _MANY else 1
        return [_fixed(plain, reader.take(size)) for _ in range(min(count, _MAX_PROPERTIES))]
    if plain not in {_TEXT, _WIDE, _BYTES, _OBJECT}:
        raise _EndError
    out: list[Value] = []
    for _ in range(min(reader.number(), _MAX_PROPERTIES)):
        length = reader.number()
        value = reader.take(length + -length % 4)[:length]
        out.append(value.decode("utf-16-le", "replace") if plain == _WIDE else value)
    return out


def _fixed(kind: int, value: bytes) -> Value:
    number = int.from_bytes(value, "little")
    return moment(number) if kind == _TIME else number


def _sender(data: bytes) -> str:
    """TRP structure (2.1.3.3.3): four lengths, then name and address, each with a zero."""
    size = int.from_bytes(data[4:6], "little")
    return decode(data[8 : 8 + size]).text.strip("\0")


class _Bytes:
    """Bytes that are taken one piece after the other."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, size: int) -> bytes:
        """The next bytes.

        Raises:
            _EndError: there are not so many.

        """
        if self._at + size > len(self._data):
            raise _EndError
        self._at += size
        return self._data[self._at - size : self._at]

    def number(self) -> int:
        """The next four bytes as a number."""
        return int.from_bytes(self.take(4), "little")
