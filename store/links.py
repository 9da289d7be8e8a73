"""What a message has to do with an earlier one: kept with the rule that said so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select

from store.tables_threads import LinkRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session


class Relation(StrEnum):
    """What follows from a link."""

    COMPLETED = "completed"  #: it made a revision of the draft
    ATTACHED = "attached"  #: it is shown with the draft, which says what it said before
    OFFERED = "offered"  #: it stands for itself; an officer may attach it
    MENTIONED = "mentioned"  #: it names a reference that its sender is not known at
    MERGED = "merged"  #: an officer merged its draft into this one
    REPORTS = "reports"  #: a mail server says in it what became of our answer


#: relations in which a message is part of the case
JOINING = (Relation.COMPLETED, Relation.ATTACHED, Relation.MERGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One message, one earlier message, and what ties them."""

    message_id: str
    earlier_id: str
    #: None where the earlier message has none
    draft_id: int | None
    relation: Relation
    #: name of the rule that decided, or `officer`
    rule: str
    #: `sure`, `likely` or `unsure`
    sureness: str
    #: names of all rules that found something
    hits: tuple[str, ...] = ()
    #: of the draft, where the message made one
    revision: int | None = None


def record(session: Session, links: Sequence[Link], *, made_by: str, now: datetime) -> None:
    """Keep links, in the caller's transaction."""
    for link in links:
        session.add(
            LinkRow(
                message_id=link.message_id,
                earlier_id=link.earlier_id,
                draft_id=link.draft_id,
                relation=link.relation,
                rule=link.rule,
                sureness=link.sureness,
                hits=list(link.hits),
                revision=link.revision,
                made_by=made_by,
                made_at=now,
            )
        )
    session.flush()


def of_message(session: Session, message_id: str) -> list[Link]:
    """What a message belongs to, in the order in which it was found out."""
    chosen = select(LinkRow).where(LinkRow.message_id == message_id).order_by(LinkRow.id)
    return [_value(row) for row in session.scalars(chosen)]


def of_draft(session: Session, draft_id: int) -> list[Link]:
    """The messages that belong to a draft, in the order of their coming."""
    chosen = select(LinkRow).where(LinkRow.draft_id == draft_id, LinkRow.relation.in_(JOINING))
    return [_value(row) for row in session.scalars(chosen.order_by(LinkRow.id))]


def joined(session: Session, message_id: str) -> Link | None:
    """The link by which a message is part of an earlier case; None where it is one of its own."""
    found = of_message(session, message_id)
    return next((one for one in found if one.relation in JOINING), None)


def _value(row: LinkRow) -> Link:
    return Link(
        message_id=row.message_id,
        earlier_id=row.earlier_id,
        draft_id=row.draft_id,
        relation=Relation(row.relation),
        rule=row.rule,
        sureness=row.sureness,
        hits=tuple(row.hits),
        revision=row.revision,
    )
