"""A mail whose data is coming in, and when a peer has had time enough for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ingest import replies

if TYPE_CHECKING:
    import asyncio

    from ingest.dataphase import MailData
    from ingest.smtp import SmtpOptions

_ALL: Final = 1 << 30
#: what is read on of a mail over the limit, in times the limit, before the line is cut
_PATIENCE: Final = 4


class UnderWay(NamedTuple):
    """A mail whose data is coming in."""

    data: MailData
    #: by the loop's clock
    begun: float
    #: ends with the mail
    whole: asyncio.Future[None]


def lying_in(reader: asyncio.StreamReader) -> bytes:
    """What has come already and was not read, taken out without waiting."""
    reading = reader.read(_ALL)
    try:
        # where there is something, it is read before anything is waited for
        reading.send(None)
    except StopIteration as read:
        early: bytes = read.value
        return early
    reading.close()
    return b""


def cut_off(size_bytes: int, seconds: float, options: SmtpOptions) -> str | None:
    """What is said to a peer whose mail has no end in sight; None while it has.

    Args:
        size_bytes: what has come, kept or not.
        seconds: since the data began.
        options: of the door.

    """
    if size_bytes > _PATIENCE * options.max_message_bytes:
        return replies.TOO_LARGE
    crawls = size_bytes < options.least_bytes_per_second * seconds
    if seconds > options.data_seconds or (seconds > options.grace_seconds and crawls):
        return replies.TIMEOUT
    return None
