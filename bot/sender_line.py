"""Who wrote a message, as a card names them, and why no program has answered them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.office_words import say
from ingest.inbound import Channel

if TYPE_CHECKING:
    from store.model import InboxMessage, ReadMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who wrote, as the message says."""

    #: empty where it gives none
    name: str
    address: str
    #: where the header asks for answers, if that is elsewhere; nothing automatic goes there
    reply_to: str = ""
    #: why nobody was answered automatically; empty where nothing spoke against it
    unanswered: str = ""


def sender_of(message: InboxMessage, read: ReadMessage | None) -> Sender:
    """Who sent a message: the header's name, and the address."""
    if message.channel == Channel.OFFICE:
        # nobody sent it: for whom it is, as the officer typed, says most
        return Sender(name="", address=(read.subject if read else None) or say("card.nobody"))
    address = (read.sender_address if read else None) or message.sender or say("card.nobody")
    if address.startswith("telegram:"):
        address = say("card.chat")
    name = (read.sender_name if read else None) or ""
    return Sender(
        name="" if name == address else name,
        address=address,
        reply_to=_elsewhere(read, address),
        unanswered=_unanswered(read),
    )


def _elsewhere(read: ReadMessage | None, address: str) -> str:
    wanted = (read.reply_to_address if read else None) or ""
    return "" if wanted.lower() == address.lower() else wanted


def _unanswered(read: ReadMessage | None) -> str:
    why = read.unanswerable if read else None
    return say(f"unanswered.{why}") if why else ""
