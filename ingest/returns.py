"""Is a delivery report about mail of ours? Only what nobody else can have made counts.

That is the signed envelope sender that the mail left with, to which its report comes; or its
Message-ID, which holds chance and is known to those alone who had it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from ingest.return_path import KEY, number_of
from store import keys, mail_returns

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
    if report is None or report.action == "other":
        return
    row_id = _mail_of(session, received, message)
    if row_id is None:
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


def _mail_of(session: Session, received: InboxMessage, message: InboundMessage) -> int | None:
    key = keys.key(session, KEY)
    for recipient in received.recipients:
        number = number_of(key, recipient)
        if number is not None:
            return number
    about = message.report.about if message.report else None
    returned = message.original_message_id
    named = [one for one in (about, returned, message.in_reply_to, *message.references) if one]
    return mail_returns.with_message_id(session, named) if named else None
