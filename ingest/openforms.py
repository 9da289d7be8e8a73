"""What was filled into forms of OpenDocument files: boxes ticked, entries chosen, words typed.

A ticked box is ☒ and one that is not ☐, as in PDF forms (part 3, 13; Word's boxes as LibreOffice
keeps them).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ingest.wordsigns import EMPTY, TICKED
from ingest.xmltree import attribute, below, local

if TYPE_CHECKING:
    from ingest.xmltree import Element

_BOXES: Final = frozenset({"checkbox", "radio"})
_TYPED: Final = frozenset({"text", "textarea", "formatted-text", "number", "date", "time"})
_CHOSEN: Final = frozenset({"combobox", "listbox"})
_TICK: Final = ("FORMCHECKBOX", "FORMCHECK")
#: filled in by hand, or as it was made
_TRUE: Final = frozenset({"true", "checked", "1"})


def answers(body: Element) -> dict[str, str]:
    """What each control shows, by the id at which the page draws it."""
    found: dict[str, str] = {}
    for form in below(body, "form"):
        for control in form:
            id_, said = attribute(control, "id"), _said(control)
            if id_ and said:
                found[id_] = said
    return found


def _said(control: Element) -> str:
    tag = local(control)
    if tag in _BOXES:
        state = _first(control, "current-state", "state", "current-selected", "selected")
        label = attribute(control, "label") or ""
        return f"{TICKED if state in _TRUE else EMPTY} {label}".strip()
    if tag in _TYPED:
        return _first(control, "current-value", "value")
    if tag in _CHOSEN:
        chosen = [one for one in control if _first(one, "current-selected", "selected") in _TRUE]
        return _first(control, "current-value") or ", ".join(
            attribute(one, "label") or "" for one in chosen
        )
    return ""


def mark(element: Element) -> str:
    """The sign of a box that came out of a Word form; empty of any other field."""
    if not (attribute(element, "type") or "").endswith(_TICK):
        return ""
    said = (
        attribute(one, "value")
        for one in element
        if (attribute(one, "name") or "").endswith("Checkbox_Checked")
    )
    return TICKED if next(said, "") in _TRUE else EMPTY


def _first(element: Element, *names: str) -> str:
    return next((said for name in names if (said := attribute(element, name)) is not None), "")
