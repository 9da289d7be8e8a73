"""Whether a mail plainly asks for the blank form; in doubt it does not."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ingest.inbound import Channel, TextOrigin
from nlp.reading import Kind
from nlp.words import fold, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.outcome import Outcome

#: who has more to say has something else to say
_MOST_WORDS: Final = 60
_ANY: Final = "*"
_OWN: Final = frozenset({TextOrigin.BODY, TextOrigin.SIGNATURE})

Phrase = tuple[str, ...]


def is_asked(outcome: Outcome) -> bool:
    """Whether the answer to a mail is to carry the form.

    Only a short mail without a file and without anything passed on or quoted, that no program
    wrote and that is not about one person's own case.
    """
    message, reading = outcome.message, outcome.reading
    if message.channel is not Channel.EMAIL or message.automatic or message.bounce:
        return False
    if message.attachments or any(one.origin not in _OWN for one in message.bodies):
        return False
    if reading is None or any(one.kind is Kind.INDIVIDUAL_CASE for one in reading.kinds):
        return False
    own = "\n".join(one.text for one in message.bodies if one.origin is TextOrigin.BODY)
    return asks_for_form(message.subject or "", own)


def asks_for_form(subject: str, text: str) -> bool:
    """The same of words alone."""
    row = [word.key for word in words(text)]
    if len(row) > _MOST_WORDS:
        return False
    said = [[word.key for word in words(subject)], row]
    return (
        any(_has(one, "form") for one in said)
        and any(_has(one, "ask") for one in said)
        and not any(_has(one, "not") for one in said)
    )


def _has(row: Sequence[str], which: str) -> bool:
    return any(
        all(map(_fits, phrase, row[at : at + len(phrase)]))
        for phrase in _phrases(which)
        for at in range(len(row) - len(phrase) + 1)
    )


def _fits(wanted: str, word: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith(_ANY) else word == wanted


@cache
def _phrases(which: str) -> tuple[Phrase, ...]:
    path = Path(__file__).with_name("form_asked.toml")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(_phrase(one) for phrases in data[which].values() for one in phrases)


def _phrase(written: str) -> Phrase:
    parts = written.split()
    return tuple(fold(one.rstrip(_ANY)) + (_ANY if one.endswith(_ANY) else "") for one in parts)
