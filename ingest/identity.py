"""What makes two deliveries the same mail; whoever stores them decides what follows from it."""

from __future__ import annotations

import hashlib
from typing import Final

#: headers that each transport adds on top, so that a resend carries others (RFC 5321 4.4)
_TRACE: Final = (
    b"return-path:",
    b"received:",
    b"received-spf:",
    b"x-received:",
    b"delivered-to:",
    b"x-original-to:",
    b"authentication-results:",
    b"arc-",
)


def identity(envelope_sender: str | None, raw: bytes) -> str:
    """Hash of the envelope sender and the mail without its leading trace headers.

    A mail that is sent again because our 250 got lost has new trace headers and is the same
    mail. Only headers before the first other header are left out: those below it were there
    when the sender signed.
    """
    local, at, domain = (envelope_sender or "").rpartition("@")
    digest = hashlib.sha256(f"{local}{at}{domain.lower()}".encode("utf-8", "surrogateescape"))
    digest.update(b"\0")
    digest.update(memoryview(raw)[_after_trace(raw) :])
    return digest.hexdigest()


def _after_trace(raw: bytes) -> int:
    """Offset of the first header that is no trace."""
    start, in_trace = 0, False
    while start < len(raw):
        end = raw.find(b"\n", start) + 1 or len(raw)
        folded = raw[start : start + 1] in (b" ", b"\t") and raw[start:end].strip() != b""
        in_trace = in_trace if folded else raw[start : start + 30].lower().startswith(_TRACE)
        if not in_trace:
            return start
        start = end
    return start
