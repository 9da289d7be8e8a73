"""XML of office documents, parsed so that it can neither fetch nor swell.

With `markup` and `flow` the door of lxml. Nothing here follows a link, loads a DTD or expands an
entity; libxml2 itself ends trees of more than 256 levels and texts of more than 10 MB.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

    Element = etree._Element  # noqa: SLF001 - the library's types have no other name for it

_SAFE: Final[dict[str, Any]] = {
    "resolve_entities": False,
    "load_dtd": False,
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


class DamagedXmlError(ValueError):
    """The bytes are no well-formed XML, or more than an honest program writes."""


def parse(data: bytes) -> Element:
    """The root of a document.

    Raises:
        DamagedXmlError: it is none.

    """
    try:
        root = etree.fromstring(data, etree.XMLParser(**_SAFE))
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise DamagedXmlError from error
    if root is None:
        raise DamagedXmlError
    return root


def each(data: bytes, tag: str) -> Iterator[Element]:
    """Elements with this local name one after the other, of a document too large for a tree.

    Each is let go of once the next is asked for.

    Raises:
        DamagedXmlError: the document ends before its end, or is none.

    """
    try:
        for _, element in etree.iterparse(io.BytesIO(data), tag="{*}" + tag, **_SAFE):
            yield element
            element.clear(keep_tail=False)
            while (before := element.getprevious()) is not None and before.tag == element.tag:
                del element.getparent()[0]
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise DamagedXmlError from error


def local(element: Element) -> str:
    """The name without its namespace: strict and older documents use others for the same."""
    # an entity that was not expanded has a function for a name
    return str(element.tag).rpartition("}")[2] if not callable(element.tag) else ""


def attribute(element: Element, name: str) -> str | None:
    """The attribute with this local name, in whichever namespace."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def below(element: Element, name: str) -> Iterator[Element]:
    """All elements under it with this local name, in order."""
    return element.iter("{*}" + name)


def text_of(element: Element) -> str:
    """All text in it."""
    return "".join(map(str, element.itertext()))


def source(element: Element) -> bytes:
    """The element as XML of its own."""
    return bytes(etree.tostring(element, with_tail=False))


def child(element: Element | None, *path: str) -> Element | None:
    """The first child by local names, one level a name; None where one is missing."""
    for name in path:
        if element is None:
            return None
        element = next((one for one in element if local(one) == name), None)
    return element
