"""Any bytes, and golden samples with something changed in them, give a value and never an error."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from ingest import archive, charset, extract, images, mail, markup, office, pdf, sniff, vcard, wire
from ingest.inbound import InboundMessage
from ingest.ocr import OcrOptions
from ingest.segment import Document
from tests import hostile

if TYPE_CHECKING:
    from collections.abc import Callable

# what Pillow and zipfile say of damage; under the guard nobody hears it
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
NO_OCR = OcrOptions(enabled=False)
FEW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def a_picture(kind: str) -> bytes:
    made = io.BytesIO()
    Image.new("L", (200, 60), 255).save(made, kind)
    return made.getvalue()


def a_picture_of(media_type: str) -> Callable[[bytes], Document]:
    return lambda content: images.read("x", content, NO_OCR, media_type=media_type)


#: name -> reader, and what it reads when all is well
READERS: dict[str, tuple[Callable[[bytes], object], bytes]] = {
    "mail": (mail.parse, (CORPUS / "mail/forwarded-as-attachment.eml").read_bytes()),
    "html-mail": (mail.parse, (CORPUS / "mail/html-only-with-hidden-and-remote.eml").read_bytes()),
    "markup": (markup.render, b"<html><style>p{display:none}</style><p>a<table><tr><td>b</table>"),
    "charset": (charset.decode, "Prière ﬁn العربية".encode("utf-16")),
    "sniff": (sniff.media_type, hostile.docx("<w:p/>")),
    "pdf": (lambda content: pdf.read("x", content, NO_OCR), hostile.pdf_of_many_pages()[:4_000]),
    "pdf-letter": (
        lambda content: pdf.read("x", content, NO_OCR),
        (CORPUS / "documents/letter-es.pdf").read_bytes(),
    ),
    "office": (
        lambda content: office.read("x", content),
        hostile.docx("<w:p><w:r><w:t>We request</w:t></w:r></w:p>"),
    ),
    "archive": (
        lambda content: archive.read("x", content),
        hostile.zipped([("a.txt", b"We request"), ("b/c.txt", b"support" * 40)]),
    ),
    "html-mail-with-a-scan": (
        mail.parse,
        (CORPUS / "mail/scan-inside-the-html.eml").read_bytes(),
    ),
    "vcard": (
        lambda content: vcard.read("x", content),
        b"BEGIN:VCARD\nN;ENCODING=QUOTED-PRINTABLE:A=C3=\n=A9\nTEL;CELL:+2\nEND:VCARD",
    ),
    **{
        kind: (a_picture_of(media_type), a_picture(kind))
        for media_type, kind in images.FORMATS.items()
        if kind != "HEIF"
    },
    **{
        name: (
            lambda content: extract.extract("x", "", content, ocr=NO_OCR),
            (CORPUS / "documents" / name).read_bytes(),
        )
        for name in (
            "photo-from-a-phone.heic",
            "arabic-table-box-note.odt",
            "russian-table-box-note.rtf",
            "french-html-inside-rich-text.msg",
            "russian-rich-text-body-and-file.dat",
            "form-with-typed-values.pdf",
            "newsletter-that-hides-an-offer.html",
            "scan-below-a-note.docx",
            "scan-below-a-note.odt",
            "scan-below-a-note.rtf",
            "slide-of-a-scan.pptx",
            "ticks-and-a-chosen-entry.docx",
            "french-word-2003.xml",
            "french-in-one-file.fodt",
        )
    },
}


@st.composite
def mutations(draw: st.DrawFn, golden: bytes) -> bytes:
    """The sample cut, with bytes changed, a piece doubled, or a piece of it gone."""
    content = bytearray(golden)
    places = st.integers(0, max(len(golden) - 1, 0))
    for _ in range(draw(st.integers(1, 8))):
        at, size = draw(places), draw(st.integers(1, 64))
        change = draw(st.sampled_from(["set", "cut", "double", "drop", "grow"]))
        piece = bytes(content[at : at + size])
        if change == "set":
            content[at : at + size] = draw(st.binary(max_size=size))
        elif change == "cut":
            del content[at:]
        elif change == "double":
            content[at:at] = piece * draw(st.integers(1, 50))
        elif change == "drop":
            del content[at : at + size]
        else:
            content[at : at + 1] = bytes([draw(st.integers(0, 255))]) * 200
    return bytes(content)


@pytest.mark.parametrize("name", READERS)
@FEW
@given(data=st.data())
def test_a_changed_sample_gives_a_value(name: str, data: st.DataObject) -> None:
    read, golden = READERS[name]

    value = read(data.draw(mutations(golden)))

    if isinstance(value, Document | InboundMessage):
        assert wire.decode(wire.encode(value), type(value)) == value


def test_a_word_document_whose_root_is_another_element_is_damaged() -> None:
    """Found by the coverage-guided fuzzer."""
    packed = hostile.docx_of("<other/>")

    assert [one.code for one in office.read("x", packed).problems] == ["damaged"]


def test_a_member_of_an_archive_without_a_name_is_read() -> None:
    """Found by the coverage-guided fuzzer."""
    packed = hostile.zipped([("a", b"We request")]).replace(b"a", b"\0")

    assert [content for _, content in archive.read("x", packed).nested] == [b"We request"]


@pytest.mark.parametrize("name", READERS)
@FEW
@given(content=st.binary(max_size=2_000))
def test_any_bytes_give_a_value(name: str, content: bytes) -> None:
    value = READERS[name][0](content)

    if isinstance(value, Document | InboundMessage):
        assert wire.decode(wire.encode(value), type(value)) == value
