"""Every answer of the mail door, in full; none of them speaks of content.

5xx only for an unknown recipient, over the announced size, and protocol errors: whatever is our
own trouble is 4xx, so that the sender's server tries again.
"""

from __future__ import annotations

from typing import Final

OK: Final = "250 2.1.0 ok"
CANNOT_VERIFY: Final = "252 2.5.0 cannot verify addresses, send the mail"
RECIPIENT_OK: Final = "250 2.1.5 ok"
GO_AHEAD: Final = "354 end with <CRLF>.<CRLF>"

BUSY: Final = "421 4.3.2 too many connections, try again later"
#: not 5xx: a wrong setting of ours must not bounce what our own mail server holds
NOT_A_PEER: Final = "421 4.7.1 mail is taken from our own mail servers only"
CLOSING: Final = "421 4.3.2 closing down, try again later"
TIMEOUT: Final = "421 4.4.2 timeout, closing"
TROUBLE: Final = "451 4.3.0 cannot store mail now, try again later"
CROWDED: Final = "452 4.3.1 too much mail at once, try again later"
NO_ROOM: Final = "452 4.3.1 no room on the disk now, try again later"
TOO_MANY_RECIPIENTS: Final = "452 4.5.3 too many recipients, send the rest again"

NO_ARGUMENT: Final = "501 5.5.4 syntax: DATA"
NEED_HELO: Final = "503 5.5.1 send EHLO first"
NEED_RECIPIENT: Final = "503 5.5.1 need RCPT first"
NO_SUCH_COMMAND: Final = "500 5.5.1 no such command here"
NO_LOGIN: Final = "503 5.5.1 there is no login here"
BAD_XFORWARD: Final = "501 5.5.4 syntax: XFORWARD NAME=value ..."
XFORWARD_TOO_LATE: Final = "503 5.5.1 XFORWARD before MAIL"
UNKNOWN_RECIPIENT: Final = "550 5.1.1 no such address here"
TOO_LARGE: Final = "552 5.3.4 message exceeds the announced size"


def accepted(message_id: str) -> str:
    """The promise: said only after the commit."""
    return f"250 2.0.0 accepted as {message_id}"
