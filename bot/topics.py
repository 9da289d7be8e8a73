"""All topics of the talk in private, in the order in which they are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.gather_topic import GATHER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.topic import Topic

#: the first that takes it answers; what none takes is a letter
TOPICS: Final[Sequence[Topic]] = (GATHER,)


def named(name: str) -> Topic | None:
    """The topic of this name."""
    return next((one for one in TOPICS if one.name == name), None)
