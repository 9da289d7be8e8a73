"""Mail of ours that did not arrive, or that a chat refused, as the letter's card is to say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from sqlalchemy import or_, select

from store import drafts, outbox, shown_notes
from store.model import OutboxKind, OutboxStatus
from store.sending import TO_SENDERS
from store.tables_outbox import OutboxTableRow
from store.transitions import edit_cards

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

#: nothing that anybody waits for: it was we who thought better of it
_MEANT: Final = frozenset({"would_loop", "not_a_mail", "no_longer_so"})


@dataclass(frozen=True, slots=True, kw_only=True)
class MailTrouble:
    """One mail that did not arrive, or not yet."""

    kind: OutboxKind
    #: when it was written
    written_at: datetime
    what: Literal["failed", "bounced", "delayed"]
    #: code of what went wrong on our side; empty where a mail server reported it
    problem: str
    #: the numbers of the answer or report, such as `550 5.1.1`; empty where there are none
    reply: str


def of_message(
    session: Session, message_id: str, *, draft_id: int | None = None
) -> list[MailTrouble]:
    """What happened to mails on a message, oldest first; of one draft's questions, or of all."""
    chosen = (
        select(OutboxTableRow)
        .where(
            OutboxTableRow.message_id == message_id,
            OutboxTableRow.kind.in_(TO_SENDERS),
            or_(
                ~OutboxTableRow.target.startswith(outbox.CHAT, autoescape=True),
                # a chat refuses for good at once: whoever blocked the bot is asked no more
                OutboxTableRow.status == OutboxStatus.FAILED,
            ),
        )
        .order_by(OutboxTableRow.id)
        .execution_options(populate_existing=True)
    )
    found = [
        _value(row)
        for row in session.scalars(chosen)
        if row.draft_id is None or draft_id in {None, row.draft_id}
    ]
    return [one for one in found if one is not None]


def has_failed(session: Session, kind: OutboxKind, draft_id: int) -> bool:
    """Whether something of this kind about a draft was refused for good, by mail or chat."""
    chosen = select(OutboxTableRow.id).where(
        OutboxTableRow.kind == kind,
        OutboxTableRow.draft_id == draft_id,
        OutboxTableRow.status == OutboxStatus.FAILED,
    )
    return session.scalar(chosen.limit(1)) is not None


def show(session: Session, message_id: str, now: datetime) -> None:
    """Let the cards and notes of a message say how its mails stand, in the caller's transaction."""
    for draft in drafts.of_message(session, message_id):
        edit_cards(session, draft.id, now)
    shown_notes.edit(session, message_id, now)


def _value(row: OutboxTableRow) -> MailTrouble | None:
    what: Literal["failed", "bounced", "delayed"]
    if row.status == OutboxStatus.FAILED and row.problem not in _MEANT:
        what = "failed"
    elif row.status == OutboxStatus.BOUNCED:
        what = "bounced"
    elif row.returned_at is not None and row.status != OutboxStatus.FAILED:
        what = "delayed"
    else:
        return None
    return MailTrouble(
        kind=OutboxKind(row.kind),
        written_at=row.created_at,
        what=what,
        problem=row.problem or "" if what == "failed" else "",
        reply=row.reply or "",
    )
