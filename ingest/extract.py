"""One file to pages of text: its type is told by content, and each type has its reader.

Any bytes give a Document; what could not be read is a problem in it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from ingest import (
    archive,
    compound,
    convert,
    datapictures,
    delimited,
    disguise,
    forwarded,
    images,
    invitation,
    mail,
    markup,
    office,
    oldoffice,
    opendocument,
    outlook,
    pdf,
    rtf,
    slides,
    sniff,
    tnef,
    vcard,
    workbook,
    xmlfile,
    xmlkind,
)
from ingest.bounds import Bounds
from ingest.enclosed import enclosed
from ingest.problems import problem
from ingest.segment import Document, Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.inbound import Problem
    from ingest.ocr import OcrOptions

__all__ = ["extract"]

_USUAL: Final = Bounds()
#: as the sender's program says; none of these is read here
_RECORDINGS: Final = ("audio/", "video/")


def extract(
    name: str, media_type: str, content: bytes, *, ocr: OcrOptions, bounds: Bounds = _USUAL
) -> Document:
    """Read one file.

    Args:
        name: for the problems only.
        media_type: as the sender says; it decides only where the content does not tell.
        content: the bytes, decoded.
        ocr: how far scanned pages may be read.
        bounds: how much of it is read.

    """
    if not content:
        return _nothing(media_type or sniff.UNKNOWN, problem("empty", name))
    try:
        kind = sniff.media_type(content)
        if kind == sniff.TEXT and media_type == sniff.HTML:
            kind = sniff.HTML
        return _undisguised(name, _read(name, media_type, content, kind, ocr=ocr, bounds=bounds))
    except MemoryError:
        return _nothing(media_type or sniff.UNKNOWN, problem("too_large", name))
    except Exception:  # noqa: BLE001 - a reader that trips over a file must not take the mail along
        return _nothing(media_type or sniff.UNKNOWN, problem("damaged", name))


def _read(
    name: str, media_type: str, content: bytes, kind: str, *, ocr: OcrOptions, bounds: Bounds
) -> Document:
    if kind == sniff.TEXT:
        return _plain(name, content, media_type)
    if kind.startswith(opendocument.FAMILY):
        return opendocument.read(name, content, kind)
    reader = _READERS.get(kind)
    return (
        reader(name, content, ocr, bounds)
        if reader
        else _nothing(kind, _unreadable(name, kind, content, media_type))
    )


def _undisguised(name: str, document: Document) -> Document:
    """The document with its pages as people see them."""
    pairs = [disguise.plain_page(page, name) for page in document.pages]
    said = [one for _, problems in pairs for one in problems]
    return replace(
        document,
        pages=tuple(page for page, _ in pairs),
        problems=tuple(dict.fromkeys([*document.problems, *said])),
    )


def _nothing(kind: str, trouble: Problem) -> Document:
    return Document(media_type=kind, pages=(), nested=(), problems=(trouble,))


def _unreadable(name: str, kind: str, content: bytes, media_type: str) -> Problem:
    if kind in {sniff.ENCRYPTED_OFFICE, "application/pgp-encrypted"}:
        return problem("encrypted", name)
    if kind == sniff.OLE and not compound.is_whole(content):
        return problem("damaged", name)
    if media_type.startswith(_RECORDINGS):
        return problem("recording_not_transcribed", name)
    return problem("not_readable_type", name, what=kind)


def _plain(name: str, content: bytes, media_type: str) -> Document:
    """Plain text, or a table in it."""
    decoded = delimited.decode_table(content)
    sign = delimited.delimiter(decoded.text, is_told=delimited.is_told(name, media_type))
    if sign is not None:
        return delimited.read(name, decoded, sign)
    problems = [problem(decoded.problem, name, what=decoded.charset)] if decoded.problem else []
    if decoded.cut:
        problems.append(problem("text_cut", name))
    page = Page(number=None, method="text", text=decoded.text)
    return Document(media_type=sniff.TEXT, pages=(page,), nested=(), problems=tuple(problems))


def _page(name: str, content: bytes) -> Document:
    """An HTML file."""
    source, pictures = datapictures.apart(content)
    shown = markup.render(source)
    inside = enclosed(name, pictures, text=shown.text)
    page = Page(number=None, method="html", text=shown.text)
    return Document(
        media_type=sniff.HTML,
        pages=(page,),
        nested=inside.nested,
        problems=(*inside.problems, *shown.problems(name)),
    )


def _mail(content: bytes) -> Document:
    """A mail as a file: its words are one page per run, its files lie inside it."""
    message = mail.parse(content)
    head = forwarded.head_line(message)
    pages = [Page(number=None, method="text", text=head)] if head else []
    pages += [Page(number=None, method=one.method, text=one.text) for one in message.bodies]
    return Document(
        media_type=sniff.MAIL,
        pages=tuple(pages),
        nested=tuple((one.name, one.content) for one in message.attachments),
        problems=message.problems,
    )


def _old(name: str, content: bytes, *_: object, kind: str) -> Document:
    return oldoffice.read(name, content, kind)


def _written(name: str, content: bytes, *_: object, kind: str) -> Document:
    return xmlfile.read(name, content, kind)


#: type -> reader; a new type is a line here and a file beside this one
_READERS: Final[dict[str, Callable[[str, bytes, OcrOptions, Bounds], Document]]] = {
    sniff.PDF: lambda name, content, ocr, bounds: pdf.read(name, content, ocr, bounds=bounds),
    sniff.DOCX: lambda name, content, *_: office.read(name, content),
    sniff.ZIP: lambda name, content, _, bounds: archive.read(name, content, bounds),
    sniff.MAIL: lambda _name, content, *_: _mail(content),
    sniff.HTML: lambda name, content, *_: _page(name, content),
    sniff.RTF: lambda name, content, *_: rtf.read(name, content),
    sniff.XLSX: lambda name, content, *_: workbook.read(name, content),
    sniff.PPTX: lambda name, content, *_: slides.read(name, content),
    sniff.OUTLOOK: lambda name, content, *_: outlook.read(name, content),
    sniff.TNEF: lambda name, content, *_: tnef.read(name, content),
    sniff.CALENDAR: lambda name, content, *_: invitation.read(name, content),
    sniff.VCARD: lambda name, content, *_: vcard.read(name, content),
    **{kind: partial(_written, kind=kind) for kind in xmlkind.KINDS},
    **{kind: partial(_old, kind=kind) for kind in convert.TYPES},
    **{kind: partial(images.read, media_type=kind) for kind in images.FORMATS},
}
