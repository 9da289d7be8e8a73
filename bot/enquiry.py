"""The answer to somebody who asks: what the ACSG is, how to write to it, how their letter stands.

`[enquiry]` of `templates/words/` has the words. An officer sees them before they go.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from bot.acknowledge import in_languages
from bot.locales import long_date
from bot.originals import language_code
from bot.spoken import chosen
from bot.words import catalogue
from store import answered, drafts, inbox
from store.errors import UnknownMessageError
from store.model import OPEN_STATUSES, DraftStatus, MessageStatus
from store.submitted import is_withdrawn

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from bot.acknowledge import Answer
    from store.model import InboxMessage, ReadMessage

_REF: Final = re.compile(r"\bACSG-[0-9]{4}-[0-9]{4,9}(?![0-9])", re.IGNORECASE)
#: references of one message that are looked up
_MOST_REFS: Final = 5


def enquiry_answer(
    session: Session,
    message: InboxMessage,
    read: ReadMessage | None,
    *,
    target: str,
    address: str,
    contact: str,
    zone: ZoneInfo,
) -> Answer:
    """The answer, in the sender's language.

    Args:
        session: to read from.
        message: that asks.
        read: what was read of it.
        target: to whom the answer goes; only what they sent themselves is told of.
        address: where requests are sent.
        contact: how to reach a person.
        zone: of the date of receipt.

    """
    day = message.received_at.astimezone(zone).date()
    about = _their_letter(session, message, read, target)

    def words(code: str) -> str:
        told, states = catalogue(code)["enquiry"], catalogue(code)["enquiry_states"]
        named = {
            "ref": message.ref, "date": long_date(day, code), "address": address,
            "contact": contact,
        }  # fmt: skip
        status = ""
        if about is not None:
            state = states[_state(session, about)]
            status = told["status"].format(about=about.ref, state=state)
        text = told["text"].format(**named, status=status)
        return f"{told['subject'].format(**named)}\n{text}"

    spoken = (chosen(session, message), read.language if read else None)
    return in_languages(message.ref, words, *spoken, language_code(session, message))


def _their_letter(
    session: Session, message: InboxMessage, read: ReadMessage | None, target: str
) -> InboxMessage | None:
    """The first earlier letter that they name and that came from where the answer goes."""
    for ref in _refs(read):
        found = inbox.by_ref(session, ref)
        if found is None or found.id == message.id or found.status is MessageStatus.ERASED:
            continue
        if target in _senders(session, found):
            return found
    return None


def _senders(session: Session, message: InboxMessage) -> set[str]:
    """Where answers on a letter went or would go."""
    if message.reply_chat is not None:
        return {f"chat:{message.reply_chat}"}
    senders = {message.sender.lower(), answered.where(session, message.id) or ""}
    with suppress(UnknownMessageError):  # it has not been read yet
        senders.add((drafts.message_of(session, message.id).sender_address or "").lower())
    return senders - {""}


def _state(session: Session, message: InboxMessage) -> str:
    """How a letter stands, as a name under `[enquiry_states]`."""
    made = drafts.of_message(session, message.id)
    statuses = {one.status for one in made}
    if message.status is not MessageStatus.DONE:
        return "received"
    if DraftStatus.WAITING in statuses:
        return "waiting"
    if statuses & set(OPEN_STATUSES) or not statuses:
        return "open"
    if DraftStatus.CONFIRMED in statuses:
        return "registered"
    return "withdrawn" if any(is_withdrawn(one) for one in made) else "closed"


def _refs(read: ReadMessage | None) -> Iterable[str]:
    if read is None:
        return ()
    texts = [read.subject or "", *(one.text for one in read.segments)]
    found = [ref.upper() for text in texts for ref in _REF.findall(text)]
    return list(dict.fromkeys(found))[:_MOST_REFS]
