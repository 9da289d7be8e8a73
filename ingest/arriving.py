"""What the mail door hands over: a mail with its envelope, in values that any database can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.identity import identity
from ingest.inbound import Channel
from store.model import Arrival

if TYPE_CHECKING:
    from ingest.dataphase import MailData
    from ingest.xforward import Client


def arrival_of(data: MailData, envelope: Any, client: Client) -> Arrival | None:
    """What is handed over; None where the mail was not kept."""
    raw = data.content()
    if raw is None:
        return None
    sender = _storable("" if envelope.mail_from == "<>" else envelope.mail_from)
    return Arrival(
        channel=Channel.EMAIL,
        raw=raw,
        identity=identity(sender, raw),
        sender=sender,
        recipients=tuple(dict.fromkeys(_storable(address) for address in envelope.rcpt_tos)),
        peer=client.address,
        helo=_storable(client.helo) if client.helo else None,
    )


def _storable(address: str) -> str:
    """An address without what no database can hold: bytes that are no UTF-8, controls."""
    if address.isprintable():
        return address
    text = address.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(ch for ch in text if ch.isprintable())
