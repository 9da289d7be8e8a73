"""What is left of words anywhere the program writes: every file, every table, in any packing."""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from store.session import Database

_BASE64 = re.compile(rb"[A-Za-z0-9+/=_\r\n-]{40,}")
_PACKED = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")


def spellings(word: str) -> set[bytes]:
    """The ways in which text is written down; base64 and packing are undone instead."""
    escaped = json.dumps(word)[1:-1]
    plain = {one.encode() for one in (word, word.lower(), word.upper(), escaped)}
    quoted = "".join(f"={byte:02X}" if byte > 126 else chr(byte) for byte in word.encode())
    wide = {word.encode(code) for code in ("utf-16-le", "utf-16-be")}
    return plain | wide | {quoted.encode(), word.encode().hex().encode()}


def unpacked(data: bytes, depth: int = 2) -> Iterator[bytes]:
    """The data, and what comes out of everything in it that can be opened."""
    yield data
    if depth == 0:
        return
    for found in _PACKED.finditer(data):
        with suppress(zlib.error):
            inner = zlib.decompressobj(47).decompress(data[found.start() :], 5_000_000)
            yield from unpacked(inner, depth - 1) if len(inner) > 8 else ()
    for found in _BASE64.finditer(data):
        run = re.sub(rb"[\r\n=]", b"", found[0]).translate(bytes.maketrans(b"-_", b"+/"))
        for shift in range(4):
            whole = run[shift : shift + (len(run) - shift) // 4 * 4]
            yield from unpacked(base64.b64decode(whole), depth - 1)
    if b"PK\x03\x04" in data:
        with suppress(zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
            archive = zipfile.ZipFile(io.BytesIO(data[data.index(b"PK\x03\x04") :]))
            for name in archive.namelist():
                yield from unpacked(name.encode() + b"\n" + archive.read(name), depth - 1)


def holding(data: bytes, words: Iterable[str]) -> set[str]:
    """Those of the words that the data holds in any spelling."""
    looked = {word: spellings(word) for word in words}
    found: set[str] = set()
    for layer in unpacked(data):
        found |= {word for word, ways in looked.items() if any(way in layer for way in ways)}
    return found


def of_files(folder: Path, words: Iterable[str]) -> dict[str, set[str]]:
    """File -> the words that its bytes or its name hold."""
    wanted = list(words)
    left = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found = holding(str(path).encode() + b"\n" + path.read_bytes(), wanted)
            if found:
                left[path.relative_to(folder).as_posix()] = found
    return left


def of_tables(db: Database, words: Iterable[str]) -> dict[str, set[str]]:
    """Table -> the words that its rows hold; the durable engine's tables too."""
    wanted = list(words)
    left = {}
    for schema in (None,) if db.is_sqlite else ("public", "dbos"):
        for name in inspect(db.engine).get_table_names(schema=schema):
            place = f'"{schema}"."{name}"' if schema else f'"{name}"'
            with db.engine.connect() as connection:
                rows = connection.execute(text(f"SELECT * FROM {place}")).all()
            found = holding(b"\n".join(_bytes(value) for row in rows for value in row), wanted)
            if found:
                left[name] = found
    return left


def _bytes(value: Any) -> bytes:
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogateescape")
    return str(value).encode("utf-8", "surrogateescape")
