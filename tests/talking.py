"""What somebody who writes in private sees and presses, for tests of the talk with them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.office import SENDER_ID
from tests.questions import body, mails

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sandbox.chats import Message
    from tests.office import TestOffice


def said(office: TestOffice) -> list[Message]:
    return office.sandbox.messages(SENDER_ID, by_bot=True)


async def answer(office: TestOffice, text: str) -> Message:
    """What the bot says to a text."""
    before = len(said(office))
    office.sandbox.say(SENDER_ID, SENDER_ID, text)
    await office.sandbox.until(lambda: len(said(office)) > before, seconds=20)
    return said(office)[-1]


async def press(office: TestOffice, message: Message, verb: str) -> Message:
    """Press the button of a verb; the message that is the answer."""
    before = (len(said(office)), message.text)
    data = next(
        one["callback_data"] for one in message.buttons if f":{verb}" in one["callback_data"]
    )
    await office.send_press(SENDER_ID, message, data)
    await office.sandbox.until(
        lambda: len(said(office)) > before[0] or message.text != before[1], seconds=20
    )
    return message if message.text != before[1] else said(office)[-1]


async def mailed_code(office: TestOffice, folder: Path) -> str:
    await office.sandbox.until(lambda: mails(folder), seconds=20)
    found = re.search(r"\d{8}", body(mails(folder)[-1]))
    assert found is not None
    return found[0]
