"""What went wrong with a delivery, as the decision that follows from it."""

from __future__ import annotations

from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

#: the Bot API's words for an edit that would change nothing
UNCHANGED = "message is not modified"
#: for a message that can no longer be edited
_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
#: for a message that is no longer there to be deleted
_DELETED = "message to delete not found"
#: for markup that it does not take
_TEXT = ("can't parse entities", "message is too long", "text is too long", "message text is empty")
#: for a picture that it does not take
_PICTURE = (
    "image_process_failed", "photo_invalid", "photo_save_file_invalid", "file must be non-empty",
    "file is too big", "too big for a photo",
)  # fmt: skip


class NotDeliveredError(Exception):
    """A delivery failed: for good, or for now; `problem` is a code and says nothing of a letter."""

    def __init__(
        self,
        problem: str,
        *,
        permanent: bool = False,
        unknown: bool = False,
        retry_after: float | None = None,
        reply: str = "",
        of_relay: bool = False,
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.permanent = permanent
        #: it may have arrived all the same
        self.unknown = unknown
        #: seconds that the other side asks us to wait
        self.retry_after = retry_after
        #: the numbers of a mail server's answer, such as `550 5.1.1`
        self.reply = reply
        #: it is our own relay that fails, for every mail
        self.of_relay = of_relay


class HeldBackError(NotDeliveredError):
    """So many have left that this one waits its turn; no attempt was made."""


def from_telegram(error: TelegramError) -> NotDeliveredError:
    """The decision for an error of the chat; a bad request is for good, the network is not."""
    if isinstance(error, RetryAfter):
        return NotDeliveredError("flood_limit", retry_after=seconds(error))
    if isinstance(error, Forbidden):
        return NotDeliveredError("forbidden", permanent=True)
    if isinstance(error, BadRequest):
        found = "chat not found" in error.message.lower()
        return NotDeliveredError("chat_not_found" if found else "bad_request", permanent=True)
    if isinstance(error, InvalidToken):
        return NotDeliveredError("token_refused", retry_after=60)
    if isinstance(error, NetworkError):
        # without a connection nothing can have arrived
        unknown = not error.message.startswith("httpx.ConnectError")
        return NotDeliveredError("network", unknown=unknown)
    return NotDeliveredError("chat_error")


def seconds(error: RetryAfter) -> float:
    """How long a flood limit asks us to wait."""
    # the public property changes its type between versions, and warns of it at every look
    return error._retry_after.total_seconds()  # noqa: SLF001


def is_unchanged(error: BadRequest) -> bool:
    """The message says so already."""
    return UNCHANGED in error.message.lower()


def is_gone(error: BadRequest) -> bool:
    """The message is no longer there to be edited."""
    return any(words in error.message.lower() for words in _GONE)


def is_deleted(error: BadRequest) -> bool:
    """Somebody has deleted the message before."""
    return _DELETED in error.message.lower()


def is_about_text(error: BadRequest) -> bool:
    """The markup is refused, by a server that is stricter than we know."""
    return any(words in error.message.lower() for words in _TEXT)


def is_about_picture(error: BadRequest) -> bool:
    """The picture is refused; its words may still go."""
    return any(words in error.message.lower() for words in _PICTURE)
