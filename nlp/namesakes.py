"""States that share a short name: which of them is meant, told by what else is named."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from nlp.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp.countries import Mention

#: States whose name is the beginning of others' names
_SHORT_FOR: Final = {"GN": ("GW", "GQ"), "CG": ("CD",)}
#: the Portuguese name of Guinea, which in the States of that language mostly means Guinea-Bissau
_GUINEA: Final = "guine"
_PORTUGUESE: Final = frozenset({"AO", "CV", "MZ", "ST", "TL"})


def meant(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    """Mentions with the State that each means: Guinea is Guinea-Bissau where that was named."""
    named = {mention.code for mention in found}
    whole = {mention.code for mention in found if not _is_short(text, mention)}
    for mention in found:
        longer = named.intersection(_SHORT_FOR.get(mention.code, ()))
        if not _is_short(text, mention):
            yield mention
        elif len(longer) == 1:
            yield replace(mention, code=longer.pop())
        elif _is_lusophone(text, mention, named) and mention.code not in whole:
            yield replace(mention, code="GW")
        else:
            yield mention


def _is_short(text: str, mention: Mention) -> bool:
    return text[mention.start : mention.end].isalpha() and mention.sort.value == "name"


def _is_lusophone(text: str, mention: Mention, named: set[str]) -> bool:
    """`Guiné` beside Cabo Verde or Angola, in the spelling of their language."""
    return fold(text[mention.start : mention.end]) == _GUINEA and bool(named & _PORTUGUESE)
