"""Functions of pdfium for what a page has thousands of: addresses are plain numbers, all at once.

pypdfium2 gives each handle a pointer object of its own and each call a check of its types; for
letters and texts of a page that takes longer than what pdfium does. Nobody else runs meanwhile:
these calls keep the interpreter.
"""

from __future__ import annotations

import ctypes
from itertools import repeat
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from pypdfium2 import raw as pdfium

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pypdfium2
    from numpy.typing import NDArray

_ADDRESS: Final = ctypes.c_void_p
_NUMBER: Final = ctypes.c_int


def _direct(function: Any, *arguments: Any, result: Any = _NUMBER) -> Callable[..., Any]:
    place = ctypes.cast(function, _ADDRESS).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(place)


_object: Final = _direct(pdfium.FPDFPage_GetObject, _ADDRESS, _NUMBER, result=_ADDRESS)
_kind: Final = _direct(pdfium.FPDFPageObj_GetType, _ADDRESS)
_mode: Final = _direct(pdfium.FPDFTextObj_GetTextRenderMode, _ADDRESS)
_colour: Final = _direct(pdfium.FPDFPageObj_GetFillColor, *[_ADDRESS] * 5)
_activate: Final = _direct(pdfium.FPDFPageObj_SetIsActive, _ADDRESS, _NUMBER)
_box: Final = _direct(pdfium.FPDFText_GetLooseCharBox, _ADDRESS, _NUMBER, _ADDRESS)
_ink: Final = _direct(pdfium.FPDFText_GetCharBox, _ADDRESS, _NUMBER, *[_ADDRESS] * 4)
_text: Final = _direct(pdfium.FPDFText_GetTextObject, _ADDRESS, _NUMBER, result=_ADDRESS)


def address(handle: Any) -> int:
    """Where something of pdfium lies, by which two handles of it are known as the same."""
    return ctypes.cast(handle, _ADDRESS).value or 0


def handle_of(place: int) -> Any:
    """The handle of a drawn object, for all other functions of pdfium."""
    return ctypes.cast(place, pdfium.FPDF_PAGEOBJECT)


def objects(page: pypdfium2.PdfPage, most: int) -> tuple[list[int], list[int]]:
    """The first drawn objects of a page and their kinds; forms are not entered."""
    count = min(max(pdfium.FPDFPage_CountObjects(page), 0), most)
    found = list(map(_object, repeat(address(page.raw)), range(count)))
    return found, list(map(_kind, found))


def render_modes(texts: Sequence[int]) -> list[int]:
    """How the letters of each text are drawn."""
    return list(map(_mode, texts))


def colours(texts: Sequence[int]) -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
    """Red, green, blue and opacity with which each is filled, and whether that is known."""
    found = np.zeros((len(texts), 4), np.uint32)
    places = [
        range(found.ctypes.data + 4 * at, found.ctypes.data + found.nbytes, 16) for at in range(4)
    ]
    known = np.array(list(map(_colour, texts, *places)), np.bool_)
    return found, known


def set_active(objects_: Sequence[int], *, active: bool) -> None:
    """Put objects on the page or take them off it."""
    for place in objects_:
        _activate(place, active)


def boxes(
    layer: pypdfium2.PdfTextPage, numbers: Sequence[int]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Left, top, right and bottom of characters as stored, and whether they have a place at all."""
    found = np.zeros((len(numbers), 4), np.float32)
    places = range(found.ctypes.data, found.ctypes.data + found.nbytes, 16)
    known = list(map(_box, repeat(address(layer.raw)), numbers, places))
    return found.astype(np.float64), np.array(known, np.bool_)


def inks(layer: pypdfium2.PdfTextPage, numbers: Sequence[int]) -> NDArray[np.float64]:
    """What characters cover themselves: left, right, bottom and top as stored, 0 where unknown."""
    found = np.zeros((len(numbers), 4), np.float64)
    begin, end = found.ctypes.data, found.ctypes.data + found.nbytes
    places = [range(begin + 8 * at, end, 32) for at in range(4)]
    for _ in map(_ink, repeat(address(layer.raw)), numbers, *places):
        pass
    return found


def text_of(layer: pypdfium2.PdfTextPage, number: int) -> int:
    """Address of the text that a character belongs to; 0 where there is none."""
    return _text(address(layer.raw), number) or 0
