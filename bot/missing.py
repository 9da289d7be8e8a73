"""What a letter does not say, in words for officers; nothing here goes to the sender."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.labels import label

if TYPE_CHECKING:
    from store.model import Content, Criterion


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingPart:
    """One thing that is missing."""

    #: the criterion's id; empty for plain facts
    id: str
    words: str


def missing(content: Content) -> tuple[MissingPart, ...]:
    """What is missing, in the order of the card.

    Criteria that are optional or do not apply are never missing; of one that is evidenced in
    part, the parts that are not.
    """
    found = [] if content.states else [MissingPart(id="", words="the State")]
    if not content.organisation:
        found.append(MissingPart(id="", words="the authority or organisation"))
    if not content.themes:
        found.append(MissingPart(id="", words="a thematic area"))
    for criterion in content.criteria:
        found += _of_criterion(criterion)
    if content.kind == "request" and content.consent is None:
        found.append(MissingPart(id="", words="whether others may be asked"))
    return tuple(found)


def _of_criterion(criterion: Criterion) -> list[MissingPart]:
    name = label("criteria", criterion.id)
    parts = [label("parts", part) for part, found in criterion.parts.items() if not found]
    if criterion.status == "not_evidenced":
        # parts that are there go without saying where nothing at all was found
        named = parts if len(parts) < len(criterion.parts) else []
    elif criterion.status == "evidenced":
        named = parts
        if not named:
            return []
    else:
        return []
    words = f"{name}: {', '.join(named)}" if named else name
    return [MissingPart(id=criterion.id, words=words)]
