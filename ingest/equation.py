"""Equations of Word (Office Math) on one line: 1/2, 10^6, so that no figure becomes another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ingest.xmltree import attribute, child, local

if TYPE_CHECKING:
    from ingest.xmltree import Element

#: parts of an element that stand behind a sign of their own
_JOINED: Final = {
    "f": (("num", ""), ("den", "/")),
    "sSup": (("e", ""), ("sup", "^")),
    "sSub": (("e", ""), ("sub", "_")),
    "sSubSup": (("e", ""), ("sub", "_"), ("sup", "^")),
    "sPre": (("sub", "_"), ("sup", "^"), ("e", " ")),
    "rad": (("deg", ""), ("e", "√")),
    "nary": (("sub", "_"), ("sup", "^"), ("e", " ")),
}
_PASSED: Final = frozenset({"del", "moveFrom", "rPr", "ctrlPr", "delText"})


def line(element: Element) -> str:
    """The text of an equation or a part of one."""
    tag = local(element)
    if tag == "t":
        return element.text or ""
    if tag in _JOINED:
        said = [(sign, _grouped(child(element, part))) for part, sign in _JOINED[tag]]
        begin = _property(element, "chr", "∫") if tag == "nary" else ""
        return begin + "".join(sign + text for sign, text in said if text)
    if tag == "d":
        inside = [line(one) for one in element if local(one) == "e"]
        begin = _property(element, "begChr", "(")
        return f"{begin}{'|'.join(inside)}{_property(element, 'endChr', ')')}"
    return "".join(line(one) for one in element if local(one) not in _PASSED)


def _grouped(part: Element | None) -> str:
    """In brackets where it is more than one figure or word."""
    text = line(part).strip() if part is not None else ""
    return text if text.replace(".", "").replace(",", "").isalnum() or not text else f"({text})"


def _property(element: Element, name: str, usual: str) -> str:
    found = child(element, f"{local(element)}Pr", name)
    return usual if found is None else attribute(found, "val") or ""
