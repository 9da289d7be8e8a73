"""What is printed on the blank form in one language, so that a filled one is known again.

The words are those that people read, and come from above; nothing here imports a third-party
library.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedStep:
    """One question."""

    #: of the question, in `guided_steps`
    code: str
    #: without its number
    heading: str
    question: str
    #: code and words of what can be ticked
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedForm:
    """All of it, in the order of the page."""

    #: BCP 47
    language: str
    is_right_to_left: bool
    #: to whom
    to: str
    title: str
    how: str
    steps: tuple[PrintedStep, ...]
    #: where an answer is to be written, in programs that show it
    placeholder: str
    #: labels of lines to fill by hand; the first ends the answers
    closing: tuple[str, ...]
    foot: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """What stands there beside headings, choices and labels; the questions first."""
        return (*(one.question for one in self.steps), self.to, self.title, self.how, self.foot)
