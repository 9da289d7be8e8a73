"""Read once, in a keeper, before the first letter: what readers load or work out on first use.

Each document is read in a fresh fork of the keeper; what was not made ready there would be made
anew for each. The samples are ours: a keeper never looks at what a stranger sent.
"""

from __future__ import annotations

import contextlib
import io
import zipfile
from typing import Final

from ingest import extract, mail, origin, signatures
from ingest.ocr import OcrOptions

_WORDS: Final = "We request support for the training of 12 interviewers."
_PDF: Final = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
    b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
    b"4 0 obj<</Length 166>>stream\n"
    b"BT /F 12 Tf 70 700 Td (We request support) Tj 0 -90 Td (for training) Tj ET "
    b"60 690 200 30 re 60 660 200 30 re 260 690 200 30 re 260 660 200 30 re "
    b"60 630 200 30 re S         \nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
_MAIL: Final = (
    "From: =?utf-8?q?Minist=C3=A8re?= <a@example.org>\r\nTo: b@example.org\r\n"
    "Date: Mon, 02 Mar 2026 10:00:00 +0100\r\nMessage-ID: <a@example.org>\r\n"
    "Subject: A request\r\nMIME-Version: 1.0\r\n"
    "Content-Type: multipart/mixed; boundary=x\r\n\r\n"
    "--x\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\n"
    f"{_WORDS}\r\n\r\nOn Monday, b@example.org wrote:\r\n> Hello\r\n\r\n-- \r\nA. B.\r\n"
    f"--x\r\nContent-Type: text/html\r\n\r\n<p>{_WORDS}<table><tr><td>a</table>\r\n--x--\r\n"
).encode()


def warm() -> None:
    """Read a sample of each common kind; what comes of it does not matter."""
    no_scans = OcrOptions(enabled=False)
    samples = (_PDF, _word_document(), _WORDS.encode(), f"<html><p>{_WORDS}".encode(), _MAIL)
    for sample in samples:
        with contextlib.suppress(Exception):
            extract.extract("sample", "", sample, ocr=no_scans)
    with contextlib.suppress(Exception):
        mail.parse(_MAIL, envelope_sender="a@example.org")
        origin.read_origin(_MAIL, "mx.example.org")
        signatures.verify(_MAIL, ())


def _word_document() -> bytes:
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "application/vnd.openxmlformats-package.relationships+xml"
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    files = {
        "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension="rels" '
        f'ContentType="{package}"/><Override PartName="/word/document.xml" '
        f'ContentType="{main}"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships"><Relationship Id="a" Type="{office}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>{_WORDS}</w:t>'
        "</w:r></w:p><w:sectPr/></w:body></w:document>",
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return made.getvalue()
