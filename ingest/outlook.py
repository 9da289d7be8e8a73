"""Saved messages of Outlook (.msg, MS-OXMSG): properties out of the streams of a compound file."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta
from typing import Final

from ingest import mapi
from ingest.compound import Compound, DamagedCompoundError
from ingest.mapi import Message, Value
from ingest.problems import problem
from ingest.segment import Document
from ingest.sniff import OUTLOOK

_STREAM: Final = "__substg1.0_"
_FIXED: Final = "__properties_version1.0"
_FILE: Final = "__attach_version1.0_"
#: types of properties: text in the message's code page or UTF-16, bytes, a storage, a time ...
_TEXT, _WIDE, _BYTES, _STORAGE, _TIME, _LONG = 0x1E, 0x1F, 0x102, 0x0D, 0x40, 0x03
#: bytes before the entries of a property stream: in the file itself, a message inside, a file
_HEADS: Final = {0: 32, 1: 24, 2: 8}
_ENTRY: Final = struct.Struct("<HHI8s")
_EPOCH: Final = datetime(1601, 1, 1, tzinfo=UTC)


def read(name: str, content: bytes) -> Document:
    """The message, and those inside it, as pages; its files lie inside."""
    try:
        file = Compound(content)
    except DamagedCompoundError:
        trouble = (problem("damaged", name),)
        return Document(media_type=OUTLOOK, pages=(), nested=(), problems=trouble)
    return mapi.document(name, _message(file, (), 0), OUTLOOK)


def _message(file: Compound, storage: tuple[str, ...], depth: int) -> Message:
    message = Message(values=_values(file, storage, _HEADS[1 if storage else 0]))
    names = [one for one in file.names(*storage) if one.startswith(_FILE)]
    for number, one in enumerate(names, start=1):
        _take_file(file, (*storage, one), message, number, depth)
    return message


def _take_file(
    file: Compound, way: tuple[str, ...], message: Message, number: int, depth: int
) -> None:
    values = _values(file, way, _HEADS[2])
    name = mapi.file_name(values, number)
    inner = f"{_STREAM}{mapi.FILE_DATA:04X}{_STORAGE:04X}"
    data = values.get(mapi.FILE_DATA)
    if isinstance(data, bytes):
        message.files.append((name, data))
    elif not file.has(*way, inner):
        message.problems.append(problem("external_part", name))
    elif depth >= mapi.MAX_DEPTH:
        message.problems.append(problem("too_deep", name))
    elif values.get(mapi.FILE_METHOD) == mapi.EMBEDDED:
        message.inner.append(_message(file, (*way, inner), depth + 1))
    else:
        # an object of another program, drawn into the text
        message.problems.append(problem("not_readable_type", name, what="OLE"))


def _values(file: Compound, storage: tuple[str, ...], head: int) -> dict[int, Value]:
    """Properties of one storage: small ones lie in one stream, others have one each."""
    found = _fixed(file.data(*storage, _FIXED) or b"", head)
    for name in file.names(*storage):
        tag = name.removeprefix(_STREAM)
        if tag == name or len(tag) != len("00000000"):
            continue
        try:
            number, kind = int(tag[:4], 16), int(tag[4:], 16)
        except ValueError:
            continue
        data = file.data(*storage, name) if kind in {_TEXT, _WIDE, _BYTES} else None
        if data is not None:
            found[number] = data.decode("utf-16-le", "replace") if kind == _WIDE else data
    return found


def _fixed(stream: bytes, head: int) -> dict[int, Value]:
    found: dict[int, Value] = {}
    end = len(stream) - (len(stream) - head) % _ENTRY.size if len(stream) > head else head
    for kind, number, _, value in _ENTRY.iter_unpack(stream[head:end]):
        if kind == _LONG:
            found[number] = int.from_bytes(value[:4], "little")
        elif kind == _TIME:
            found[number] = moment(int.from_bytes(value, "little"))
    return found


def moment(ticks: int) -> str:
    """A time in units of 100 ns since 1601, as text; empty where it is none."""
    try:
        return f"{_EPOCH + timedelta(microseconds=ticks // 10):%Y-%m-%d %H:%M} UTC"
    except (OverflowError, ValueError):
        return ""
