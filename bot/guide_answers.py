"""What was given to the questions of the guided dialogue, as it is asked for, shown and sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ingest.guided_steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.words import Words
    from ingest.guided_steps import Step
    from store.guided import Answer, GuidedFile

_CHOSEN: Final = ".chosen"


def of_choice(code: str) -> str:
    """The name under which choices of a question are kept, apart from words."""
    return code + _CHOSEN


def chosen_in(given: Mapping[str, Answer], code: str) -> tuple[str, ...]:
    """Codes of what was chosen for a question."""
    answer = given.get(of_choice(code))
    return tuple(filter(None, answer.text.split("+"))) if answer else ()


def is_answered(given: Mapping[str, Answer], step: Step) -> bool:
    """Whether anything was given to a question."""
    return step.code in given or bool(chosen_in(given, step.code))


def needed(given: Mapping[str, Answer]) -> list[Step]:
    """Questions without whose answer nothing can be sent."""
    return [one for one in STEPS if one.needed and not written(given, one.code)]


def words_of(given: Mapping[str, Answer], step: Step, words: Words) -> str:
    """An answer as it stands in the letter: what was chosen, then what was written."""
    chosen = ", ".join(words(f"guide.{step.code}_{one}") for one in chosen_in(given, step.code))
    return "\n\n".join(filter(None, (chosen, written(given, step.code))))


def written(given: Mapping[str, Answer], code: str) -> str:
    """What was written to a question."""
    return given[code].text if code in given else ""


def files_of(given: Mapping[str, Answer], code: str) -> Sequence[GuidedFile]:
    """The files that came with an answer."""
    return given[code].files if code in given else ()
