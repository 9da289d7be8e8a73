"""Answers that overtake their letter: it is in work still, or parked, when they are read.

An answer waits a little for a letter of its own sender that is known and being read. Where that
takes too long, both stand for themselves at first, and are tied when the letter has been read.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ingest.acquaintance import is_same_sender, is_shared
from ingest.clues import is_telling
from ingest.errors import NotYetError
from ingest.inbound import Channel
from ingest.joining import NOT_PROVEN
from ingest.origin import header_of
from ingest.thread import SURE
from nlp.reading import Kind
from store import drafts, inbox, links, proofs, shown_notes, threads, unread
from store.audit import PROGRAM
from store.links import Link, Relation
from store.model import OPEN_STATUSES, MessageStatus
from store.transitions import edit_cards

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.model import Draft, InboxMessage
    from store.threads import Earlier
    from store.unread import Unread

#: seconds before each further try, two minutes together; then it is read without its letter
_PAUSES: Final = (2, 4, 8, 15, 30, 60)
#: of a mail, in bytes; its ids stand there
_HEAD: Final = 64_000
_FIELD: Final = re.compile(
    rb"^(message-id|in-reply-to|references)[ \t]*:((?:[^\r\n]|\r?\n[ \t])*)",
    re.IGNORECASE | re.MULTILINE,
)
_ID: Final = re.compile(rb"<[^<>\s]{1,500}>")
#: an answer may be taken in so long before the letter, on another way
_EARLIER: Final = timedelta(hours=1)
_RULE: Final = "continues_a_thread"


def awaited(session: Session, received: InboxMessage, raw: bytes) -> list[Unread]:
    """Mails of the same sender that a mail answers and that nobody has read yet."""
    _, at, domain = received.sender.lower().rpartition("@")
    named = _ids(raw[:_HEAD], b"in-reply-to", b"references")
    if received.channel != Channel.EMAIL or not at or not named:
        return []
    ending = received.sender.lower() if is_shared(domain) else f"@{domain}"
    found = unread.of_senders(session, ending, channel=Channel.EMAIL, but=received.id)
    return [
        one
        for one in found
        if is_same_sender(received.sender, one.sender)
        and named & _ids(inbox.head(session, one.id, _HEAD), b"message-id")
    ]


def wait_for(letters: Sequence[Unread], attempt: int) -> None:
    """Wait for those that are being read; not for parked ones, which an officer must look at.

    Raises:
        NotYetError: to be tried again, and how soon.

    """
    is_soon = any(one.status is not MessageStatus.PARKED for one in letters)
    # each try is an attempt of its own, so that this ends also where attempts fail in between
    if is_soon and attempt <= len(_PAUSES):
        raise NotYetError(_PAUSES[attempt - 1])


def join(session: Session, received: InboxMessage, header_id: str | None, *, now: datetime) -> None:
    """Tie to a letter that has just been read what answers it and was read before, as it stands.

    What has drafts of its own is offered, so that an officer may attach it; what has none belongs
    to the letter's.
    """
    if header_id is None or not is_telling(header_id):
        return
    since = received.received_at - _EARLIER
    answers = threads.answers_to(session, header_id, since=since, but=received.id)
    letter = threads.one(session, received.id) if answers else None
    if letter is None or not letter.drafts:
        return
    for answer in answers:
        if _belongs(session, answer, letter):
            _tie(session, answer, letter, letter.drafts[0], now=now)


def _belongs(session: Session, answer: Earlier, letter: Earlier) -> bool:
    """Whether it is of the same sender, stands for itself, and is not about one person's case."""
    proof = proofs.of_message(session, answer.message_id)
    if proof is not None and proof.is_disowned:
        return False
    if any(
        one.relation is not Relation.MENTIONED
        for one in links.of_message(session, answer.message_id)
    ):
        return False
    read = drafts.message_of(session, answer.message_id)
    if Kind.INDIVIDUAL_CASE in {kind for kind, _, _ in read.kinds}:
        return False
    return any(is_same_sender(read.sender_address or "", one) for one in letter.senders)


def _tie(
    session: Session, answer: Earlier, letter: Earlier, draft: Draft, *, now: datetime
) -> None:
    own = drafts.of_message(session, answer.message_id)
    proof = proofs.of_message(session, answer.message_id)
    is_unproven = letter.is_proven and proof is not None and not proof.is_proven
    link = Link(
        message_id=answer.message_id,
        earlier_id=letter.message_id,
        draft_id=draft.id,
        relation=Relation.OFFERED if own or is_unproven else Relation.ATTACHED,
        rule=_RULE,
        sureness=SURE,
        hits=(_RULE, "was_read_before", *([NOT_PROVEN] if is_unproven else [])),
    )
    links.record(session, [link], made_by=PROGRAM, now=now)
    for one in own or ([] if is_unproven else [draft]):
        if one.status in OPEN_STATUSES:
            edit_cards(session, one.id, now)
    shown_notes.edit(session, answer.message_id, now)


def _ids(head: bytes, *names: bytes) -> set[str]:
    """The Message-IDs in these fields; who writes others finds its letter later."""
    fields = (field[2] for field in _FIELD.finditer(header_of(head)) if field[1].lower() in names)
    found = {one.decode("latin-1") for field in fields for one in _ID.findall(field)}
    return {one for one in found if is_telling(one)}
