"""What officers type as the value of a field, understood by the reader's own grammar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bot.foreign import clean, clip
from bot.locales import country
from bot.office_words import say
from bot.replies import either
from bot.state_names import UnclearError, codes_in
from nlp.dates import days, spans
from nlp.money import sums
from store.content import Amount

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.content import Content

_LONGEST: Final = 200
_QUOTED: Final = 60


class NotUnderstoodError(Exception):
    """What was typed cannot be the value; its words say what to give."""


def value_in(field: str, words: str, content: Content) -> Any:
    """The value of a field that an officer typed.

    Raises:
        NotUnderstoodError: it cannot be one, and what to do.

    """
    typed = clean(words)
    if not typed:
        raise _not_understood("nothing")
    return _READ[field](typed, content)


def _states(typed: str, _: Content) -> tuple[str, ...]:
    try:
        return codes_in(typed)
    except UnclearError as error:
        if error.codes:
            named = [
                say("typed_values.named_code", code=code, country=country(code))
                for code in error.codes
            ]
            raise _not_understood(
                "unclear_state", name=_cut(error.name), either=either(named)
            ) from None
        raise _not_understood("unknown_state", name=_cut(error.name)) from None


def _day(typed: str, *, last: bool) -> str:
    found = list(days(typed))
    if len(found) != 1:
        raise _not_understood("no_day", typed=_cut(typed))
    return (found[0].last if last else found[0].first).isoformat()


def _start(typed: str, content: Content) -> str:
    day, end = _day(typed, last=False), content.facts.end
    if end and day > end:
        raise _not_understood("after_end", day=day, end=end)
    return day


def _end(typed: str, content: Content) -> str:
    day, start = _day(typed, last=True), content.facts.start
    if start and day < start:
        raise _not_understood("before_start", day=day, start=start)
    return day


def _duration(typed: str, _: Content) -> str:
    # the grammar knows a duration by the word before it
    found = [(start, end) for start, end in spans(f"for {typed}") if start == len("for ")]
    if not found or found[0][1] != len(f"for {typed}"):
        raise _not_understood("no_duration", typed=_cut(typed))
    return typed


def _amounts(typed: str, _: Content) -> tuple[Amount, ...]:
    found = tuple(
        Amount(text=typed[start:end], value=value, currency=currency or None)
        for start, end, value, currency in sums(typed)
    )
    if not found:
        raise _not_understood("no_amount", typed=_cut(typed))
    return found


def _words(typed: str, _: Content) -> str:
    if len(typed) > _LONGEST:
        raise _not_understood("too_long", longest=_LONGEST)
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


def _not_understood(why: str, **given: object) -> NotUnderstoodError:
    """What is wrong with what was typed, and that the question stays open."""
    return NotUnderstoodError(f"{say(f'typed_values.{why}', **given)} {say('typed_values.again')}")


def _cut(words: str) -> str:
    return clip(words, _QUOTED)
