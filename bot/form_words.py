"""What is printed on the blank form: the questions of the guided dialogue, in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.words import LANGUAGES, words_in
from ingest.form_printed import PrintedForm, PrintedStep
from ingest.guided_steps import STEPS

if TYPE_CHECKING:
    from bot.words import Words
    from ingest.guided_steps import Step

#: questions whose words name buttons of the chat; on paper they are asked otherwise
_ON_PAPER: Final = frozenset({"form", "conditions"})


def printed(words: Words, address: str) -> PrintedForm:
    """The form in one language; `address`: where it is returned to."""
    return PrintedForm(
        language=words.language,
        is_right_to_left=words.is_right_to_left,
        to=words("guide.letter_to"),
        title=words("form.title"),
        how=words("form.how"),
        steps=tuple(_step(one, words) for one in STEPS),
        placeholder=words("form.placeholder"),
        closing=(words("guide.letter_signature"), words("guide.letter_stamp")),
        foot=words("form.foot", address=address),
    )


def all_printed(address: str) -> tuple[PrintedForm, ...]:
    """The form in every language."""
    return tuple(printed(words_in(code), address) for code in LANGUAGES)


def _step(step: Step, words: Words) -> PrintedStep:
    if step.code in _ON_PAPER:
        question = words(f"form.{step.code}_ask")
    else:
        # what follows is an example
        question = words(f"guide.{step.code}_ask").partition("\n")[0]
    return PrintedStep(
        code=step.code,
        heading=words(f"guide.{step.code}_heading"),
        question=question,
        choices=tuple((one, words(f"guide.{step.code}_{one}")) for one in step.choices),
    )
