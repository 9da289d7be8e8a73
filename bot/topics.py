"""All topics of the talk in private, in the order in which they are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.bring_topic import Bring
from bot.form_topic import Form
from bot.gather_topic import GATHER
from bot.guide import Guide
from bot.hello import Hello
from bot.language_topic import Language
from bot.limit import Limit
from bot.pairing_topic import Pairing
from bot.status_topic import Status
from bot.typed_command import command_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.topic import Topic

#: the first that takes it answers; what none takes is a letter
TOPICS: Final[Sequence[Topic]] = (
    Limit(),
    Status(),
    Pairing(),
    Guide(),
    Form(),
    Language(),
    GATHER,
    Bring(),
    Hello(is_there=lambda name: named(name) is not None),
)
#: names of those that keep a file which is sent while the talk is theirs
KEEP_FILES: Final = frozenset({Guide.name})


def named(name: str) -> Topic | None:
    """The topic of this name."""
    return next((one for one in TOPICS if one.name == name), None)


def asked(text: str) -> Sequence[Topic]:
    """The topics in the order in which they are asked about a text: a command's own first.

    The limit comes before all of them.
    """
    command = command_of(text)
    return sorted(
        TOPICS, key=lambda topic: topic.name != Limit.name and command not in topic.commands
    )
