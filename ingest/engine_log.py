"""What the durable engine logs, made as short and as seldom as everything else.

While the database is away it would write whole statements several times a second.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_SECONDS: Final = 60.0


class Seldom(logging.Filter):
    """Lets one line of each place in the engine's code through a minute, without its details."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._said: dict[tuple[str, int], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to write it; what it says of a failure is cut to its first sentence."""
        place, now = (record.filename, record.lineno), self._clock()
        if now - self._said.get(place, -_SECONDS) < _SECONDS:
            return False
        self._said[place] = now
        # what follows the first colon is the exception's text, and a traceback would repeat it
        record.msg, record.args = record.getMessage().partition(":")[0], ()
        record.exc_info = record.exc_text = None
        return True
