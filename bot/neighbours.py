"""Earlier drafts that one may belong to, as its card offers them: lines and buttons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store import drafts, likenesses, links
from store.links import Relation
from store.model import OPEN_STATUSES, DraftStatus
from store.threads import target_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from store.model import Draft

_TAKES = (*OPEN_STATUSES, DraftStatus.CONFIRMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """One earlier draft."""

    draft_id: int
    ref: str
    #: `thread`, or why it is alike: `same_file`, `same_words`, `same_matter`
    reason: str
    #: of a hundred; None where words were not compared
    share: int | None
    #: days between the two
    days: int
    #: it is open or registered, so that it can take the draft up
    takes: bool


def neighbours_of(session: Session, draft: Draft) -> tuple[Neighbour, ...]:
    """What an open draft may belong to: its thread first, then what it is like."""
    if draft.status not in OPEN_STATUSES:
        return ()
    offered = [
        (one.draft_id, "thread", None)
        for one in links.of_message(session, draft.message_id)
        if one.relation is Relation.OFFERED and one.draft_id is not None
    ]
    alike = [
        (one.other_id, one.reason, one.share) for one in likenesses.undecided(session, draft.id)
    ]
    found: dict[int, Neighbour] = {}
    for other_id, reason, share in (*offered, *alike):
        other = target_of(session, drafts.get(session, other_id))
        if other.id != draft.id and other_id not in found:
            found[other_id] = Neighbour(
                draft_id=other_id,
                ref=other.ref,
                reason=reason,
                share=share,
                days=abs((draft.created_at - other.created_at).days),
                takes=other.status in _TAKES,
            )
    return tuple(found.values())
