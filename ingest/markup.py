"""HTML to text as a reader sees it: nothing remote is fetched, nothing hidden is kept.

The one door of lxml. Who is quoting whom is for `quoting`; this only notes what the writer's
program marked as cited.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lxml import etree

from ingest.charset import MAX_CHARACTERS, clean, decode
from ingest.flow import Writer

#: the longest source of a page that is read, in characters
MAX_SOURCE: Final = 4 * MAX_CHARACTERS
_DROPPED: Final = frozenset(
    {
        *("script", "style", "head", "title", "template", "object", "embed", "iframe", "svg"),
        *("select", "textarea", "audio", "video", "canvas"),
    }
)
_HIDDEN: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|"
    r"font-size\s*:\s*0(?![.\d]*[1-9])|opacity\s*:\s*0(?![.\d]*[1-9])|max-height\s*:\s*0(?![.\d]*[1-9])",
    re.IGNORECASE,
)
_CITED: Final = re.compile(r"\b(gmail_quote_container|yahoo_quoted|moz-cite-prefix)\b")
_CHARSET: Final = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """The text of a page, and which half-open spans of it the writer's program marked as cited."""

    text: str
    cited: tuple[tuple[int, int], ...] = ()


def declared_charset(data: bytes) -> str | None:
    """The charset that the page names itself, None where it names none."""
    found = _CHARSET.search(data[:4096])
    return found[1].decode("ascii", "replace") if found else None


def render(source: str | bytes) -> Rendered:
    """Text of an HTML page or fragment; whatever it is, never raises."""
    text = (
        decode(source, declared_charset(source), limit=MAX_SOURCE).text
        if isinstance(source, bytes)
        else clean(source)
    )
    root = _tree(text)
    if root is None:
        # nested too deep for the parser, or no page at all: the words count, not their looks
        return Rendered(text=re.sub(r"<[^<>]{0,2000}>", "\n", text).strip())
    writer = Writer()
    context = etree.iterwalk(root, events=("start", "end"))
    for event, element in context:
        if event == "end":
            writer.end(element)
        elif _is_hidden(element):
            writer.skip(element)
            context.skip_subtree()
        else:
            writer.start(element, cited=_is_cited(element))
        if writer.length > MAX_CHARACTERS:
            break
    return Rendered(text=writer.text(), cited=writer.cited())


def _tree(text: str) -> etree._Element | None:
    # an encoding that the page declares would be applied to text that is decoded already
    body = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text)
    if not body.strip():
        return None
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = etree.fromstring(body.encode("utf-8"), parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    is_cut = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    return None if is_cut else root


def _is_hidden(element: etree._Element) -> bool:
    if element.tag in _DROPPED or element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and _HIDDEN.search(style) is not None


def _is_cited(element: etree._Element) -> bool:
    if element.tag == "blockquote":
        return element.get("type") == "cite" or "gmail_quote" in (element.get("class") or "")
    return _CITED.search(element.get("class") or "") is not None
