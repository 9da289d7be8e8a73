"""All topics of the talk in private, in the order in which they are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.guide import Guide
from bot.limit import Limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.topic import Topic

#: the first that takes it answers; what none takes is a letter

TOPICS: Final[Sequence[Topic]] = (Limit(), Guide())
#: names of those that keep a file which is sent while the talk is theirs
KEEP_FILES: Final = frozenset({Guide.name})


def named(name: str) -> Topic | None:
    """The topic of this name."""
    return next((one for one in TOPICS if one.name == name), None)
