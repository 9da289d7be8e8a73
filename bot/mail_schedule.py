"""When a mail that did not leave is tried again, and when it is given up (RFC 5321, 4.5.4.1).

Against one recipient: a moment, then minutes, then hours, as mail servers do; given up after five
days. Where our own relay is the trouble, asking it again costs nobody else anything, and all that
waits should leave soon after it is back: never more than ten minutes.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

#: seconds before the second attempt, the third ...; the last one again and again
_PAUSES_S: Final = (5, 60, 300, 900, 1800, 3600, 7200, 10800)
_RELAY_PAUSES_S: Final = (5, 15, 60, 300, 600)
#: RFC 5321 asks for four to five days at least
LIFE: Final = timedelta(days=5)


def mail_pause(attempts: int, *, of_relay: bool) -> float:
    """Seconds before the next attempt after so many."""
    pauses = _RELAY_PAUSES_S if of_relay else _PAUSES_S
    return float(pauses[min(max(attempts, 1), len(pauses)) - 1])
