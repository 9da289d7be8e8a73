"""Files that want to bring their reader down, each small and made when it is asked for."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES: Final = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS: Final = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)


def zipped(files: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as made:
        for name, content in files:
            made.writestr(name, content)
    return packed.getvalue()


def docx(body: str, before: str = "") -> bytes:
    return docx_of(f"{before}<w:document {_W}><w:body>{body}</w:body></w:document>")


def docx_of(document: str) -> bytes:
    return word_package(f"<?xml version='1.0'?>{document}".encode())


def word_package(document: bytes) -> bytes:
    """A Word file whose one part is these bytes, whatever they are."""
    return zipped(
        [
            ("[Content_Types].xml", _TYPES.encode()),
            ("_rels/.rels", _RELATIONS.encode()),
            ("word/document.xml", document),
        ]
    )


def pdf(objects: Iterable[bytes], *, previous: int | None = None) -> bytes:
    """A PDF of these objects, the first being its catalog."""
    made, places = bytearray(b"%PDF-1.7\n"), []
    for number, one in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    again = b"" if previous is None else b"/Prev %d" % (previous or start)
    made += b"trailer<</Size %d/Root 1 0 R%b>>\n" % (len(places) + 1, again)
    return bytes(made + b"startxref\n%d\n%%%%EOF\n" % start)


def stream(content: bytes) -> bytes:
    packed = zlib.compress(content, 9)
    return b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(packed), packed)


def page(contents: int) -> bytes:
    return b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R>>" % contents


_CATALOG: Final = b"<</Type/Catalog/Pages 2 0 R>>"


def zip_bomb() -> bytes:
    return zipped([("letter.txt", bytes(30_000_000))])


def zip_in_zip() -> bytes:
    content = b"We request support."
    for depth in range(60):
        content = zipped([(f"{depth}.zip", content)], zipfile.ZIP_STORED)
    return content


def zip_of_many_files() -> bytes:
    return zipped(((f"{number}.txt", b"") for number in range(10_000)), zipfile.ZIP_STORED)


def pdf_deflate_bomb() -> bytes:
    kids = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    inflated = stream(b"BT (a) Tj ET " * 6_000_000)
    return pdf([_CATALOG, kids, page(4), inflated])


def pdf_of_many_objects() -> bytes:
    kids = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return pdf([_CATALOG, kids, page(4), stream(b"0 0 m 9 9 l S\n" * 100_000)])


def pdf_of_many_pages() -> bytes:
    count = 5_000
    kids = b" ".join(b"%d 0 R" % (number + 4) for number in range(count))
    pages = b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, count)
    return pdf([_CATALOG, pages, stream(b""), *([page(3)] * count)])


def pdf_page_tree_loop() -> bytes:
    kids = b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 1000000>>"
    return pdf([_CATALOG, kids, b"<</Type/Pages/Kids[2 0 R]/Parent 2 0 R/Count 1000000>>"])


def pdf_xref_loop() -> bytes:
    return pdf([_CATALOG, b"<</Type/Pages/Kids[]/Count 0>>"], previous=0)


def pdf_form_loop() -> bytes:
    form = (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>/Length 60>>"
    )
    drawn = form + b"stream\n" + b"/F Do " * 10 + b"\nendstream"
    resources = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources"
    kids = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    first = resources + b"<</XObject<</F 5 0 R>>>>>>"
    return pdf([_CATALOG, kids, first, stream(b"/F Do " * 10), drawn])


def pdf_deep_arrays() -> bytes:
    return pdf([_CATALOG, b"<</Type/Pages/Kids " + b"[" * 500_000 + b"]" * 500_000 + b">>"])


def picture_of_many_pixels() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    data = zlib.compress(bytes(20_000_000))
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def picture_in_a_loop() -> bytes:
    """A TIFF whose only page says that it is followed by itself."""
    tags = [(256, 4, 1, 400), (257, 4, 1, 400), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1)]
    tags += [(273, 4, 1, 8), (277, 3, 1, 1), (278, 4, 1, 400), (279, 4, 1, 160_000)]
    place = 8 + 160_000
    directory = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", *tag) for tag in tags)
    return (
        b"II*\0" + struct.pack("<I", place) + bytes(160_000) + directory + struct.pack("<I", place)
    )


def docx_of_entities() -> bytes:
    names = [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    laughs = f'<!DOCTYPE w [<!ENTITY a0 "ha">{"".join(names)}]>'
    return docx("<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>", laughs)


def docx_of_nested_tables() -> bytes:
    start, end = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    return docx(start * 20_000 + "<w:p/>" + end * 20_000)


def page_of_nested_elements() -> bytes:
    return b"<html><body>" + b"<div><table><tr><td>" * 100_000 + b"word"


def mail_in_mail() -> bytes:
    head = b"From: a@example.org\r\nMessage-ID: <a@example.org>\r\n"
    head += b"Content-Type: message/rfc822\r\n\r\n"
    return head * 3_000 + b"Subject: x\r\n\r\nx"


def mail_of_many_parts() -> bytes:
    head = b"From: a@example.org\r\nMessage-ID: <a@example.org>\r\nMIME-Version: 1.0\r\n"
    parts = b"--x\r\nContent-Type: application/pdf\r\n\r\n%PDF-\r\n" * 100_000
    return head + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + parts


def mail_of_endless_headers() -> bytes:
    many = b"To: " + b'"a (b" <c@example.org>, ' * 60_000 + b"\r\n"
    return b"Message-ID: <a@example.org>\r\nFrom: =?utf-8?q?" + b"=C3" * 500_000 + b"?=\r\n" + many


KINDS: Final[dict[str, Callable[[], bytes]]] = {
    made.__name__.replace("_", "-"): made
    for made in (
        *(zip_bomb, zip_in_zip, zip_of_many_files),
        *(pdf_deflate_bomb, pdf_of_many_objects, pdf_of_many_pages, pdf_page_tree_loop),
        *(pdf_xref_loop, pdf_form_loop, pdf_deep_arrays),
        *(picture_of_many_pixels, picture_in_a_loop),
        *(docx_of_entities, docx_of_nested_tables, page_of_nested_elements),
        *(mail_in_mail, mail_of_many_parts, mail_of_endless_headers),
    )
}
