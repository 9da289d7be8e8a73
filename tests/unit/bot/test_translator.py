"""What the translator asks, remembers for a while, and leaves alone for a while."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.translator import LONGEST, REMEMBERED_S, RESTS_S, Translator
from bot.translator_errors import NotTranslatedError


@dataclass
class Machine:
    """A translator whose answers are numbered."""

    is_here: bool = True
    problem: str = ""
    asked: list[tuple[str, str, str, float]] = field(default_factory=list)

    def why_not(self) -> str:
        return ""

    def ask(self, text: str, source: str, target: str, *, seconds: float) -> str:
        self.asked.append((text, source, target, seconds))
        if self.problem:
            raise NotTranslatedError(self.problem)
        return f"translation\n{len(self.asked)}"


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


def translated(made: Translator, text: str = "Le Tchad", into: str = "en") -> str | None:
    return made.translated(text, "fr", into, seconds=30)


def test_the_same_text_is_asked_once_for_each_language() -> None:
    machine = Machine()
    made = Translator(machine)

    found = [translated(made), translated(made), translated(made, into="es")]

    assert found == ["translation 1", "translation 1", "translation 2"]


def test_it_forgets_after_ten_minutes_so_that_nothing_erased_lives_on() -> None:
    machine, clock = Machine(), Clock()
    made = Translator(machine, clock=clock)
    translated(made)
    clock.now += REMEMBERED_S

    assert translated(made) == "translation 2"
    assert len(made._known) == 1


def test_after_a_failure_it_rests_for_these_two_languages_alone() -> None:
    machine, clock = Machine(problem="timeout"), Clock()
    made = Translator(machine, clock=clock)
    assert translated(made) is None
    machine.problem = ""

    assert translated(made, "another") is None
    assert translated(made, into="es") == "translation 2"
    clock.now += RESTS_S
    assert translated(made) == "translation 3"


def test_nothing_is_asked_without_time_or_words_or_after_its_end() -> None:
    machine = Machine()
    made = Translator(machine)

    made.translated("Le Tchad", "fr", "en", seconds=0)
    made.translated(" \n ", "fr", "en", seconds=30)
    made.close()
    translated(made)

    assert machine.asked == []


def test_a_text_of_any_length_is_cut_and_given_no_more_time_than_there_is() -> None:
    machine = Machine()

    Translator(machine, seconds=8).translated("mot " * 5000, "fr", "en", seconds=3)

    [(text, _, _, seconds)] = machine.asked
    assert len(text) <= LONGEST
    assert text.endswith("…")
    assert seconds == 3
