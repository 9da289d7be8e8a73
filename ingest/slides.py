"""Presentations (pptx and their like) to text: a page for each slide, in the order of showing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ingest import archive, drawn, rows
from ingest.charset import clean
from ingest.concealed import Concealed
from ingest.enclosed import enclosed
from ingest.package import Package
from ingest.problems import problem
from ingest.segment import Document, Page
from ingest.sniff import PPTX
from ingest.xmltree import DamagedXmlError, attribute, below, child, local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.xmltree import Element

MAX_SLIDES: Final = 300


def read(name: str, content: bytes) -> Document:
    """Slides that are shown; notes of the speaker are on no slide and stay unread."""
    code = archive.trouble_inside(content)
    if code is None:
        try:
            return _read(name, Package(content))
        except DamagedXmlError:
            code = "damaged"
    return Document(media_type=PPTX, pages=(), nested=(), problems=(problem(code, name),))


def _read(name: str, package: Package) -> Document:
    main = package.main() or "ppt/presentation.xml"
    relations = {one.id: one.target for one in package.relations(main)}
    order = child(package.root(main), "sldIdLst")
    concealed = Concealed()
    pages: list[Page] = []
    shown: list[str] = []
    slides = list(order) if order is not None else []
    for number, one in enumerate(slides[:MAX_SLIDES], start=1):
        part = relations.get(_relation(one), "")
        slide = package.root(part)
        if slide is None:
            continue
        text = clean("\n".join([*_of(slide), *_diagrams(package, part)]))
        if attribute(slide, "show") == "0":
            concealed.add(text)
        else:
            pages.append(Page(number=number, method="pptx", text=text))
            shown.append(part)
    found = enclosed(
        name,
        drawn.pictures(package, shown),
        text="".join(page.text for page in pages),
        files=_files(package, shown),
    )
    problems = list(found.problems)
    if len(slides) > MAX_SLIDES:
        problems.append(problem("too_many_pages", name, what=str(MAX_SLIDES)))
    problems += concealed.problems(name)
    return Document(
        media_type=PPTX, pages=tuple(pages), nested=found.nested, problems=tuple(problems)
    )


def _diagrams(package: Package, slide: str) -> Iterator[str]:
    """Words of the diagrams that are drawn on a slide."""
    for one in package.relations(slide):
        root = package.root(one.target) if one.kind == "diagramData" else None
        yield from filter(None, _of(root)) if root is not None else ()


def _files(package: Package, slides: list[str]) -> list[tuple[str, bytes]]:
    """Documents that were put onto slides."""
    ways = [
        one.target
        for part in slides
        for one in package.relations(part)
        if one.kind in {"package", "oleObject"}
    ]
    found = [(way.rpartition("/")[2], package.data(way) or b"") for way in dict.fromkeys(ways)]
    return [one for one in found if one[1]]


def _relation(slide: Element) -> str:
    """The id in the namespace of relations; the slide's own number is called `id` as well."""
    keys = [key for key in slide.attrib if str(key).endswith("relationships}id")]
    return str(slide.attrib[keys[0]]) if keys else ""


def _of(container: Element) -> Iterator[str]:
    for one in container:
        tag = local(one)
        if tag == "p":
            yield "".join(_runs(one))
        elif tag == "tbl":
            for row in below(one, "tr"):
                yield from rows.lines(["\n".join(_of(cell)) for cell in row if local(cell) == "tc"])
        elif tag and tag not in {"Fallback", "extLst"}:
            yield from _of(one)


def _runs(paragraph: Element) -> Iterator[str]:
    for one in paragraph.iter("{*}t", "{*}br"):
        yield "\n" if local(one) == "br" else one.text or ""
