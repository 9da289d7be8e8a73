"""The topic that hears first: whoever sends too much within an hour is told, once, to wait.

What comes after that is not taken, so that nobody fills the record with noise; the words say so,
and name the mail address.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from bot.topic import Answered, Line, Said
from store import intake

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from bot.topic import Heard, Means
    from bot.words import Words
    from store.visitors import Visitor


class Limit:
    """Counts, and answers in place of the others where it is too much."""

    name: Final = "limit"
    commands: Sequence[str] = ()

    def hear(
        self, session: Session, visitor: Visitor, heard: Heard, means: Means
    ) -> Answered | None:
        """None while it is not too much."""
        found = intake.take(session, heard.user_id, now=means.clock())
        if found.count <= means.per_hour:
            return None
        lines = [Line(topic=self.name, name="wait", about={"until": found.until.isoformat()})]
        return Answered(visitor=visitor, lines=lines if found.count == means.per_hour + 1 else ())

    def press(
        self, _session: Session, _visitor: Visitor, _heard: Heard, _means: Means
    ) -> Answered | None:
        """It has no buttons."""
        return None

    def say(self, _session: Session, line: Line, words: Words, means: Means) -> Said:
        """When to write again, on the office's clock."""
        until = datetime.fromisoformat(line.about["until"]).astimezone(means.office.zone)
        zone = means.office.zone.key
        text = words("limit.wait", time=f"{until:%H:%M}", zone=zone, address=means.office.address)
        return Said(text=text)
