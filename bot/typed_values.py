"""What officers type as the value of a field, understood by the reader's own grammar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bot.foreign import clean, clip
from bot.locales import country
from bot.state_names import UnclearError, codes_in
from nlp.dates import days, spans
from nlp.money import sums
from store.content import Amount

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.content import Content

_LONGEST: Final = 200
_QUOTED: Final = 60
_AGAIN: Final = "Nothing was changed; reply to the question again."


class NotUnderstoodError(Exception):
    """What was typed cannot be the value; its words say what to give."""


def value_in(field: str, words: str, content: Content) -> Any:
    """The value of a field that an officer typed.

    Raises:
        NotUnderstoodError: it cannot be one, and what to do.

    """
    typed = clean(words)
    if not typed:
        raise NotUnderstoodError(f"Nothing was typed. {_AGAIN}")
    return _READ[field](typed, content)


def _states(typed: str, _: Content) -> tuple[str, ...]:
    try:
        return codes_in(typed)
    except UnclearError as error:
        if error.codes:
            either = " or ".join(f"{code} ({country(code)})" for code in error.codes)
            raise NotUnderstoodError(
                f"“{_cut(error.name)}” may be several States: give {either}. {_AGAIN}"
            ) from None
        raise NotUnderstoodError(
            f"“{_cut(error.name)}” is no State's name that is known: give the name in one of the "
            f"six languages or the two-letter code, such as TD. {_AGAIN}"
        ) from None


def _day(typed: str, *, last: bool) -> str:
    found = list(days(typed))
    if len(found) != 1:
        raise NotUnderstoodError(
            f"“{_cut(typed)}” is not one day or month with its year: give it as 2026-03-01, "
            f"1 March 2026 or mars 2026. {_AGAIN}"
        )
    return (found[0].last if last else found[0].first).isoformat()


def _start(typed: str, content: Content) -> str:
    day, end = _day(typed, last=False), content.facts.end
    if end and day > end:
        raise NotUnderstoodError(
            f"{day} is after the end, {end}: correct the end first, or give an earlier day. "
            f"{_AGAIN}"
        )
    return day


def _end(typed: str, content: Content) -> str:
    day, start = _day(typed, last=True), content.facts.start
    if start and day < start:
        raise NotUnderstoodError(
            f"{day} is before the start, {start}: correct the start first, or give a later day. "
            f"{_AGAIN}"
        )
    return day


def _duration(typed: str, _: Content) -> str:
    # the grammar knows a duration by the word before it
    found = [(start, end) for start, end in spans(f"for {typed}") if start == len("for ")]
    if not found or found[0][1] != len(f"for {typed}"):
        raise NotUnderstoodError(
            f"“{_cut(typed)}” is no length of time: give a number and a unit, such as 6 months "
            f"or deux ans. {_AGAIN}"
        )
    return typed


def _amounts(typed: str, _: Content) -> tuple[Amount, ...]:
    found = tuple(
        Amount(text=typed[start:end], value=value, currency=currency or None)
        for start, end, value, currency in sums(typed)
    )
    if not found:
        raise NotUnderstoodError(
            f"“{_cut(typed)}” is no amount with a currency: give it as EUR 120,000 or "
            f"50 000 USD, several with a semicolon between. {_AGAIN}"
        )
    return found


def _words(typed: str, _: Content) -> str:
    if len(typed) > _LONGEST:
        raise NotUnderstoodError(
            f"That is longer than {_LONGEST} characters: give the name alone. {_AGAIN}"
        )
    return typed


_READ: Final[dict[str, Callable[[str, Content], Any]]] = {
    "states": _states,
    "beneficiaries": _states,
    "organisation": _words,
    "facts.start": _start,
    "facts.end": _end,
    "facts.duration": _duration,
    "facts.amounts": _amounts,
    "facts.contact": _words,
}


def _cut(words: str) -> str:
    return clip(words, _QUOTED)
