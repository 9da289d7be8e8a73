"""Pictures of an office package (docx, pptx, xlsx), by the parts that draw them.

Drawn in DrawingML or, by older programs, in VML; each once, in the order of the first drawing.
What was deleted under review, stands in for a newer drawing, or is the face of a file put into the
document is left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ingest.enclosed import Picture
from ingest.xmltree import attribute, child, local

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ingest.package import Package
    from ingest.xmltree import Element

_OFF: Final = frozenset({"del", "moveFrom", "Fallback", "object", "oleObj"})
#: a whole inch in the units of DrawingML
_EMU: Final = 914_400
_LENGTH: Final = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([0-9]{1,7}(?:\.[0-9]{0,6})?)\s*(\w*)")
#: units of lengths to the inch; VML means pixels where it names none
UNITS: Final = {"pt": 72, "in": 1, "cm": 2.54, "mm": 25.4, "pc": 6, "px": 96, "": 96}
#: pictures of one package that are looked at
_MOST: Final = 200


def pictures(package: Package, parts: Iterable[str]) -> list[Picture]:
    """The pictures that these parts draw."""
    found: dict[str, tuple[float, float] | None] = {}
    for part in parts:
        targets = {one.id: one.target for one in package.relations(part) if one.kind == "image"}
        root = package.root(part) if targets else None
        if root is None:
            continue
        off: set[str] = set()
        for id_, element in _references(root):
            if id_ is None or id_ not in targets:
                continue
            if _is_off(element):
                off.add(targets[id_])
            else:
                _note(found, targets[id_], _inches(element))
        # related and nowhere drawn in a way that is known here: nothing tells its size
        for target in targets.values():
            if target not in off:
                found.setdefault(target, None)
    return list(_made(package, found))


def _made(package: Package, found: dict[str, tuple[float, float] | None]) -> Iterator[Picture]:
    for target, inches in list(found.items())[:_MOST]:
        content = package.data(target)
        if content:
            yield Picture(name=target.rpartition("/")[2], content=content, inches=inches)


def _references(root: Element) -> Iterator[tuple[str | None, Element]]:
    for one in root.iter("{*}blip", "{*}imagedata", "{*}svgBlip"):
        if local(one) == "imagedata":
            yield attribute(one, "id") or attribute(one, "relid"), one
        else:
            yield attribute(one, "embed"), one


def _is_off(element: Element) -> bool:
    # a drawing of lines that has its picture in dots beside it
    if local(element) == "svgBlip":
        return True
    return any(local(one) in _OFF for one in element.iterancestors())


def _note(
    found: dict[str, tuple[float, float] | None], target: str, inches: tuple[float, float] | None
) -> None:
    """Keep the largest size; not to know it may be the largest."""
    if target not in found:
        found[target] = inches
        return
    known = found[target]
    found[target] = None if known is None or inches is None else max(known, inches)


def _inches(element: Element) -> tuple[float, float] | None:
    """How large it is drawn; None where nothing tells, or only within a group."""
    inner: tuple[float, float] | None = None
    for one in element.iterancestors():
        tag = local(one)
        if tag in {"inline", "anchor"}:
            return _extent(child(one, "extent"))
        if tag in {"grpSp", "group"}:
            return None
        if tag in {"shape", "rect"} and one.get("style"):
            return _styled(one.get("style") or "")
        if tag in {"pic", "sp"} and inner is None:
            inner = _extent(child(one, "spPr", "xfrm", "ext"))
    return inner


def _extent(element: Element | None) -> tuple[float, float] | None:
    if element is None:
        return None
    sides = [element.get(side) or "" for side in ("cx", "cy")]
    if not all(side.isdecimal() and len(side) < 12 and int(side) for side in sides):  # noqa: PLR2004 - a longer one is no size
        return None
    return int(sides[0]) / _EMU, int(sides[1]) / _EMU


def _styled(style: str) -> tuple[float, float] | None:
    sides = {
        side: float(length) / UNITS[unit]
        for side, length, unit in _LENGTH.findall(style)
        if unit in UNITS
    }
    return (sides["width"], sides["height"]) if len(sides) == len(("width", "height")) else None
