"""What a document holds and does not show: counted, never kept.

Text that nobody sees is a way to tell a program something else than its readers. What is told apart
here is the same for all formats: letters too small, letters on paper of nearly their own colour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ingest.problems import problem

if TYPE_CHECKING:
    from ingest.inbound import Problem

Colour = tuple[float, float, float]

WHITE: Final[Colour] = (1.0, 1.0, 1.0)
BLACK: Final[Colour] = (0.0, 0.0, 0.0)
#: letters that are smaller are dots, in points
LEAST_POINTS: Final = 2.0
#: least contrast of letters that can be seen, as WCAG 2.2 reckons it: 1 is none, 21 black on
#: white; the palest grey that designers print small type in has 1.6
LEAST_CONTRAST: Final = 1.2
#: a name of a field, a bullet or a spacer is no message to anybody
_LEAST_LETTERS: Final = 20


class Concealed:
    """Counts the letters that were left out because nobody sees them."""

    def __init__(self) -> None:
        self.letters = 0

    def add(self, text: str | None) -> None:
        """Count the letters of a text that was left out."""
        if text:
            self.letters += sum(map(str.isalnum, text))

    def problems(self, name: str | None = None) -> list[Problem]:
        """The problem, where it was more than some letters."""
        return told(self.letters, name)


def told(letters: int, name: str | None) -> list[Problem]:
    """The problem of so many hidden letters, where they are more than some."""
    return [] if letters < _LEAST_LETTERS else [problem("hidden_text", name, what=str(letters))]


def is_faint(front: Colour, back: Colour) -> bool:
    """Whether letters of this colour on this paper cannot be seen."""
    light, dark = sorted((_luminance(front), _luminance(back)), reverse=True)
    return (light + 0.05) / (dark + 0.05) < LEAST_CONTRAST


def from_hex(digits: str | None) -> Colour | None:
    """Colour of RRGGBB; None for `auto` and what is none."""
    digits = (digits or "").lstrip("#")
    try:
        parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    except ValueError:
        return None
    return (parts[0], parts[1], parts[2]) if len(digits) == len("RRGGBB") else None


def _luminance(colour: Colour) -> float:
    """WCAG 2.2, relative luminance."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]  # noqa: PLR2004 - the standard's figures
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
