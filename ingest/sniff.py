"""The type of a file, told by its bytes; names and declared types are what senders say.

The one door of filetype.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

import filetype

from ingest.charset import decode
from ingest.compound import Compound, DamagedCompoundError

PDF: Final = "application/pdf"
HTML: Final = "text/html"
TEXT: Final = "text/plain"
MAIL: Final = "message/rfc822"
ZIP: Final = "application/zip"
RTF: Final = "application/rtf"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
OUTLOOK: Final = "application/vnd.ms-outlook"
TNEF: Final = "application/ms-tnef"
CALENDAR: Final = "text/calendar"
UNKNOWN: Final = "application/octet-stream"
ENCRYPTED_OFFICE: Final = "application/x-encrypted-office"
OLE: Final = "application/x-ole-storage"

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: names at the top of a compound file by which the old office formats are known
_OLE_NAMES: Final = (
    ("EncryptedPackage", ENCRYPTED_OFFICE),
    ("__properties_version1.0", OUTLOOK),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)
_ZIP_MEMBERS: Final = (("word/document", DOCX), ("xl/workbook", XLSX), ("ppt/presentation", PPTX))
_STARTS: Final = (
    (b"{\\rtf", RTF),
    (b"BEGIN:VCALENDAR", CALENDAR),
    (b"BEGIN:VCARD", "text/vcard"),
    (b"x\x9f\x3e\x22", TNEF),
    (b"-----BEGIN PGP", "application/pgp-encrypted"),
    # known by four bytes even where the rest is gone
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
_HTML: Final = re.compile(rb"<(!doctype\s+html|html|head|body|meta|table|div|p)\b", re.IGNORECASE)
_FIELD: Final = re.compile(rb"^([A-Za-z][A-Za-z0-9-]{0,60}):", re.MULTILINE)
#: fields that people write at the head of a memo too, and those that only programs write
_MEMO_FIELDS: Final = frozenset({b"from", b"to", b"cc", b"subject", b"date", b"reply-to"})
_MAIL_FIELDS: Final = frozenset({b"received", b"return-path", b"message-id", b"mime-version"})
_HEAD: Final = 4_096


def media_type(content: bytes) -> str:
    """What these bytes are; `application/octet-stream` if nothing is known about them."""
    head = content[:_HEAD]
    # RFC 8118: the sign may stand after some bytes that others put in front
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(_OLE):
        return _ole(content)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(content)
    for start, kind in _STARTS:
        if head.lstrip().startswith(start) or head.startswith(start):
            return kind
    known = filetype.guess_mime(content[:8192])
    return str(known) if known else _text(content, head)


def _ole(content: bytes) -> str:
    try:
        names = set(Compound(content).names())
    except DamagedCompoundError:
        # its directory is lost; the names in it may be there all the same
        names = {name for name, _ in _OLE_NAMES if name.encode("utf-16-le") in content}
    return next((kind for name, kind in _OLE_NAMES if name in names), OLE)


def _zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:  # noqa: PLR2004
                return archive.read("mimetype").decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, OSError, EOFError):
        return ZIP
    parts = [name.lstrip("/").lower() for name in names if name.endswith(".xml")]
    return next((k for start, k in _ZIP_MEMBERS if any(p.startswith(start) for p in parts)), ZIP)


def _text(content: bytes, head: bytes) -> str:
    start = head.lstrip(b"\xef\xbb\xbf\r\n\t ")
    if start.startswith(b"<") and _HTML.search(head):
        return HTML
    fields = {name.lower() for name in _FIELD.findall(_header_lines(start))}
    if fields & _MAIL_FIELDS and fields & _MEMO_FIELDS:
        return MAIL
    return TEXT if _is_text(content[: 4 * _HEAD]) else UNKNOWN


def _header_lines(start: bytes) -> bytes:
    """What stands before the first empty line."""
    return re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0]


def _is_text(sample: bytes) -> bool:
    """Whether hardly anything in it is a control character, in whatever charset it is."""
    if not sample:
        return False
    text = decode(sample).text
    controls = sum(sample.count(code) for code in range(32) if code not in b"\t\n\r\x0b\x0c\x1b")
    zeros = sample.count(0)
    utf16 = zeros * 3 > len(sample) or sample[:2] in {b"\xff\xfe", b"\xfe\xff"}
    letters = sum(ch.isalnum() or ch.isspace() for ch in text)
    return letters * 2 > len(text) and (utf16 or controls * 50 < len(sample))
