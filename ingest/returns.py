"""Is a delivery report about mail of ours? Only what nobody else can have made counts.

That is the signed envelope sender that the mail left with, to which its report comes; or its
Message-ID, which holds chance and is known to those alone who had it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from ingest.own_ids import read_own
from ingest.return_path import KEY, number_of
from store import drafts, erasure, keys, mail_returns, reports

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ingest.inbound import InboundMessage
    from store.model import InboxMessage

_log = structlog.get_logger()


def record(
    session: Session, received: InboxMessage, message: InboundMessage, *, now: datetime
) -> None:
    """Note what a report says of mail of ours, in the transaction that saves it as a message."""
    report = message.report
    if not _is_of_mail_server_or_program(message):
        return
    row_id = _mail_of(session, received, message)
    is_ours = row_id is not None and reports.tie(session, received.id, row_id, now=now)
    if report is None or report.action == "other":
        return
    if row_id is None or not is_ours:
        _log.info("report_on_nothing_of_ours", message=received.id)
        return
    is_news = mail_returns.mark(
        session,
        row_id,
        late=report.action == "delayed",
        status=report.status,
        report_id=received.id,
        now=now,
    )
    _log.info(
        "mail_came_back", outbox=row_id, action=report.action, status=report.status, news=is_news
    )


def forget(
    session: Session, received: InboxMessage, message: InboundMessage, *, now: datetime
) -> None:
    """Erase a report at once that comes when the letter that we had answered is erased already."""
    if not _is_of_mail_server_or_program(message) or reports.is_tied(session, received.id):
        return
    number, key = _number(session, received), keys.find(session, keys.MESSAGE_ID)
    own = [read_own(key, one) for one in _named(message)] if key else []
    is_of_forgotten = (
        reports.are_erased(session, [one.ref for one in own if one is not None])
        if number is None
        else not reports.is_kept(session, number)
    )
    if is_of_forgotten and not drafts.of_message(session, received.id):
        erasure.erase(session, received.id, why=erasure.WITH_LETTER, now=now)


def _mail_of(session: Session, received: InboxMessage, message: InboundMessage) -> int | None:
    number = _number(session, received)
    if number is not None:
        return number
    named = _named(message)
    return mail_returns.with_message_id(session, named) if named else None


def _number(session: Session, received: InboxMessage) -> int | None:
    """Number of the mail of ours to whose signed sender a message came."""
    key = keys.key(session, KEY)
    numbers = (number_of(key, recipient) for recipient in received.recipients)
    return next((one for one in numbers if one is not None), None)


def _is_of_mail_server_or_program(message: InboundMessage) -> bool:
    """Whether nobody wrote it: a report, or a note on somebody's absence that says no more."""
    return message.automatic or _is_report(message)


def _is_report(message: InboundMessage) -> bool:
    """Also one that says nothing of a delivery, as receipts and complaints do."""
    returned = message.original_message_id
    return message.report is not None or message.bounce or returned is not None


def _named(message: InboundMessage) -> list[str]:
    """Ids of what it reports on; a program that is no mail server may stand in any thread."""
    if not _is_report(message):
        return []
    about = message.report.about if message.report else None
    returned = message.original_message_id
    return [one for one in (about, returned, message.in_reply_to, *message.references) if one]
