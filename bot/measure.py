"""How long a chat message is, as the Bot API counts, and choosing what fits."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: UTF-16 code units after tags and entities are taken out
LONGEST_TEXT: Final = 4096
#: bytes of markup that a Bot API server reads
LONGEST_MARKUP: Final = 32_000
#: of one message; the Bot API drops formatting beyond it
MOST_ENTITIES: Final = 100
_TAG: Final = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How much of everything a card may show."""

    #: characters of a quote; 0 for none
    quote: int
    #: characters of a name or title
    name: int
    #: entries of a list
    items: int


#: from generous to terse; the last one fits whatever comes
ROOMS: Final = (
    Room(quote=320, name=240, items=24),
    Room(quote=200, name=160, items=24),
    Room(quote=120, name=120, items=24),
    Room(quote=70, name=100, items=16),
    Room(quote=0, name=80, items=12),
    Room(quote=0, name=48, items=5),
    Room(quote=0, name=24, items=3),
)


def units(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def visible(markup: str) -> int:
    """Length of what people see of our own markup, in UTF-16 code units."""
    return units(html.unescape(_TAG.sub("", markup)))


def fits(markup: str) -> bool:
    """Whether the Bot API takes it as one message with all its formatting."""
    return (
        visible(markup) <= LONGEST_TEXT
        and len(markup.encode()) <= LONGEST_MARKUP
        and markup.count("</") <= MOST_ENTITIES
    )


def fitting(render: Callable[[Room], str]) -> str:
    """The fullest rendering that fits."""
    markup = ""
    for room in ROOMS:
        markup = render(room)
        if fits(markup):
            break
    return markup


def packed(blocks: Sequence[str], *, gap: str = "\n\n") -> list[str]:
    """Blocks joined to as few messages as fit, in their order; each block must fit alone."""
    return [gap.join(blocks[place] for place in places) for places in grouped(blocks, gap=gap)]


def grouped(blocks: Sequence[str], *, gap: str = "\n\n") -> list[list[int]]:
    """The same as places in the blocks, for who fills them differently."""
    messages: list[list[int]] = []
    last = ""
    for place, block in enumerate(blocks):
        joined = f"{last}{gap}{block}"
        if messages and fits(joined):
            messages[-1].append(place)
            last = joined
        else:
            messages.append([place])
            last = block
    return messages
