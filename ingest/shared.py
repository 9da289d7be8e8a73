"""Imported by the fork server alone: what all guarded processes share is loaded here once.

Pages of memory that a process inherits and does not write to count once for all processes, and a
process that replaces a crashed one is ready in milliseconds.
"""

from __future__ import annotations

import contextlib

with contextlib.suppress(ImportError):
    from ingest import extract, mail
    from nlp import analyse

    __all__ = ["analyse", "extract", "mail"]
