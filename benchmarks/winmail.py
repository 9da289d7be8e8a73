"""A writer of winmail.dat (MS-OXTNEF), to measure its reader with: no registry has one."""

from __future__ import annotations

import struct

import compressed_rtf

from ingest.tnef import SIGNATURE

_UNICODE, _BYTES, _LONG = 0x1F, 0x102, 0x03


def winmail(
    *, subject: str, sender: str, rtf: bytes | None, html: bytes | None, files: dict[str, bytes]
) -> bytes:
    """A message with its files, as Outlook 2016 writes it: properties in Unicode."""
    values = [
        _text(0x0037, subject),
        _text(0x0C1A, sender),
        *([_data(0x1009, compressed_rtf.compress(rtf))] if rtf is not None else []),
        *([_data(0x1013, html)] if html is not None else []),
    ]
    out = struct.pack("<IH", SIGNATURE, 1)
    out += _attribute(1, 0x00089006, struct.pack("<I", 0x00010000))
    out += _attribute(1, 0x00069007, struct.pack("<II", 1252, 0))
    out += _attribute(1, 0x00078008, b"IPM.Microsoft Mail.Note\0")
    out += _attribute(1, 0x00069003, struct.pack("<I", len(values)) + b"".join(values))
    for name, content in files.items():
        own = [_text(0x3707, name), struct.pack("<HHI", _LONG, 0x3705, 1)]
        out += _attribute(2, 0x00069002, struct.pack("<HiiiHI", 1, -1, 0, 0, 0, 0)[:14])
        out += _attribute(2, 0x00018010, name.encode("ascii", "replace") + b"\0")
        out += _attribute(2, 0x0006800F, content)
        out += _attribute(2, 0x00069005, struct.pack("<I", len(own)) + b"".join(own))
    return out


def _attribute(level: int, tag: int, data: bytes) -> bytes:
    head = struct.pack("<BII", level, tag, len(data))
    return head + data + struct.pack("<H", sum(data) & 0xFFFF)


def _text(tag: int, text: str) -> bytes:
    return _variable(_UNICODE, tag, text.encode("utf-16-le") + b"\0\0")


def _data(tag: int, data: bytes) -> bytes:
    return _variable(_BYTES, tag, data)


def _variable(kind: int, tag: int, data: bytes) -> bytes:
    padding = bytes(-len(data) % 4)
    return struct.pack("<HHII", kind, tag, 1, len(data)) + data + padding
