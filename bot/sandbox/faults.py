"""What can be told to go wrong with a call, so that tests see how the program takes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.sandbox.refusal import Refusal, too_many

if TYPE_CHECKING:
    from collections.abc import Callable


class Cut(Exception):  # noqa: N818 - it is no error: it is the cable that was cut
    """The connection ends without an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that goes wrong, instead of the call or after it was carried out."""

    trouble: Refusal | Cut
    #: the call is carried out and only its answer is lost: the caller cannot know
    is_after: bool = False


def busy(retry_after: int = 1) -> Fault:
    """429 with the seconds to wait."""
    return Fault(trouble=too_many(retry_after))


def refused(code: int, description: str) -> Fault:
    """An error of the Bot API, such as 403 or 500."""
    return Fault(trouble=Refusal(code, description))


def cut() -> Fault:
    """The network ends before the call was carried out."""
    return Fault(trouble=Cut())


def cut_after() -> Fault:
    """The network ends after the call was carried out."""
    return Fault(trouble=Cut(), is_after=True)


@dataclass(slots=True)
class Faults:
    """Faults that wait for their method, in order; `is_down` cuts every call."""

    is_down: bool = False
    #: asked of calls that no fault waits for, such as by chance
    chance: Callable[[str], Fault | None] | None = None
    _waiting: dict[str, list[Fault]] = field(default_factory=dict)

    def add(self, method: str, fault: Fault, times: int = 1) -> None:
        """Let the next calls of a method fail."""
        self._waiting.setdefault(method.lower(), []).extend([fault] * times)

    def take(self, method: str) -> Fault | None:
        """The fault for this call."""
        if self.is_down:
            return cut()
        waiting = self._waiting.get(method.lower())
        if waiting:
            return waiting.pop(0)
        return self.chance(method) if self.chance else None
