"""Plain values of how an officer's decision ended; no third-party library here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from datetime import datetime

    from store.model import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """It holds; this is the draft now."""

    draft: Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class TooLate:
    """Somebody decided before, so that this is no longer possible."""

    draft: Draft
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """The draft is open but no longer says what the officer saw: look at it again."""

    draft: Draft
    by: str
    at: datetime


Outcome: TypeAlias = Decided | TooLate | Stale
