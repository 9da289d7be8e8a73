"""Whether text of a page can be seen, by what style sheets and attributes say of its elements.

An element that is not there for the eye takes all that lies in it along: display, no height, far
outside of the window. Small, faint or invisible letters are a matter of the text itself: what lies
in it may be seen again. `aria-hidden` hides from readers aloud, not from the eye. Where the paper's
colour is not certain (pictures, gradients) the text is shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ingest.concealed import BLACK, LEAST_POINTS, WHITE, Colour, is_faint
from ingest.stylesheet import colour

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ingest.xmltree import Element

_LENGTH: Final = re.compile(r"(-?[0-9]*\.?[0-9]+)(px|pt|em|rem|ex|%|in|cm|mm)?")
#: CSS pixels of a unit; em and % are of the letters around
_PIXELS: Final = {
    "px": 1.0,
    "pt": 4 / 3,
    "rem": 16.0,
    "in": 96.0,
    "cm": 37.8,
    "mm": 3.78,
    None: 1.0,
}
_POINTS_A_PIXEL: Final = 0.75
_WORDS: Final = {
    "xx-small": 9,
    "x-small": 10,
    "small": 13,
    "medium": 16,
    "large": 18,
    "smaller": 13,
}
#: further outside, in pixels, nobody scrolls
_FAR: Final = -500.0
_THIN: Final = 1.0
_CLEAR: Final = 0.05
_NO_CLIP: Final = re.compile(
    r"rect\((\s*[01](px)?[\s,]*){4}\)|inset\(\s*(100|[5-9]\d)%|(circle|ellipse)\(\s*0(px|%)?\s*[\s)]"
)
_NO_SIZE: Final = re.compile(r"\bscale[xy]?\(\s*0*\.?0*\s*[,)]|translate[xy]?\([^)]*-\d{4,}px")
_PICTURE: Final = re.compile(r"url\(|gradient\(|image-set\(")
_LINK: Final[Colour] = (0.0, 0.0, 0.93)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How text in an element looks, as far as it was inherited or said."""

    front: Colour = BLACK
    #: of the letters themselves, 0 to 1
    ink: float = 1.0
    #: None where it is not known
    back: Colour | None = WHITE
    pixels: float = 16.0
    is_invisible: bool = False

    @property
    def is_shown(self) -> bool:
        """Whether text with this look can be seen."""
        if self.is_invisible or self.pixels * _POINTS_A_PIXEL < LEAST_POINTS or self.ink < _CLEAR:
            return False
        return self.back is None or not is_faint(_over(self.front, self.ink, self.back), self.back)


def look_of(element: Element, said: Mapping[str, str], around: Look) -> Look | None:
    """The look of an element inside another; None where it is not there for the eye.

    Args:
        element: of a page.
        said: what style sheets and its own style say of it.
        around: the look of the element around it.

    """
    if said and _is_away(said, around):
        return None
    look = around
    if said or element.attrib:
        look = _with_colours(element, said, around)
        look = replace(
            look,
            pixels=_font_pixels(said, around.pixels),
            is_invisible=_is_invisible(said.get("visibility"), is_now=around.is_invisible),
        )
    return look


def _is_away(said: Mapping[str, str], around: Look) -> bool:
    if said.get("display") == "none" or said.get("mso-hide") == "all":
        return True
    if said.get("content-visibility") == "hidden" or _share(said.get("opacity")) < _CLEAR:
        return True
    if "opacity(0" in said.get("filter", "").replace(" ", "") or said.get("zoom") in {"0", "0%"}:
        return True
    if _NO_SIZE.search(said.get("transform", "")):
        return True
    clips = said.get("clip", "") + " " + said.get("clip-path", "")
    if _NO_CLIP.search(clips):
        return True
    return _is_outside(said, around) or _is_shut(said, around)


def _is_outside(said: Mapping[str, str], around: Look) -> bool:
    places = ["text-indent", "margin-left", "margin-top"]
    if said.get("position") in {"absolute", "fixed", "relative"}:
        places += ["left", "top", "right", "bottom"]
    return any(_length(said.get(place), around.pixels, 0.0) <= _FAR for place in places)


def _is_shut(said: Mapping[str, str], around: Look) -> bool:
    """No room, and what does not fit is not shown."""
    flows = [said.get(one, "") for one in ("overflow", "overflow-x", "overflow-y")]
    if not any("hidden" in one or "clip" in one for one in flows):
        return False
    sides = ("height", "max-height", "width", "max-width")
    return any(_length(said.get(side), around.pixels, 100.0) <= _THIN for side in sides)


def _with_colours(element: Element, said: Mapping[str, str], around: Look) -> Look:
    back = _paper(element, said, around)
    front, ink = around.front, around.ink
    value = said.get("-webkit-text-fill-color") or said.get("color")
    value = value or (element.get("color") if element.tag in {"font", "basefont"} else None)
    value = value or (element.get("text") if element.tag == "body" else None)
    if value == "transparent":
        return replace(around, back=back, ink=0.0)
    parsed = colour(value) if value else None
    if parsed is not None:
        front, ink = parsed[:3], parsed[3]
    elif element.tag == "a" and element.get("href") and not value:
        # links have a colour of their own where nobody says another
        front, ink = _LINK, 1.0
    return replace(around, front=front, ink=ink, back=back)


def _paper(element: Element, said: Mapping[str, str], around: Look) -> Colour | None:
    if element.get("background") or _PICTURE.search(said.get("background-image", "")):
        return None
    whole = said.get("background", "")
    if _PICTURE.search(whole):
        return None
    value = said.get("background-color") or whole or element.get("bgcolor")
    parsed = colour(value) if value else None
    if parsed is None and value and " " in value:
        parsed = next((found for word in value.split() if (found := colour(word))), None)
    if parsed is None or parsed[3] == 0:
        # what floats stands on something that is not around it
        floats = said.get("position") in {"absolute", "fixed"}
        return None if floats else around.back
    if around.back is None:
        return parsed[:3] if parsed[3] == 1 else None
    return _over(parsed[:3], parsed[3], around.back)


def _font_pixels(said: Mapping[str, str], around: float) -> float:
    value = said.get("font-size")
    if value is None and (font := said.get("font")):
        # the size is the first length of the shorthand, before the height of lines
        value = next((w.partition("/")[0] for w in font.split() if _LENGTH.match(w)), None)
    if value is None:
        return around
    if value in _WORDS:
        return float(_WORDS[value])
    found = _LENGTH.fullmatch(value)
    if found is not None and found[2] == "%":
        return around * float(found[1]) / 100
    return _length(value, around, around)


def _is_invisible(said: str | None, *, is_now: bool) -> bool:
    if said in {"hidden", "collapse"}:
        return True
    return is_now and said not in {"visible", "initial"}


def _length(said: str | None, letters: float, otherwise: float) -> float:
    """Pixels of a length; what is none, or of something unknown, is taken as told."""
    found = _LENGTH.fullmatch(said) if said else None
    if found is None or found[2] == "%":
        return otherwise
    size = _PIXELS.get(found[2], letters if found[2] == "em" else letters / 2)
    return float(found[1]) * size


def _share(said: str | None) -> float:
    found = _LENGTH.fullmatch(said) if said else None
    if found is None:
        return 1.0
    return float(found[1]) / (100 if found[2] == "%" else 1)


def _over(front: Colour, ink: float, back: Colour) -> Colour:
    """A colour that lets through what is under it."""
    mixed = [f * ink + b * (1 - ink) for f, b in zip(front, back, strict=True)]
    return mixed[0], mixed[1], mixed[2]
