"""The type of a file, told by its bytes; names and declared types are what senders say.

The one door of filetype.
"""

from __future__ import annotations

import codecs
import io
import json
import lzma
import re
import zipfile
import zlib
from typing import Final

import filetype

from ingest import xmlkind
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
OPEN_TEXT: Final = "application/vnd.oasis.opendocument.text"
OUTLOOK: Final = "application/vnd.ms-outlook"
TNEF: Final = "application/ms-tnef"
CALENDAR: Final = "text/calendar"
VCARD: Final = "text/vcard"
JSON: Final = "application/json"
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
#: of OpenDocument without the member that names its type
_OPEN_MEMBERS: Final = frozenset({"content.xml", "meta-inf/manifest.xml"})
#: members of packages that no reader here opens, and what they are; never taken for archives
_PACKAGES: Final = (
    ("xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroenabled.12"),
    ("visio/", "application/vnd.ms-visio.drawing"),
    ("index/document.iwa", "application/vnd.apple.iwork"),
    ("index.zip", "application/vnd.apple.iwork"),
    ("index.apxl", "application/vnd.apple.keynote"),
    ("[content_types].xml", "application/vnd.openxmlformats-package"),
)
_STARTS: Final = (
    (b"{\\rtf", RTF),
    (b"BEGIN:VCALENDAR", CALENDAR),
    (b"BEGIN:VCARD", VCARD),
    (b"x\x9f\x3e\x22", TNEF),
    (b"-----BEGIN PGP", "application/pgp-encrypted"),
    # known by four bytes even where the rest is gone
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    # placeable, and as it is written into rich text (MS-WMF 2.3.2)
    (b"\xd7\xcd\xc6\x9a", "image/wmf"),
    (b"\x01\x00\x09\x00\x00\x03", "image/wmf"),
    (b"%!PS", "application/postscript"),
)
_HTML: Final = re.compile(rb"<(!doctype\s+html|html|head|body|meta|table|div|p)\b", re.IGNORECASE)
_FIELD: Final = re.compile(rb"^([A-Za-z][A-Za-z0-9-]{0,60}):", re.MULTILINE)
#: MS-EMF 2.3.4.2: the sign of a drawing stands behind its frame
_EMF: Final = (b"\x01\x00\x00\x00", slice(40, 44), b" EMF")
#: fields that people write at the head of a memo too, and those that only programs write
_MEMO_FIELDS: Final = frozenset({b"from", b"to", b"cc", b"subject", b"date", b"reply-to"})
_MAIL_FIELDS: Final = frozenset({b"received", b"return-path", b"message-id", b"mime-version"})
#: controls that stand in no text, in whatever charset
_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HEAD: Final = 4_096
_MAX_JSON: Final = 10_000_000
#: what the standard library raises on archives that are damaged, locked or no archives
DAMAGED_ZIP: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
)


def media_type(content: bytes) -> str:
    """What these bytes are; `application/octet-stream` if nothing is known about them."""
    head = _narrow(content[:_HEAD])
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
    if head.startswith(_EMF[0]) and head[_EMF[1]] == _EMF[2]:
        return "image/emf"
    known = filetype.guess_mime(content[:8192])
    # the library believes two bytes, with which words begin as well
    return str(known) if known and not _is_written(content) else _text(content, head)


def _narrow(head: bytes) -> bytes:
    """The head without a mark of its charset, and with a byte for each Latin letter."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "replace").encode("utf-8", "replace")
    return head.removeprefix(codecs.BOM_UTF8)


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
    except DAMAGED_ZIP:
        return ZIP
    parts = {name.lstrip("/").lower() for name in names}
    documents = [name for name in parts if name.endswith(".xml")]
    for start, kind in _ZIP_MEMBERS:
        if any(name.startswith(start) for name in documents):
            return kind
    if parts >= _OPEN_MEMBERS:
        return OPEN_TEXT
    return next((k for start, k in _PACKAGES if any(p.startswith(start) for p in parts)), ZIP)


def _text(content: bytes, head: bytes) -> str:
    start = head.lstrip(b"\r\n\t ")
    if start.startswith(b"<"):
        kind = xmlkind.told(start)
        if kind is not None:
            return kind
        if _HTML.search(head):
            return HTML
    fields = {name.lower() for name in _FIELD.findall(_header_lines(start))}
    if fields & _MAIL_FIELDS and fields & (_MEMO_FIELDS | {b"content-type"}):
        return MAIL
    if start.startswith((b"{", b"[")) and _is_json(content):
        return JSON
    return TEXT if _is_text(content[: 4 * _HEAD]) else UNKNOWN


def _is_json(content: bytes) -> bool:
    """Whether all of it is one object or list, as programs write them for each other."""
    if len(content) > _MAX_JSON:
        return False
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return False
    return True


def _header_lines(start: bytes) -> bytes:
    """What stands before the first empty line."""
    return re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0]


def _is_written(content: bytes) -> bool:
    """Whether it is text for sure: nothing in it that only programs write."""
    sample = content[: 4 * _HEAD]
    return not _CONTROLS.search(sample) and _is_text(sample)


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
