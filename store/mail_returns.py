"""Mail of ours that a mail server reported trouble with: the row that it was, and its new state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from store import audit, mail_trouble
from store.model import OutboxStatus
from store.outbox import CHAT
from store.sending import TO_SENDERS
from store.tables_outbox import OutboxTableRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

#: it may have left, or surely has
_UNDER_WAY: Final = (OutboxStatus.PENDING, OutboxStatus.SENDING, OutboxStatus.SENT)
_HARD: Final = "5"


def with_message_id(session: Session, message_ids: Sequence[str]) -> int | None:
    """The mail of ours that has one of these Message-IDs."""
    chosen = select(OutboxTableRow.id).where(
        OutboxTableRow.provider_ref.in_(message_ids),
        OutboxTableRow.kind.in_(TO_SENDERS),
        ~OutboxTableRow.target.startswith(CHAT, autoescape=True),
    )
    return session.scalar(chosen.limit(1))


def mark(
    session: Session, row_id: int, *, late: bool, status: str, report_id: str, now: datetime
) -> bool:
    """Note that a mail came back, or is late, and let the cards of its letter say so.

    Args:
        session: of the transaction that saves the report.
        row_id: number of the mail in the outbox.
        late: its mail server goes on trying.
        status: enhanced status code or SMTP code, empty where the report gives none.
        report_id: the message that the report is.
        now: the moment.

    Returns:
        whether it was news: a mail that never left, or came back before, stays as it is.

    """
    row = session.get(OutboxTableRow, row_id, with_for_update=True, populate_existing=True)
    if row is None or row.target.startswith(CHAT) or row.status not in _UNDER_WAY:
        return False
    if late and row.returned_at is not None:
        return False
    row.returned_at = now
    row.reply = status or None
    if not late:
        # one whose outcome was not known has arrived somewhere: it is not sent again
        row.status = OutboxStatus.BOUNCED
        row.problem = "bounced"
    audit.record(
        session,
        what="delayed" if late else "bounced",
        message_id=row.message_id,
        draft_id=row.draft_id,
        details={
            "outbox": row.id,
            "kind": row.kind,
            "status": status,
            "for_good": not late and status.startswith(_HARD),
            "report": report_id,
        },
        now=now,
    )
    session.flush()
    if row.message_id is not None:
        mail_trouble.show(session, row.message_id, now)
    return True
