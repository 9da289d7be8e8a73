"""Whether text of an OpenDocument file can be seen: hidden, too small, or of its paper's colour.

A style says it, or one that it is based on (OpenDocument 1.3 part 3, 16). Where the paper's colour
is not certain, the text is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ingest.concealed import LEAST_POINTS, WHITE, Colour, from_hex, is_faint
from ingest.xmltree import attribute, below, local

if TYPE_CHECKING:
    from ingest.xmltree import Element

_MAX_CHAIN: Final = 20
_PROPERTIES: Final = frozenset(
    {
        *("text-properties", "paragraph-properties", "table-cell-properties"),
        *("graphic-properties", "table-properties"),
    }
)
#: points of an inch and its like
_UNITS: Final = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75}
#: containers with a paper of their own
_PAPERS: Final = frozenset({"text-box", "frame", "custom-shape", "page", "rect"})
#: those through which what is under them is seen, where they have none
_SHEER: Final = frozenset({"table-cell", "table-row", "table", "section"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    parent: str | None
    said: dict[str, str]


class Styles:
    """The looks of a document's styles."""

    def __init__(self, *roots: Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        for root in roots:
            for one in below(root, "style") if root is not None else ():
                said = {
                    str(key).rpartition("}")[2]: str(value)
                    for part in one
                    if local(part) in _PROPERTIES
                    for key, value in part.attrib.items()
                }
                name = attribute(one, "name") or ""
                self._styles[name] = _Style(parent=attribute(one, "parent-style-name"), said=said)

    def is_off(self, element: Element) -> bool:
        """Whether a section, table or frame is switched off."""
        if attribute(element, "display") == "none":
            return True
        table = self._styles.get(attribute(element, "style-name") or "")
        return local(element) == "table" and table is not None and _table_is_off(table)

    def hides(self, element: Element) -> bool:
        """Whether the text directly in a paragraph or span cannot be seen."""
        front: str | None = None
        back: str | None = None
        points: float | None = None
        place: Element | None = element
        while place is not None and local(place) in {"p", "h", "span", "a", "list-item"}:
            if self._said(place, "display") == "none":
                return True
            front = front or self._said(place, "color")
            back = back or _real(self._said(place, "background-color"))
            points = points or _points(self._said(place, "font-size"))
            place = place.getparent()
        if (LEAST_POINTS if points is None else points) < LEAST_POINTS:
            return True
        paper = from_hex(back) if back else self._paper(place)
        # `use-window-font-color` and no colour at all are told apart from the paper by programs
        letters = from_hex(front) if front else None
        return letters is not None and paper is not None and is_faint(letters, paper)

    def _paper(self, place: Element | None) -> Colour | None:
        """The colour under a paragraph; None where it is not known."""
        while place is not None:
            if local(place) in _PAPERS | _SHEER:
                said = _real(self._said(place, "background-color"))
                if said is not None or local(place) in _PAPERS:
                    return from_hex(said)
            place = place.getparent()
        return WHITE

    def _said(self, element: Element, name: str) -> str | None:
        style = attribute(element, "style-name")
        for _ in range(_MAX_CHAIN):
            found = self._styles.get(style or "")
            if found is None:
                return None
            if name in found.said:
                return found.said[name]
            style = found.parent
        return None


def _table_is_off(style: _Style) -> bool:
    return style.said.get("display") == "false"


def _real(colour: str | None) -> str | None:
    return None if colour == "transparent" else colour


def _points(size: str | None) -> float | None:
    number, unit = (size or "")[:-2], (size or "")[-2:]
    try:
        return float(number) * _UNITS[unit]
    except (ValueError, KeyError):
        return None
