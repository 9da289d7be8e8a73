"""The message about a letter that an officer brings in, as it stands when it leaves.

Its buttons are those of officers (`bot/bring_press.py`), so nothing is heard or pressed here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import bring_words, gathering
from bot.office_words import say
from bot.topic import Said
from store import brought, gatherings, inbox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from bot.topic import Answered, Heard, Line, Means
    from bot.words import Words
    from store.visitors import Visitor


class Bring:
    """Letters that officers bring in."""

    name = gathering.BRING
    commands: Sequence[str] = ()

    def hear(
        self,
        session: Session,  # noqa: ARG002 - as all topics
        visitor: Visitor,  # noqa: ARG002 - as all topics
        heard: Heard,  # noqa: ARG002 - as all topics
        means: Means,  # noqa: ARG002 - as all topics
    ) -> Answered | None:
        """Nothing: what officers write comes another way."""
        return None

    def press(
        self,
        session: Session,  # noqa: ARG002 - as all topics
        visitor: Visitor,  # noqa: ARG002 - as all topics
        heard: Heard,  # noqa: ARG002 - as all topics
        means: Means,  # noqa: ARG002 - as all topics
    ) -> Answered | None:
        """Nothing: so do their presses."""
        return None

    def say(
        self,
        session: Session,
        line: Line,
        words: Words,  # noqa: ARG002 - officers read the office's language
        means: Means,
    ) -> Said:
        """The words as the records stand now."""
        number = line.about.get("gathering", 0)
        found, letter = gatherings.look(session, number), brought.of_gathering(session, number)
        if found is None or letter is None:
            raise KeyError(line.name)
        pieces = gatherings.pieces(session, found.id)
        ref = inbox.get(session, found.message_id).ref if found.message_id else ""
        text = bring_words.state_words(found, letter, pieces, ref=ref, full=means.office.full)
        if line.name == "remind" and found.is_open:
            text = "\n".join([say("bringing.still_open"), text])
        keyboard = bring_words.state_keys(found, letter, has_pieces=bool(pieces))
        return Said(text=text, keyboard=keyboard)
