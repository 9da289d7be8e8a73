"""What a translation that did not come is told as."""

from __future__ import annotations


class NotTranslatedError(Exception):
    """There is no translation; `problem` is a code and says nothing of the text."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem
