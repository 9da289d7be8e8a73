"""Did a person write this mail, a program, or the post about another mail? Patterns are data.

What follows (no answer, no draft) is for others to say.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ingest import headers

if TYPE_CHECKING:
    from email.message import Message

_DATA: Final = tomllib.loads(Path(__file__).with_name("automatic.toml").read_text(encoding="utf-8"))


def _compiled(table: str) -> dict[str, re.Pattern[str]]:
    return {key: re.compile(pattern, re.IGNORECASE) for key, pattern in _DATA[table].items()}


_AUTOMATIC: Final = _compiled("automatic")
_BOUNCE: Final = _compiled("bounce")
_SUBJECTS: Final = _compiled("subjects")
_BOUNCE_SUBJECTS: Final = _compiled("bounce_subjects")


def is_automatic(message: Message, subject: str | None) -> bool:
    """A vacation note, a list, bulk mail, a read receipt (RFC 3834, RFC 8098)."""
    if _any_header(message, _AUTOMATIC) or _any(_SUBJECTS, subject):
        return True
    return _report_type(message) == "disposition-notification"


def is_bounce(message: Message, subject: str | None, envelope_sender: str | None) -> bool:
    """A delivery report (RFC 3464) or any mail that nobody may answer, its sender being `<>`."""
    if envelope_sender is not None and not envelope_sender.strip("<> "):
        return True
    if message.get_content_type() == "multipart/report":
        return _report_type(message) != "disposition-notification"
    if _any_header(message, _BOUNCE):
        return True
    # the words alone are not enough: a person may forward a failure to us
    postmaster = any(
        a.address.lower().startswith("postmaster@") for a in headers.addresses(message, "from")
    )
    return postmaster and _any(_BOUNCE_SUBJECTS, subject)


def _report_type(message: Message) -> str:
    if message.get_content_type() != "multipart/report":
        return ""
    return headers.parameter(message, "content-type", "report-type").lower() or "delivery-status"


def _any_header(message: Message, patterns: dict[str, re.Pattern[str]]) -> bool:
    return any(
        pattern.search(value)
        for name, pattern in patterns.items()
        for value in headers.values(message, name)
    )


def _any(patterns: dict[str, re.Pattern[str]], subject: str | None) -> bool:
    return bool(subject) and any(pattern.search(subject or "") for pattern in patterns.values())
