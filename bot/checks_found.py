"""What a check found, as `acsg-intake check` prints it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How one subject stands."""

    subject: str
    #: "ok"; "warning": the program runs without it; "failed": it will not run
    state: Literal["ok", "warning", "failed"]
    #: what to do; empty when all is well
    hint: str = ""
