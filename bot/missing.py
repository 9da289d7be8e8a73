"""What a letter does not say, in words for officers; the sender's words are `bot/question.py`'s."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.labels import label
from bot.office_words import say
from nlp.criteria import criteria

if TYPE_CHECKING:
    from store.model import Content, Criterion

_ASKED: Final = ("evidenced", "not_evidenced")


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingPart:
    """One thing that is missing."""

    #: the criterion's id; empty for plain facts
    id: str
    words: str
    #: what the sender would be asked, by the names in `[question]` of the senders' words
    asks: tuple[str, ...]


def is_request(content: Content) -> bool:
    """Whether criteria, what is missing and consent are about this draft at all."""
    return content.kind == "request"


def missing(content: Content) -> tuple[MissingPart, ...]:
    """What is missing, in the order of the card; only of a request is anything asked.

    Criteria that are optional or do not apply are never missing; of one that is evidenced in
    part, the parts that are not.
    """
    if not is_request(content):
        return ()
    found = [] if content.states else [_fact("state")]
    if not content.organisation:
        found.append(_fact("organisation"))
    if not content.themes:
        found.append(_fact("area"))
    for criterion in content.criteria:
        found += _of_criterion(criterion)
    if content.consent is None:
        found.append(_fact("consent"))
    return tuple(found)


def is_partial(criterion: Criterion) -> bool:
    """Whether a criterion is evidenced and yet some part of it is missing."""
    return criterion.status == "evidenced" and bool(_of_criterion(criterion))


def lacking(criterion: Criterion) -> list[str]:
    """Parts that are missing beside others that are there."""
    shown = {part for part, found in criterion.parts.items() if found}
    # nothing, or the whole without its parts: no single part can be named
    return [part for part in _parts(criterion.id) if part not in shown] if shown else []


def asked_for(name: str) -> str:
    """What a sender is asked for, by a name under `[question]`, in words for officers."""
    group, _, one = name.partition(".")
    words = label("asked", one) if group == "facts" else label(group, one)
    return f"{one} {words}" if group == "criteria" else words


def _fact(name: str) -> MissingPart:
    asks = f"facts.{name}"
    return MissingPart(id="", words=asked_for(asks), asks=(asks,))


def _of_criterion(criterion: Criterion) -> list[MissingPart]:
    if criterion.status not in _ASKED:
        return []
    parts = lacking(criterion)
    if criterion.status == "evidenced" and not parts:
        return []
    name = label("criteria", criterion.id)
    listed = say("lists.comma").join(label("parts", one) for one in parts)
    words = say("lists.colon", head=name, rest=listed) if parts else name
    asks = tuple(f"parts.{one}" for one in parts) or (f"criteria.{criterion.id}",)
    return [MissingPart(id=criterion.id, words=words, asks=asks)]


def _parts(criterion_id: str) -> tuple[str, ...]:
    return next((one.parts for one in criteria().all if one.id == criterion_id), ())
