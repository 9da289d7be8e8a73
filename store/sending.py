"""Plain values of what is to be sent, or was: kinds, how they stand, rows.

Nothing in this file imports a third-party library.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime


class OutboxKind(StrEnum):
    """What is to be sent."""

    CARD = "card"  #: a draft's card into the secretariat's chat
    CARD_EDIT = "card_edit"  #: the same card, after a decision or a new revision
    NOTE = "note"  #: a line to the secretariat on a message that gave no draft
    NOTE_EDIT = "note_edit"  #: the same note, after an officer opened a draft of the message
    ACKNOWLEDGEMENT = "acknowledgement"  #: to the sender, in the sender's language
    QUESTION = "question"  #: to the sender, on what a request does not say; released by an officer
    EVIDENCE = "evidence"  #: one message of a draft's quotes, into the chat where it was asked for
    ALARM = "alarm"  #: something that a person must look at, in `store/alarms.py`
    PAGE = "page"  #: the picture of one page with those quotes marked
    PLEA = "plea"  #: kind words to a person about their own case; released by an officer
    REPLY = "reply"  #: an answer to who asks something; released by an officer
    CONSENT = "consent"  #: to the sender, whether others may be asked; released by an officer
    REGISTERED = "registered"  #: to the sender, that it is registered; released by an officer
    DECLINED = "declined"  #: to the sender, that it is not registered; released by an officer
    OFFER = "offer"  #: to the sender of a request, that an offer has come; released by an officer
    WITHDRAWN = "withdrawn"  #: to the sender, that it was withdrawn; released by an officer
    REMINDER = "reminder"  #: to the sender, of a question that an officer released
    DIGEST = "digest"  #: what waits, once a day, into the secretariat's chat
    WIPE = "wipe"  #: takes a message of ours out of a chat: erased, or a file there for long
    BATCH = "batch"  #: how many new drafts wait that have no card; edited as that changes
    TALK = "talk"  #: a line of the talk with somebody who writes in private
    HANDED = "handed"  #: to a colleague: somebody asks them to read a draft
    CODE = "code"  #: to a mail address that a chat account says is its own


#: written by the program alone to whoever sent something; what an officer releases is none
AUTOMATIC_ANSWERS = (OutboxKind.ACKNOWLEDGEMENT,)
#: on how a record stands; an officer may change their words before they are released
OWN_LETTERS = (
    OutboxKind.CONSENT,
    OutboxKind.REGISTERED,
    OutboxKind.DECLINED,
    OutboxKind.OFFER,
    OutboxKind.WITHDRAWN,
)
#: what an officer releases in answer to a letter; an acknowledgement says nothing of the office
ANSWERS = (OutboxKind.QUESTION, OutboxKind.PLEA, OutboxKind.REPLY, *OWN_LETTERS)
#: what goes to whoever sent something, by mail or chat
TO_SENDERS = (*AUTOMATIC_ANSWERS, *ANSWERS, OutboxKind.REMINDER)


class OutboxStatus(StrEnum):
    """Where something to be sent stands."""

    PENDING = "pending"
    SENDING = "sending"  #: intent written; after a crash its outcome is unknown
    SENT = "sent"
    FAILED = "failed"  #: refused for good; a person may look
    BOUNCED = "bounced"  #: sent, and came back
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """Something to be sent, or sent."""

    id: int
    kind: OutboxKind
    status: OutboxStatus
    #: "chat:<id>" or a mail address; rows of one target leave in order
    target: str
    #: ids only (draft, message, revision), never content
    payload: dict[str, Any]
    attempts: int
    #: True where an earlier attempt's outcome is unknown: mark it as a possible repeat
    possible_repeat: bool
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOutboxRow:
    """Something to be sent, to be written in the same transaction as what causes it."""

    kind: OutboxKind
    target: str
    payload: dict[str, Any]
    #: it rests until then, and what is written later may leave before it; None: at once
    not_before: datetime | None = None
