"""What is drawn on a PDF page: pictures, ruled lines, and text that may not be seen."""

from __future__ import annotations

import contextlib
import ctypes
import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from pypdfium2 import raw as pdfium

from ingest import pdf_calls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pypdfium2

    from ingest.frame import Box, Frame

#: drawn objects of one page that are looked at
_MAX_OBJECTS: Final = 20_000
#: forms inside forms
_MAX_DEPTH: Final = 4
#: a path of more points is a drawing
_MAX_POINTS: Final = 200
_RECTANGLE: Final = 6
#: points: what is thinner is a line, what is smaller covers no text
_THIN: Final = 3.0
_COVERING: Final = 60.0
#: lighter than this, of 255, letters may be lost on the paper; less opaque as well
_LIGHT: Final = 190
_OPAQUE: Final = 90
_INVISIBLE: Final = frozenset(
    {pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP}
)
_Matrix = tuple[float, float, float, float, float, float]
_UPRIGHT: Final[_Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Drawn:
    """What a page consists of beside its characters; boxes in points, the page upright."""

    paths: int = 0
    pictures: list[Box] = field(default_factory=list)
    #: horizontal and vertical lines, also the sides of rectangles
    rules: list[Box] = field(default_factory=list)
    #: text objects, by address, that are drawn so that they might not be seen
    doubtful: set[int] = field(default_factory=set)
    #: addresses of all text objects, and of everything else that has ink
    texts: list[int] = field(default_factory=list)
    others: list[int] = field(default_factory=list)
    #: whether anything large is filled or shaded, so that text may be lost on it or under it
    is_covered: bool = False

    def covered_by_pictures(self, where: Frame) -> float:
        """Share of the page that pictures cover."""
        area = sum(_area(_clipped(box, where)) for box in self.pictures)
        return area / (where.width * where.height)


def look(page: pypdfium2.PdfPage, where: Frame) -> Drawn:
    """Go once over everything that is drawn, in its order."""
    drawn = Drawn()
    for place, kind, matrix in _objects(page):
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            drawn.texts.append(place)
        elif kind != pdfium.FPDF_PAGEOBJ_FORM:
            drawn.others.append(place)
            _other(drawn, pdf_calls.handle_of(place), kind, matrix, where)
    drawn.doubtful = _doubtful(drawn.texts)
    return drawn


def _other(drawn: Drawn, handle: Any, kind: int, matrix: _Matrix, where: Frame) -> None:
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        drawn.paths += 1
        _path(drawn, handle, matrix, where)
    elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        drawn.pictures.append(where.upright(*_through(matrix, _bounds(handle))))
    elif kind == pdfium.FPDF_PAGEOBJ_SHADING:
        drawn.is_covered = True


@contextlib.contextmanager
def without(places: Sequence[int]) -> Iterator[None]:
    """Objects taken off the page as long as this lasts."""
    pdf_calls.set_active(places, active=False)
    try:
        yield
    finally:
        pdf_calls.set_active(places, active=True)


def _objects(page: pypdfium2.PdfPage) -> Iterable[tuple[int, int, _Matrix]]:
    found, kinds = pdf_calls.objects(page, _MAX_OBJECTS)
    each = zip(found, kinds, itertools.repeat(_UPRIGHT))
    if pdfium.FPDF_PAGEOBJ_FORM not in kinds:
        return each
    return itertools.islice(_entered(each, _MAX_DEPTH), _MAX_OBJECTS)


def _entered(
    found: Iterable[tuple[int, int, _Matrix]], depth: int
) -> Iterator[tuple[int, int, _Matrix]]:
    """The same with what lies inside forms behind each of them."""
    for place, kind, matrix in found:
        yield place, kind, matrix
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth > 0:
            form = pdf_calls.handle_of(place)
            inner = _matrix(form)
            inside = _inside(form, inner if matrix is _UPRIGHT else _times(inner, matrix))
            yield from _entered(inside, depth - 1)


def _inside(form: Any, matrix: _Matrix) -> Iterator[tuple[int, int, _Matrix]]:
    for at in range(max(pdfium.FPDFFormObj_CountObjects(form), 0)):
        handle = pdfium.FPDFFormObj_GetObject(form, at)
        yield pdf_calls.address(handle), pdfium.FPDFPageObj_GetType(handle), matrix


def _doubtful(texts: Sequence[int]) -> set[int]:
    """Texts whose letters are drawn without ink, or with ink that is hardly seen on paper."""
    if not texts:
        return set()
    inkless = [mode in _INVISIBLE for mode in pdf_calls.render_modes(texts)]
    colours, known = pdf_calls.colours(texts)
    light = 0.3 * colours[:, 0] + 0.59 * colours[:, 1] + 0.11 * colours[:, 2]
    pale = known & ((light > _LIGHT) | (colours[:, 3] < _OPAQUE))
    return {texts[at] for at in np.flatnonzero(pale | inkless).tolist()}


def _path(drawn: Drawn, path: Any, matrix: _Matrix, where: Frame) -> None:
    box = where.upright(*_through(matrix, _bounds(path)))
    width, height = box[2] - box[0], box[3] - box[1]
    points = pdfium.FPDFPath_CountSegments(path)
    if min(width, height) > _THIN and width * height > _COVERING and _is_filled(path):
        drawn.is_covered = True
    if min(width, height) <= _THIN:
        drawn.rules.append(box)
    elif points <= _RECTANGLE and not _has_curves(path, points):
        left, low, right, high = box
        drawn.rules += [
            (left, low, right, low), (left, high, right, high),
            (left, low, left, high), (right, low, right, high),
        ]  # fmt: skip
    elif points <= _MAX_POINTS:
        drawn.rules += _level_sides(path, points, _times(_matrix(path), matrix), where)


def _is_filled(path: Any) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(mode), ctypes.byref(stroke))
    return bool(mode.value != pdfium.FPDF_FILLMODE_NONE)


def _has_curves(path: Any, points: int) -> bool:
    return any(
        pdfium.FPDFPathSegment_GetType(pdfium.FPDFPath_GetPathSegment(path, at))
        == pdfium.FPDF_SEGMENT_BEZIERTO
        for at in range(points)
    )


def _level_sides(path: Any, points: int, matrix: _Matrix, where: Frame) -> Iterator[Box]:
    """The straight sides of a path that lie level or upright: a grid may be drawn as one path."""
    x, y = ctypes.c_float(), ctypes.c_float()
    last: tuple[float, float] | None = None
    for at in range(points):
        segment = pdfium.FPDFPath_GetPathSegment(path, at)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        here = _point(matrix, x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_LINETO and last is not None:
            (x0, x1), (y0, y1) = sorted((last[0], here[0])), sorted((last[1], here[1]))
            if min(x1 - x0, y1 - y0) < 1.0:
                yield where.upright(x0, y0, x1, y1)
        last = here


def _bounds(handle: Any) -> Box:
    box = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(handle, *map(ctypes.byref, box)):
        return (0.0, 0.0, 0.0, 0.0)
    left, bottom, right, top = (side.value for side in box)
    return (left, bottom, right, top)


def _matrix(handle: Any) -> _Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, ctypes.byref(matrix)):
        return _UPRIGHT
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s,
            e * p + f * r + t, e * q + f * s + u)  # fmt: skip


def _point(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)


def _through(matrix: _Matrix, box: Box) -> Box:
    if matrix is _UPRIGHT:
        return box
    corners = [_point(matrix, x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    return (
        min(x for x, _ in corners),
        min(y for _, y in corners),
        max(x for x, _ in corners),
        max(y for _, y in corners),
    )


def _clipped(box: Box, where: Frame) -> Box:
    return (max(box[0], 0.0), max(box[1], 0.0), min(box[2], where.width), min(box[3], where.height))


def _area(box: Box) -> float:
    return max(box[2] - box[0], 0.0) * max(box[3] - box[1], 0.0)
