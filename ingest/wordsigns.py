"""What Word draws instead of letters: boxes to tick, chosen entries, symbols of its own fonts.

A ticked box is ☒ and one that is not ☐, as in PDF forms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ingest import equation
from ingest.form_marks import form_mark, is_untouched
from ingest.wordlook import value_of
from ingest.xmltree import attribute, below, child, local

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ingest.xmltree import Element

TICKED: Final = "☒"
EMPTY: Final = "☐"
_TICK: Final = "✓"
_CROSS: Final = "✗"
#: font -> code -> sign; the codes stand for characters of the font's own
_SYMBOLS: Final = {
    "wingdings": {
        **dict.fromkeys((0x6F, 0x71, 0x72, 0xA8), EMPTY),
        **dict.fromkeys((0x78, 0xFD, 0xFE), TICKED),
        0xFC: _TICK,
        0xFB: _CROSS,
        0xE0: "→",
        0xE8: "→",
        0xDF: "←",
        0x28: "☎",
        0x2A: "✉",
    },
    "wingdings 2": {
        **dict.fromkeys((0x30, 0x35, 0xA3), EMPTY),
        **dict.fromkeys((0x51, 0x52, 0x53, 0x54), TICKED),
        0x50: _TICK,
        0x4F: _CROSS,
    },
    "webdings": {0x63: EMPTY, 0x67: "■", 0x61: _TICK, 0x72: _CROSS},
    "symbol": {0xB7: "•", 0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB0: "°", 0xAE: "→", 0xD7: "×"},
}
_OFF: Final = frozenset({"0", "false", "off"})
#: where fonts without Unicode keep their characters
_PRIVATE: Final = range(0xF000, 0xF100)


def written(element: Element, tag: str) -> str | None:
    """What an element says by itself; None where that is for what lies in it."""
    if tag == "sdt":
        return "" if form_mark(element) is not None and is_untouched(element) else ticked(element)
    said = _SAID.get(tag)
    return said(element) if callable(said) else said


def boxed(checkbox: Element) -> str:
    """A box of an older form: as it was ticked, else as it was made."""
    for kind in ("checked", "default"):
        said = child(checkbox, kind)
        if said is not None:
            return EMPTY if (attribute(said, "val") or "1") in _OFF else TICKED
    return EMPTY


def ticked(control: Element) -> str | None:
    """The sign of a box to tick that shows none known here; None of any other control."""
    box, content = child(control, "sdtPr", "checkbox"), child(control, "sdtContent")
    # what is seen counts: programs that do not know the box change its sign alone
    if box is None or (content is not None and any(map(_seen, below(content, "r")))):
        return None
    said = child(box, "checked")
    is_off = said is None or (attribute(said, "val") or "1") in _OFF
    return EMPTY if is_off else TICKED


def _seen(run: Element) -> bool:
    signs = (plain(one) if local(one) == "t" else symbol(one) for one in run.iter("{*}t", "{*}sym"))
    return any(sign.strip() for sign in signs)


def chosen(choices: Element) -> str:
    """The entry that was chosen in an older form; empty where its text follows in the field."""
    if any(_results(choices)):
        return ""
    entries = [attribute(one, "val") or "" for one in choices if local(one) == "listEntry"]
    said = value_of(choices, "result") or value_of(choices, "default") or "0"
    at = int(said) if said.isdecimal() and len(said) < 5 else 0  # noqa: PLR2004 - a longer one is no entry
    return entries[at] if at < len(entries) else ""


def _results(choices: Element) -> Iterator[str]:
    """Text that the field shows by itself: runs between this one and the one that ends it."""
    run = next((one for one in choices.iterancestors() if local(one) == "r"), None)
    for one in run.itersiblings() if run is not None else ():
        mark = child(one, "fldChar")
        if mark is not None and attribute(mark, "fldCharType") == "end":
            return
        said = child(one, "t")
        if said is not None and (said.text or "").strip():
            yield said.text or ""


def symbol(element: Element) -> str:
    """The sign of `w:sym`, named by its font and its place in it."""
    code = attribute(element, "char") or ""
    try:
        return _sign(attribute(element, "font") or "", int(code, 16))
    except ValueError:
        return ""


def plain(text: Element) -> str:
    """The text of a run, characters of symbol fonts as the signs that they show."""
    said = text.text or ""
    if not any(ord(sign) in _PRIVATE for sign in said):
        return said
    run = text.getparent()
    fonts = child(run, "rPr", "rFonts") if run is not None else None
    font = next(iter(fonts.attrib.values()), "") if fonts is not None else ""
    shown = (_sign(str(font) or "wingdings", ord(s)) if ord(s) in _PRIVATE else s for s in said)
    return "".join(shown)


def _sign(font: str, code: int) -> str:
    place = code - _PRIVATE.start if code in _PRIVATE else code
    known = _SYMBOLS.get(font.strip().lower())
    if known is not None:
        return known.get(place, "")
    # a font with Unicode: the character itself
    is_private = code in _PRIVATE or not 0x20 <= code <= 0x10FFFF  # noqa: PLR2004 - the last character of Unicode
    return "" if is_private else chr(code)


#: element -> the text that stands for it, or what makes it
_SAID: Final[dict[str, str | Callable[[Element], str]]] = {
    "t": plain,
    "sym": symbol,
    "checkBox": boxed,
    "ddList": chosen,
    "oMath": equation.line,
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "-",
}
