"""What kind of XML a file is, told by its first element; pages of HTML are none for us.

Where only a tag opens a text, it may be words in angle brackets: that is for whoever parses it.
"""

from __future__ import annotations

import re
from typing import Final

XML: Final = "application/xml"
#: Word 2003, and a whole newer package written into one XML file
WORD_XML: Final = "application/vnd.ms-word.xml"
EXCEL_XML: Final = "application/vnd.ms-excel.xml"
FLAT_OPEN: Final = "application/vnd.oasis.opendocument-flat-xml"
SVG: Final = "image/svg+xml"
KINDS: Final = (XML, WORD_XML, EXCEL_XML, FLAT_OPEN, SVG)

#: what may stand before the first element, and its name with what stands in its tag
_PROLOGUE: Final = re.compile(
    rb"(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?:[^\[>]|\[[^\]]*+\])*+>|\s++)*+",
    re.DOTALL | re.IGNORECASE,
)
_ROOT: Final = re.compile(rb"<(?:([A-Za-z_][\w.-]{0,60}):)?([A-Za-z_][\w.-]{0,60})([\s/>][^>]*)")
_DECLARED: Final = re.compile(rb"<\?xml\s|<!DOCTYPE\s+(?!html)", re.IGNORECASE)
_HTML: Final = re.compile(rb"<!DOCTYPE\s+html", re.IGNORECASE)
#: elements of HTML with which a page may begin that is cut out of a larger one
_PARTS: Final = frozenset({b"html", b"head", b"body", b"meta", b"table", b"div", b"p"})
_NAMESPACE: Final = re.compile(rb"\sxmlns(?::[\w.-]+)?\s*=")
#: first element -> kind
_KINDS: Final = {
    b"wordDocument": WORD_XML,
    b"package": WORD_XML,
    b"Workbook": EXCEL_XML,
    b"document": FLAT_OPEN,
    b"svg": SVG,
}
#: a sign of the kind in the first element's tag, so that others of the name are not taken for it
_SIGNS: Final = {
    WORD_XML: (b"office/word/2003", b"office/2006/xmlPackage"),
    EXCEL_XML: (b"office:spreadsheet",),
    FLAT_OPEN: (b"opendocument",),
    SVG: (b"svg",),
}


def told(start: bytes) -> str | None:
    """The kind of XML that begins so; None where it is HTML or no XML for sure."""
    prologue = _PROLOGUE.match(start)
    before = prologue[0] if prologue else b""
    found = _ROOT.match(start, len(before))
    is_declared = _DECLARED.search(before) is not None
    if _HTML.search(before):
        return None
    if found is None:
        return XML if is_declared else None
    name, tag = found[2], found[0]
    if name.lower() in _PARTS and (b"xhtml" in tag or not is_declared):
        return None
    kind = _KINDS.get(name)
    if kind is not None and any(sign in tag for sign in _SIGNS[kind]):
        return kind
    return XML if is_declared or _NAMESPACE.search(tag) else None
