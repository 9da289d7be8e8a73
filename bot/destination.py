"""To which earlier letter the next one of a visitor belongs, as they said by a button.

The next letter then carries a Message-ID of ours, signed, as an answer to a mail of ours does: so
it joins by the rule that exists.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ingest.own_ids import own_id
from store import keys, submitted, visitors

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

#: of the talk while the next letter belongs to an earlier one
TOPIC: Final = "status"
ADD: Final = "add"
CORRECT: Final = "correct"
_SUBJECTS: Final = {ADD: "Addition to {ref}", CORRECT: "Correction to {ref}"}
#: of the Message-ID; nobody writes mail there
_DOMAIN: Final = "chat.invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """What a letter carries that belongs to an earlier one."""

    in_reply_to: str
    subject: str


def destination(session: Session, user_id: int) -> Destination | None:
    """Where the next letter of a visitor goes; None where it stands for itself."""
    visitor = visitors.find(session, user_id)
    if visitor is None or visitor.topic != TOPIC:
        return None
    ref, manner = str(visitor.state.get("ref", "")), str(visitor.state.get("as", ""))
    theirs = submitted.find(session, submitted.senders_of(session, user_id), ref)
    if theirs is None or manner not in _SUBJECTS:
        return None
    return Destination(
        in_reply_to=own_id(keys.key(session, keys.MESSAGE_ID), ref, TOPIC, _DOMAIN),
        subject=_SUBJECTS[manner].format(ref=ref),
    )


def arrived(session: Session, user_id: int, *, now: datetime) -> None:
    """Note that the letter came: what comes next stands for itself again."""
    visitor = visitors.find(session, user_id)
    if visitor is not None and visitor.topic == TOPIC:
        visitors.keep(session, replace(visitor, topic=None, state={}), now=now)
