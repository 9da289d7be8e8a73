"""What follows from what a relay says (RFC 5321, 4.2; RFC 3463) or fails to say.

5xx is for good where it is about this recipient or this mail. Where the relay does not take us,
our login or our sender, every mail would be lost for one wrong setting: those are tried again.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from typing import Final

from bot.delivery_errors import NotDeliveredError

#: first digit of an SMTP code that means "never"
_NEVER: Final = 5
#: the mail is larger than the relay takes (RFC 1870, 6.1)
_TOO_LARGE: Final = 552
_LOGIN_NEEDED: Final = 530
_ENHANCED: Final = re.compile(rb"^([245]\.\d{1,3}\.\d{1,3})\b")
#: security or policy (RFC 3463, 3.8): "relay access denied" and its kind
_POLICY: Final = "5.7."


def decision(error: OSError, *, in_doubt: bool = False) -> NotDeliveredError:
    """The decision for an error; `in_doubt` where a mail's end was said and not answered."""
    if in_doubt:
        return NotDeliveredError("relay_lost", unknown=True, of_relay=True)
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, said = next(iter(error.recipients.values()))
            return _about_recipient(code, said)
        case smtplib.SMTPNotSupportedError():
            # an address that is not ASCII, and a relay that has not heard of such
            return NotDeliveredError("address_not_supported", permanent=True)
        case smtplib.SMTPResponseException():
            return _answered(error)
    return NotDeliveredError(_unanswered(error), of_relay=True)


def _unanswered(error: OSError) -> str:
    match error:
        case ssl.SSLCertVerificationError():
            return "relay_certificate_refused"
        case ssl.SSLError():
            return "relay_tls_failed"
        case smtplib.SMTPServerDisconnected():
            return "relay_lost"
    return "relay_unreachable"


def reply_of(code: int, said: bytes | str) -> str:
    """An answer as its numbers: `550 5.1.1`; what it says in words may name people."""
    found = _ENHANCED.match(said if isinstance(said, bytes) else said.encode())
    return f"{code} {found[1].decode()}" if found else str(code)


def _about_recipient(code: int, said: bytes) -> NotDeliveredError:
    reply = reply_of(code, said)
    if code == _LOGIN_NEEDED or _POLICY in reply:
        return NotDeliveredError("relay_denies", reply=reply, of_relay=code == _LOGIN_NEEDED)
    return NotDeliveredError("recipient_refused", permanent=_is_never(code), reply=reply)


def _answered(error: smtplib.SMTPResponseException) -> NotDeliveredError:
    code, reply = error.smtp_code, reply_of(error.smtp_code, error.smtp_error)
    match error:
        case smtplib.SMTPAuthenticationError():
            return NotDeliveredError("relay_login_refused", reply=reply, of_relay=True)
        case smtplib.SMTPSenderRefused() if code == _TOO_LARGE:
            return NotDeliveredError("mail_refused", permanent=True, reply=reply)
        case smtplib.SMTPSenderRefused():
            return NotDeliveredError("sender_refused", reply=reply, of_relay=True)
        case smtplib.SMTPDataError():
            return NotDeliveredError("mail_refused", permanent=_is_never(code), reply=reply)
    return NotDeliveredError("relay_refuses", reply=reply, of_relay=True)


def _is_never(code: int) -> bool:
    return code // 100 == _NEVER
