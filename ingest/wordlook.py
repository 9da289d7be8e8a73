"""Whether a run of a Word document can be seen: hidden, too small, or of its paper's own colour.

What a run looks like is said by itself, by its style and its paragraph's, and by what those are
based on (ECMA-376 part 1, 17.7.2). Where the paper's colour is not certain, the run is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Final

from ingest import xmltree
from ingest.concealed import BLACK, LEAST_POINTS, WHITE, Colour, from_hex, is_faint
from ingest.xmltree import attribute, child, local

if TYPE_CHECKING:
    from ingest.xmltree import Element

#: styles based on styles
_MAX_CHAIN: Final = 20
_OFF: Final = frozenset({"0", "false", "off", "none"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one place says of a run; None where it says nothing."""

    hidden: bool | None = None
    colour: str | None = None
    half_points: float | None = None
    #: RRGGBB of the paper, or another word where it has one that is not known
    paper: str | None = None

    def over(self, other: Look) -> Look:
        """What is said here, and else what the other says."""
        said = {f.name: getattr(self, f.name) for f in fields(self)}
        return replace(other, **{name: value for name, value in said.items() if value is not None})


NOTHING: Final = Look()


class Styles:
    """The looks of a document's styles."""

    def __init__(self, root: Element | None) -> None:
        self._looks: dict[str, tuple[Look, str | None]] = {}
        #: table styles that colour cells somewhere
        self._coloured: set[str] = set()
        #: the style of paragraphs that name none
        self.usual: str | None = None
        self._defaults = look_of(child(root, "docDefaults", "rPrDefault"))
        for style in root if root is not None else ():
            if local(style) == "style":
                self._take(style)

    def of(self, style: str | None) -> Look:
        """What a style says, with those that it is based on."""
        look = NOTHING
        for _ in range(_MAX_CHAIN):
            said, style = self._looks.get(style or "", (NOTHING, None))
            look = look.over(said)
        return look

    def is_coloured(self, style: str | None) -> bool:
        """Whether a table of this style may have cells of any colour."""
        for _ in range(_MAX_CHAIN):
            if style in self._coloured:
                return True
            style = self._looks.get(style or "", (NOTHING, None))[1]
        return False

    def hides(self, run: Element, paragraph: Look, paper: Colour | None) -> bool:
        """Whether a run cannot be seen.

        Args:
            run: a `w:r`.
            paragraph: what its paragraph says, styles included.
            paper: what it stands on; None where that is not known.

        """
        own = child(run, "rPr")
        look = look_of(run).over(self.of(value_of(own, "rStyle"))).over(paragraph)
        look = look.over(self._defaults)
        if look.hidden or (look.half_points or 2 * LEAST_POINTS) < 2 * LEAST_POINTS:
            return True
        if look.paper is not None:
            paper = from_hex(look.paper)
        return paper is not None and is_faint(from_hex(look.colour) or _automatic(paper), paper)

    def _take(self, style: Element) -> None:
        name = attribute(style, "styleId") or ""
        based_on = attribute(on, "val") if (on := child(style, "basedOn")) is not None else None
        look = look_of(style).over(look_of(child(style, "pPr"), marks="pPr"))
        self._looks[name] = (look, based_on)
        if attribute(style, "type") == "paragraph" and attribute(style, "default") in {"1", "true"}:
            self.usual = name
        if (
            attribute(style, "type") == "table"
            and next(xmltree.below(style, "shd"), None) is not None
        ):
            self._coloured.add(name)


def look_of(place: Element | None, *, marks: str = "rPr") -> Look:
    """What a run, style or paragraph says in its properties."""
    own = place if place is None or local(place) == marks else child(place, marks)
    if own is None:
        return NOTHING
    hidden = next((one for one in own if local(one) in {"vanish", "webHidden"}), None)
    size = value_of(own, "sz")
    shade, light = child(own, "shd"), value_of(own, "highlight")
    paper = attribute(shade, "fill") if shade is not None else None
    if shade is not None and attribute(shade, "val") not in {None, "clear", "nil"}:
        paper = "pattern"
    if light not in {None, "none"}:
        paper = light
    return Look(
        hidden=None if hidden is None else attribute(hidden, "val") not in _OFF,
        colour=value_of(own, "color"),
        half_points=float(size) if size and size.isdecimal() else None,
        paper=None if paper in {None, "auto"} else paper,
    )


def value_of(place: Element | None, name: str) -> str | None:
    """`val` of the child with this name."""
    found = child(place, name)
    return None if found is None else attribute(found, "val")


def _automatic(paper: Colour) -> Colour:
    """Programs write in white on dark paper where no colour is said."""
    return WHITE if is_faint(BLACK, paper) or sum(paper) < 1 else BLACK
