"""Old office files (doc, xls, ppt): converted where a converter is installed, else named."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ingest import convert, office, slides, workbook
from ingest.compound import Compound, DamagedCompoundError
from ingest.problems import problem
from ingest.segment import Document

if TYPE_CHECKING:
    from collections.abc import Callable

_READERS: Final[dict[str, Callable[[str, bytes], Document]]] = {
    "application/msword": office.read,
    "application/vnd.ms-excel": workbook.read,
    "application/vnd.ms-powerpoint": slides.read,
}
#: MS-DOC 2.5.2: bit 8 of the word at 10 says that the text is encrypted
_WORD_ENCRYPTED: Final = 0x0100
#: MS-XLS 2.4.117: the record FilePass among the first
_FILE_PASS: Final = 0x002F
_FIRST_RECORDS: Final = 20


def read(name: str, content: bytes, media_type: str) -> Document:
    """The document by way of the format that took its place."""
    code = _trouble(content)
    if code is None:
        try:
            made = convert.converted(content, media_type)
            return replace(_READERS[media_type](name, made), media_type=media_type)
        except convert.NoConverterError:
            code = "not_readable_type"
        except convert.ConversionError as error:
            code = error.code
    trouble = problem(code, name, what=media_type)
    return Document(media_type=media_type, pages=(), nested=(), problems=(trouble,))


def _trouble(content: bytes) -> str | None:
    """Why a file need not be tried: it has a password, or is none."""
    try:
        file = Compound(content)
    except DamagedCompoundError:
        return "damaged"
    word = file.data("WordDocument") or b""
    if int.from_bytes(word[10:12], "little") & _WORD_ENCRYPTED:
        return "encrypted"
    if file.has("EncryptedSummary") or _has_file_pass(file.data("Workbook") or b""):
        return "encrypted"
    return None


def _has_file_pass(workbook: bytes) -> bool:
    at = 0
    for _ in range(_FIRST_RECORDS):
        kind = int.from_bytes(workbook[at : at + 2], "little")
        size = int.from_bytes(workbook[at + 2 : at + 4], "little")
        if kind == _FILE_PASS:
            return True
        at += 4 + size
    return False
