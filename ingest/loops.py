"""Whether one more automatic answer may go to an address, whatever answers there.

Headers that say "a program wrote this" end most loops at once (`ingest/automatic.py`). These
limits end the others: programs that answer everything and say nothing of themselves (RFC 3834, 2).
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import structlog

from store import answered, mail_returns

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ingest.answers import OutboxPolicy
    from ingest.inbound import InboundMessage

_log = structlog.get_logger()

_DAY: Final = timedelta(days=1)
#: one answer to a sender and thread in this time
_THREAD: Final = timedelta(hours=1)
_REF: Final = re.compile(r"ACSG-\d{4}-\d{4,}")


def may_answer(
    session: Session,
    policy: OutboxPolicy,
    message: InboundMessage,
    target: str,
    *,
    now: datetime,
) -> bool:
    """Whether `target` may have an automatic answer to this message now.

    Call it in the transaction that writes the answer: nobody else counts meanwhile.
    """
    answered.alone(session, target)
    given = answered.since(session, target, now - _DAY)
    why = ""
    if len(given) >= policy.limit(target):
        why = "day"
    elif not target.startswith("chat:"):
        why = _why_not_by_mail(session, message, given, now - _THREAD)
    if why:
        _log.info("answer_held_back", limit=why, given=len(given))
    return not why


def _why_not_by_mail(
    session: Session,
    message: InboundMessage,
    given: list[answered.Answered],
    moment: datetime,
) -> str:
    if message.message_id and mail_returns.with_message_id(session, [message.message_id]):
        return "own_mail"
    lately = [one for one in given if one.at >= moment]
    return "thread" if any(_is_of_thread(message, one) for one in lately) else ""


def _is_of_thread(message: InboundMessage, given: answered.Answered) -> bool:
    ids = {*message.references, *filter(None, [message.in_reply_to, message.message_id])}
    # our Message-IDs name the letter: an answer may be back before the relay has said 250 to ours
    names_it = any(given.letter in one or given.ref in one for one in ids)
    return names_it or bool(given.ids & ids) or given.ref in _REF.findall(message.subject or "")
