"""Style sheets of a page: what they say of an element, as far as it decides whether it is seen.

The one door of tinycss2 and cssselect2. Nothing is imported or fetched; rules for other media than
a screen of usual size in daylight do not count.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any, Final

import cssselect2
import tinycss2
from tinycss2 import color4

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ingest.xmltree import Element

Declared = dict[str, str]

#: what can hide text
PROPERTIES: Final = frozenset(
    {
        *("display", "visibility", "opacity", "color", "background", "background-color"),
        *("background-image", "font", "font-size", "width", "height", "max-width", "max-height"),
        *("overflow", "overflow-x", "overflow-y", "position", "left", "right", "top", "bottom"),
        *("margin-left", "margin-top", "text-indent", "clip", "clip-path", "transform", "zoom"),
        *("mso-hide", "content-visibility", "-webkit-text-fill-color", "filter", "line-height"),
    }
)
_MAX_SOURCE: Final = 500_000
_MAX_RULES: Final = 5_000
#: for so long a page's elements are compared with its rules
_MAX_SECONDS: Final = 5.0
_LOOK_EVERY: Final = 256
#: a usual window, in CSS pixels
_WINDOW: Final = 1_024
_FEATURE: Final = re.compile(r"\(\s*([a-z-]+)\s*:\s*([0-9.]+)?(px|em|rem)?\s*([a-z-]+)?\s*\)")
#: in a style attribute that is more than names and plain values
_TRICKY: Final = re.compile(r"[\\{}\"']|/\*|url\(", re.IGNORECASE)
_MAX_KEPT: Final = 20_000


class StyleSheet:
    """The style sheets inside one page."""

    def __init__(
        self,
        sources: Sequence[str],
        root: Element,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        #: not everything was followed: text that a rule hides may be taken for shown
        self.is_cut = False
        self._inline: dict[str, dict[str, tuple[str, bool]]] = {}
        self._matched: dict[Element, list[tuple[Any, dict[str, tuple[str, bool]]]]] = {}
        self._rules = 0
        matcher = cssselect2.Matcher()
        for source in sources:
            self.is_cut |= len(source) > _MAX_SOURCE
            parsed = tinycss2.parse_stylesheet(source[:_MAX_SOURCE], skip_comments=True)
            for prelude, content in _rules(parsed, depth=0):
                self._add(matcher, prelude, content)
        if self._rules:
            self._match(matcher, root, clock)

    def of(self, element: Element) -> Declared:
        """What style sheets and the element's own style say, the stronger one winning."""
        own = element.get("style")
        layers = [said for _, said in self._matched.get(element, ())]
        if own:
            layers.append(self._attribute(own))
        if not layers:
            return {}
        found: dict[str, tuple[str, bool]] = {}
        for layer in layers:
            for name, (value, important) in layer.items():
                if important or not found.get(name, ("", False))[1]:
                    found[name] = (value, important)
        return {name: value for name, (value, _) in found.items()}

    def _add(self, matcher: Any, prelude: list[Any], content: list[Any]) -> None:
        said = _declarations(content)
        if not said:
            return
        try:
            selectors = cssselect2.compile_selector_list(prelude)
        except cssselect2.SelectorError:
            return
        for selector in selectors:
            if self._rules >= _MAX_RULES:
                self.is_cut = True
                return
            if selector.pseudo_element is None:
                self._rules += 1
                matcher.add_selector(selector, said)

    def _match(self, matcher: Any, root: Element, clock: Callable[[], float]) -> None:
        end = clock() + _MAX_SECONDS
        try:
            wrapped = cssselect2.ElementWrapper.from_html_root(root)
            for number, one in enumerate(wrapped.iter_subtree()):
                found = matcher.match(one)
                if found:
                    # by specificity, then by order
                    self._matched[one.etree_element] = [
                        (f[0], f[3]) for f in sorted(found, key=_weight)
                    ]
                if number % _LOOK_EVERY == 0 and clock() > end:
                    self.is_cut = True
                    return
        except (RecursionError, ValueError, TypeError, AttributeError):
            # the library trips over some selectors only once it meets an element
            self.is_cut = True

    def _attribute(self, own: str) -> dict[str, tuple[str, bool]]:
        known = self._inline.get(own)
        if known is None:
            known = (
                _plain(own)
                if not _TRICKY.search(own)
                else _declarations(tinycss2.parse_blocks_contents(own))
            )
            if len(self._inline) < _MAX_KEPT:
                self._inline[own] = known
        return known


def colour(value: str) -> tuple[float, float, float, float] | None:
    """Red, green, blue and opacity, 0 to 1 each; None for what names no colour."""
    try:
        parsed = color4.parse_color(value)
        if parsed is None or isinstance(parsed, str):
            return None
        red, green, blue = (min(max(one or 0.0, 0.0), 1.0) for one in parsed.to("srgb").coordinates)
    except (ValueError, NotImplementedError, TypeError, AttributeError):
        return None
    return red, green, blue, min(max(parsed.alpha, 0.0), 1.0)


def _weight(found: Any) -> Any:
    return found[0], found[1]


def _plain(own: str) -> dict[str, tuple[str, bool]]:
    """A simple style attribute, taken apart without a parser: pages have thousands."""
    said: dict[str, tuple[str, bool]] = {}
    for one in own.lower().split(";"):
        name, _, value = one.partition(":")
        if (name := name.strip()) in PROPERTIES:
            value, _, mark = value.partition("!")
            said[name] = (value.strip(), mark.strip() == "important")
    return said


def _declarations(content: Any) -> dict[str, tuple[str, bool]]:
    nodes = content if content and hasattr(content[0], "lower_name") else None
    nodes = nodes or tinycss2.parse_blocks_contents(
        content, skip_comments=True, skip_whitespace=True
    )
    return {
        one.lower_name: (tinycss2.serialize(one.value).strip().lower(), one.important)
        for one in nodes
        if one.type == "declaration" and one.lower_name in PROPERTIES
    }


def _rules(nodes: Any, *, depth: int) -> Iterator[tuple[list[Any], list[Any]]]:
    """Selectors and contents of the rules that count on a screen in daylight."""
    for node in nodes:
        if node.type == "qualified-rule":
            yield node.prelude, node.content
        elif node.type == "at-rule" and node.content is not None and depth < 5:  # noqa: PLR2004 - honest ones have two
            said = tinycss2.serialize(node.prelude).lower()
            counts = node.lower_at_keyword in {"supports", "layer"} and "not" not in said
            if counts or (node.lower_at_keyword == "media" and _is_usual(said)):
                inner = tinycss2.parse_rule_list(node.content, skip_comments=True)
                yield from _rules(inner, depth=depth + 1)


def _is_usual(query: str) -> bool:
    """Whether a media query holds on a screen of usual size in daylight; when in doubt, no."""
    return any(_holds(one) for one in query.split(","))


def _holds(query: str) -> bool:
    rest = query
    for found in _FEATURE.finditer(query):
        name, number, unit, word = found.groups()
        size = float(number or "nan" if (number or "").count(".") < 2 else "nan")  # noqa: PLR2004 - a number has one point
        pixels = size * (1 if unit == "px" else 16)
        fits = {
            "min-width": pixels <= _WINDOW,
            "max-width": pixels >= _WINDOW,
            "prefers-color-scheme": word == "light",
            "orientation": word == "landscape",
        }
        if not fits.get(name, False):
            return False
        rest = rest.replace(found[0], " ")
    return set(rest.split()) <= {"only", "screen", "all", "and"}
