r"""What control words of RTF say of the text after them, and the tables of fonts and colours."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ingest.concealed import BLACK, LEAST_POINTS, WHITE, Colour, is_faint
from ingest.rtfwords import CHARSETS

if TYPE_CHECKING:
    from collections.abc import Callable

#: of text of which nothing is said, in half points
_USUAL_SIZE: Final = 24
#: longest stand-in for a character where Unicode is not understood
_MAX_SKIP: Final = 16


@dataclass(slots=True)
class Group:
    """What holds within a pair of braces."""

    #: nothing in it is text of the page
    passed: bool = False
    #: marked as one to pass over where it is not known
    starred: bool = False
    place: str = "body"
    font: int = 0
    #: characters that stand for one of Unicode
    skip: int = 1
    hidden: bool = False
    deleted: bool = False
    half_points: int = _USUAL_SIZE
    front: int = 0
    back: int = 0
    in_table: bool = False
    #: "fonts" or "colours" inside those tables
    table: str = ""

    def take(self, word: str, number: int | None) -> bool:
        """Take in a control word; False where it says nothing of the text."""
        change = _CHANGES.get(word)
        if change is None:
            return False
        change(self, number)
        return True


def _plain(group: Group, _: int | None) -> None:
    group.hidden = group.deleted = False
    group.half_points, group.front, group.back = _USUAL_SIZE, 0, 0


def _setter(name: str, default: int | bool) -> Callable[[Group, int | None], None]:  # noqa: FBT001 - the value that holds without a number
    def change(group: Group, number: int | None) -> None:
        value = default if number is None else number
        setattr(group, name, bool(value) if isinstance(default, bool) else value)

    return change


def _skip(group: Group, number: int | None) -> None:
    group.skip = min(max(1 if number is None else number, 0), _MAX_SKIP)


def _leave_table(group: Group, _: int | None) -> None:
    group.in_table = False


_CHANGES: Final[dict[str, Callable[[Group, int | None], None]]] = {
    "plain": _plain,
    "pard": _leave_table,
    "uc": _skip,
    "f": _setter("font", 0),
    "fs": _setter("half_points", _USUAL_SIZE),
    "cf": _setter("front", 0),
    **{word: _setter("back", 0) for word in ("cb", "chcbpat", "highlight", "cbpat")},
    "v": _setter("hidden", default=True),
    "deleted": _setter("deleted", default=True),
    **{word: _setter("in_table", default=True) for word in ("intbl", "itap")},
}


@dataclass(slots=True)
class Tables:
    """Fonts and colours of a document."""

    fonts: dict[int, str] = field(default_factory=dict)
    colours: list[Colour | None] = field(default_factory=list)
    _font: int = 0
    _colour: dict[str, int] = field(default_factory=dict)

    def take(self, table: str, word: str, number: int | None) -> None:
        """A control word inside one of the tables."""
        if table == "fonts" and word == "f":
            self._font = number or 0
        elif table == "fonts" and word == "fcharset":
            self.fonts[self._font] = CHARSETS.get(number or 0, "")
        elif table == "colours" and word in {"red", "green", "blue"}:
            self._colour[word] = number or 0

    def end_colours(self, raw: str) -> None:
        """Text inside the table of colours: each semicolon ends one."""
        for _ in range(raw.count(";")):
            said = [
                min(max(self._colour.get(c, 0), 0), 255) / 255 for c in ("red", "green", "blue")
            ]
            self.colours.append((said[0], said[1], said[2]) if self._colour else None)
            self._colour = {}

    def hides(self, group: Group, *, is_shaded: bool) -> bool:
        """Whether text in this group cannot be seen; `is_shaded` if the cell has a colour."""
        if group.hidden or group.half_points < 2 * LEAST_POINTS:
            return True
        if group.place == "box" or not group.front or is_shaded:
            return False
        back = self._colour_of(group.back) if group.back else WHITE
        return back is not None and is_faint(self._colour_of(group.front) or BLACK, back)

    def _colour_of(self, number: int) -> Colour | None:
        return self.colours[number] if 0 <= number < len(self.colours) else None
