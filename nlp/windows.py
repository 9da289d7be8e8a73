"""Sentences to windows of tokens, as many neighbours together as the network reads at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: marks of the vocabulary for beginning and end
_BEGIN: Final = 0
_END: Final = 2
#: what the network was raised on to see before a text
_OPENING: Final = "query: "
#: tokens of a window; the network knows 512 places
_TOKENS: Final = 440
#: windows of one message that are read; later sentences are read by the quick encoder alone
_MOST: Final = 6
#: owner of a token that belongs to no sentence
NOBODY: Final = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Tokens, and for each the number of the sentence that it belongs to, or `NOBODY`."""

    ids: tuple[int, ...]
    owners: tuple[int, ...]


def windows(
    sentences: Sequence[str], subject: str, tokens: Callable[[str], list[int]]
) -> list[Window]:
    """Cut a message into windows; the subject opens the first."""
    opening = tokens(_OPENING)
    begun = tokens(f"{_OPENING}{subject}.") if subject else opening
    found: list[Window] = []
    ids, owners = [_BEGIN, *begun], [NOBODY] * (1 + len(begun))
    least = len(ids)
    for number, sentence in enumerate(sentences):
        piece = tokens(sentence)
        if len(ids) + len(piece) > _TOKENS and len(ids) > least:
            found.append(_closed(ids, owners))
            if len(found) == _MOST:
                return found
            ids, owners = [_BEGIN, *opening], [NOBODY] * (1 + len(opening))
            least = len(ids)
        ids += piece
        owners += [number] * len(piece)
    return [*found, _closed(ids, owners)]


def _closed(ids: list[int], owners: list[int]) -> Window:
    return Window(ids=(*ids, _END), owners=(*owners, NOBODY))
