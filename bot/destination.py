"""To which earlier letter the next one of a visitor belongs: by a button, or as it came so soon.

The next letter then carries a Message-ID of ours, signed, as an answer to a mail of ours does: so
it joins by the rule that exists.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ingest.own_ids import own_id
from store import endings, inbox, keys, submitted, visitors
from store.model import OPEN_STATUSES, MessageStatus

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.gatherings import Gathering
    from store.submitted import Submitted

#: of the talk while the next letter belongs to an earlier one
TOPIC: Final = "status"
ADD: Final = "add"
CORRECT: Final = "correct"
_SUBJECTS: Final = {ADD: "Addition to {ref}", CORRECT: "Correction to {ref}"}
#: what comes so soon after its sender said that a letter is all there belongs to that letter
SOON: Final = timedelta(minutes=10)
#: of the Message-ID; nobody writes mail there
_DOMAIN: Final = "chat.invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """What a letter carries that belongs to an earlier one."""

    #: of the earlier letter
    ref: str
    in_reply_to: str
    subject: str


def destination(session: Session, gathering: Gathering) -> Destination | None:
    """Where a letter of a visitor goes; None where it stands for itself."""
    visitor = visitors.find(session, gathering.user_id)
    if visitor is None or visitor.topic != TOPIC:
        return _of_ended(session, gathering)
    ref, manner = str(visitor.state.get("ref", "")), str(visitor.state.get("as", ""))
    if manner not in _SUBJECTS or _theirs(session, gathering, ref) is None:
        return None
    return _to(session, ref, manner)


def _of_ended(session: Session, gathering: Gathering) -> Destination | None:
    """To the letter that they said was all there, unless that is decided already."""
    since = gathering.opened_at - SOON
    last = endings.before(session, gathering, since=since)
    if last is None or last.message_id is None:
        return None
    ref = last.added_to or inbox.get(session, last.message_id).ref
    theirs = _theirs(session, gathering, ref)
    if theirs is None or not _is_undecided(theirs):
        return None
    return _to(session, ref, ADD)


def _theirs(session: Session, gathering: Gathering, ref: str) -> Submitted | None:
    return submitted.find(session, submitted.senders_of(session, gathering.user_id), ref)


def _is_undecided(theirs: Submitted) -> bool:
    """Not read yet, or with a draft that is still open."""
    is_read = theirs.message.status is MessageStatus.DONE
    return not is_read or any(one.status in OPEN_STATUSES for one in theirs.drafts)


def _to(session: Session, ref: str, manner: str) -> Destination:
    return Destination(
        ref=ref,
        in_reply_to=own_id(keys.key(session, keys.MESSAGE_ID), ref, TOPIC, _DOMAIN),
        subject=_SUBJECTS[manner].format(ref=ref),
    )


def arrived(session: Session, user_id: int, *, now: datetime) -> None:
    """Note that the letter came: what comes next stands for itself again."""
    visitor = visitors.find(session, user_id)
    if visitor is not None and visitor.topic == TOPIC:
        visitors.keep(session, replace(visitor, topic=None, state={}), now=now)
