"""What is asked of DNS for one mail: a bounded number of questions, in a bounded time."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from ingest.errors import IngestError

if TYPE_CHECKING:
    from collections.abc import Callable

#: questions for one mail; a policy of ten mechanisms with ten hosts each is the most of RFC 7208
MOST_QUESTIONS: Final = 60
#: a question waits no longer than this, in seconds
_ONE: Final = 4.0
#: longer records, in characters, and more of them than this are no honest answer
_LONGEST: Final = 8_000
_MOST_RECORDS: Final = 100


class DnsError(IngestError):
    """DNS gave no answer; it may later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What DNS says of a name: its records of one kind, none where it has none."""

    #: TXT joined and one character a byte, MX as "10 mx.example", others as they are written
    records: tuple[str, ...]
    ttl_seconds: int


class Resolver(Protocol):
    """Who asks DNS."""

    def ask(self, name: str, kind: str, *, seconds: float) -> Answer:
        """The records of a name, of one kind (TXT, A, AAAA, MX, PTR).

        Raises:
            DnsError: there was no answer in this time.

        """


def _nothing_kept(_name: str, _kind: str) -> None:
    return None


class Inquiry:
    """The questions about one mail."""

    def __init__(
        self,
        resolver: Resolver,
        *,
        seconds: float,
        kept: Callable[[str, str], tuple[str, ...] | None] = _nothing_kept,
    ) -> None:
        """Begin now.

        Args:
            resolver: who asks.
            seconds: for all questions together.
            kept: what is known from before, by name and kind.

        """
        self._resolver = resolver
        self._kept = kept
        self._ends = time.monotonic() + seconds
        self._asked: dict[tuple[str, str], tuple[str, ...]] = {}
        self._unanswered: set[tuple[str, str]] = set()
        #: whether an answer was lacking that there may be later; not where we ask no more
        self.lacks_answers = False
        #: what DNS said that was not known before
        self.fresh: dict[tuple[str, str], Answer] = {}

    @property
    def is_answered(self) -> bool:
        """Whether any question was."""
        return bool(self._asked)

    @property
    def has_gaps(self) -> bool:
        """Whether any question was not."""
        return bool(self._unanswered)

    def __call__(self, name: str, kind: str) -> tuple[str, ...]:
        """The records of a name.

        Raises:
            DnsError: no answer, no time left, or too many questions.

        """
        key = (name.rstrip(".").lower(), kind)
        if key in self._asked:
            return self._asked[key]
        known = self._kept(*key)
        if known is None:
            known = self._ask(key)
        self._asked[key] = known
        return known

    def _ask(self, key: tuple[str, str]) -> tuple[str, ...]:
        left = self._ends - time.monotonic()
        too_many = len(self._asked) + len(self._unanswered) >= MOST_QUESTIONS
        if key in self._unanswered or left <= 0 or too_many:
            self.lacks_answers |= not too_many
            self._unanswered.add(key)
            raise DnsError
        try:
            answer = self._resolver.ask(*key, seconds=min(left, _ONE))
        except DnsError:
            self.lacks_answers = True
            self._unanswered.add(key)
            raise
        records = tuple(one for one in answer.records[:_MOST_RECORDS] if len(one) <= _LONGEST)
        self.fresh[key] = Answer(records=records, ttl_seconds=answer.ttl_seconds)
        return records
