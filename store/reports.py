"""Delivery reports and the letters whose answers they report on: what goes together is erased so.

A report holds the address that was written to and what we wrote there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from store import inbox, links
from store.audit import PROGRAM
from store.links import Link, Relation
from store.model import MessageStatus
from store.tables_outbox import OutboxTableRow
from store.tables_threads import LinkRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

_RULE: Final = "reports_on_our_mail"
_SURE: Final = "sure"


def tie(session: Session, report_id: str, row_id: int, *, now: datetime) -> bool:
    """Tie a report to the letter that a mail of ours was about, in the caller's transaction.

    Args:
        session: of the transaction that saves the report.
        report_id: the message that the report is.
        row_id: number of the mail in the outbox.
        now: the moment.

    Returns:
        False where that mail is no longer kept.

    """
    # held, so that the letter is not erased meanwhile without its report
    row = session.get(OutboxTableRow, row_id, with_for_update=True, populate_existing=True)
    if row is None:
        return False
    if row.message_id is not None:
        link = Link(
            message_id=report_id,
            earlier_id=row.message_id,
            draft_id=None,
            relation=Relation.REPORTS,
            rule=_RULE,
            sureness=_SURE,
            hits=(_RULE,),
        )
        links.record(session, [link], made_by=PROGRAM, now=now)
    return True


def of_message(session: Session, message_id: str) -> list[str]:
    """Ids of the reports on answers to a letter, in the order of their coming."""
    chosen = select(LinkRow.message_id).where(
        LinkRow.earlier_id == message_id, LinkRow.relation == Relation.REPORTS
    )
    return list(dict.fromkeys(session.scalars(chosen.order_by(LinkRow.id))))


def is_kept(session: Session, row_id: int) -> bool:
    """Whether a mail of ours is still known; those about a letter go when it is erased."""
    return session.get(OutboxTableRow, row_id, populate_existing=True) is not None


def is_tied(session: Session, report_id: str) -> bool:
    """Whether a message is known as a report on a mail of ours that is kept."""
    return any(one.relation is Relation.REPORTS for one in links.of_message(session, report_id))


def are_erased(session: Session, refs: Sequence[str]) -> bool:
    """Whether one of these letters has been erased."""
    found = (inbox.by_ref(session, one) for one in dict.fromkeys(refs))
    return any(one is not None and one.status is MessageStatus.ERASED for one in found)
