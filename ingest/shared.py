"""Imported by the fork server alone: what all processes that read texts share is loaded here once.

Pages of memory that a process inherits and does not write to count once for all processes, and a
process that takes the place of a crashed one is ready in milliseconds.
"""

from __future__ import annotations

import gc
from typing import Final

from nlp import analyse
from nlp.reading import Circumstances, Passage, Role

__all__ = ["READER"]

_WARM_UP: Final = (Passage(text="We request training for our staff.", role=Role.OWN),)


def _loaded() -> analyse.Reader | None:
    """The reader with everything loaded; None where that fails: then each process says why."""
    try:
        reader = analyse.load_reader()
        reader.analyse(_WARM_UP, Circumstances())
    except Exception:  # noqa: BLE001 - nobody is there to hear it
        return None
    return reader


READER: Final = _loaded()
# looking through what is here now would only copy its pages in each process
gc.freeze()
