"""Pictures of OpenDocument files: where they lie in the package or in the XML itself."""

from __future__ import annotations

import binascii
import re
from typing import TYPE_CHECKING, Final

from ingest import images
from ingest.drawn import UNITS
from ingest.enclosed import Picture
from ingest.xmltree import attribute, child, local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.package import Package
    from ingest.xmltree import Element

_OFF: Final = frozenset({"tracked-changes", "notes"})
_LENGTH: Final = re.compile(r"([0-9]{1,6}(?:\.[0-9]{0,6})?)(pt|in|cm|mm|pc|px)")
#: pictures of one file that are looked at
_MOST: Final = 200


def pictures(package: Package | None, *roots: Element | None) -> list[Picture]:
    """All that the document shows, each once, in the order of the file."""
    found: dict[bytes, Picture] = {}
    for root in roots:
        for group in _groups(root) if root is not None else ():
            if len(found) >= _MOST:
                break
            picture = _best(package, group)
            if picture is not None:
                found.setdefault(picture.content, picture)
    return list(found.values())


def _groups(root: Element) -> Iterator[list[Element]]:
    """The versions of each picture: a frame holds one in lines and one in dots."""
    for one in root.iter("{*}image", "{*}background-image"):
        frame = one.getparent()
        if frame is None or _is_off(one, frame):
            continue
        versions = [each for each in frame if local(each) == local(one)]
        if versions[0] is one:
            yield versions


def _is_off(image: Element, frame: Element) -> bool:
    if any(local(one) in _OFF for one in image.iterancestors()):
        return True
    # the face of a file that lies in the document
    return any(local(one) in {"object", "object-ole"} for one in frame)


def _best(package: Package | None, versions: list[Element]) -> Picture | None:
    """The first version in dots, else the first."""
    made = [one for one in (_picture(package, each) for each in versions) if one is not None]
    return next((one for one in made if images.size(one.content)), made[0] if made else None)


def _picture(package: Package | None, image: Element) -> Picture | None:
    way = (attribute(image, "href") or "").removeprefix("./")
    inside = child(image, "binary-data")
    if inside is not None:
        name, content = "picture", _decoded(inside.text or "")
    else:
        name = way.rpartition("/")[2]
        content = (package.data(way) or b"") if package is not None and way else b""
    if not content:
        return None
    return Picture(name=name, content=content, inches=_inches(image.getparent()))


def _decoded(text: str) -> bytes:
    try:
        return binascii.a2b_base64(text)
    except (binascii.Error, ValueError):
        return b""


def _inches(frame: Element | None) -> tuple[float, float] | None:
    if frame is None:
        return None
    sides = [_LENGTH.fullmatch(attribute(frame, side) or "") for side in ("width", "height")]
    if sides[0] is None or sides[1] is None:
        return None
    return float(sides[0][1]) / UNITS[sides[0][2]], float(sides[1][1]) / UNITS[sides[1][2]]
