"""States that are named one after the other, as members of one list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp.countries import Mention

#: what stands between two members of a list
_BETWEEN = re.compile(
    r"[\s,;،؛/()•\-–]*(?:(?:and|or|et|ou|y|e|o|и|или|و|أو|as well as|ainsi que|así como|bem como"
    r"|а также)\b)?\s*(?:(?:the|la|le|les|el|los|las|l|a|o|as|os|da|do|de|du|des|del|au|aux|to"
    r"|for|pour|para|для|в|из|на)\b[’']?\s*){0,2}",
    re.IGNORECASE,
)
_WIDEST_BETWEEN = 24


def lists(text: str, inside: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Mentions in runs that only commas, small words and articles part."""
    group: list[Mention] = []
    for mention in inside:
        if group and not _goes_on(text, group[-1], mention):
            yield group
            group = []
        group.append(mention)
    if group:
        yield group


def _goes_on(text: str, left: Mention, right: Mention) -> bool:
    between = text[left.end : right.start]
    return len(between) <= _WIDEST_BETWEEN and _BETWEEN.fullmatch(between) is not None
