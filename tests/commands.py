"""Commands typed in the secretariat's chat of a test, and what is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.office import ALICE_ID
from tests.rehearsal import OFFICE

if TYPE_CHECKING:
    from bot.sandbox.chats import Message
    from tests.office import TestOffice


async def said(office: TestOffice, command: str, user: int = ALICE_ID) -> Message:
    """What the bot answers to a command."""
    before = {one.id for one in office.shown()}
    office.sandbox.say(user, OFFICE, command)

    def answers() -> list[Message]:
        new = [one for one in office.shown() if one.id not in before]
        return [one for one in new if " · ● sure" not in one.text]

    await office.sandbox.until(lambda: bool(answers()))
    return answers()[-1]
