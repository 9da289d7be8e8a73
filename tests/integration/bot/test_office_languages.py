"""An office that reads another language reads nothing in English, whatever it presses or asks."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pytest

from bot import office_words, presses
from bot.callbacks import Verb, parse
from bot.words import LANGUAGES
from store import officer_languages
from tests.factories import LETTER, a_content, a_read_message, an_arrival
from tests.office import ALICE_ID, TestOffice, an_office
from tests.rehearsal import OFFICE

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sandbox.chats import Message
    from store.session import Database

pytestmark = pytest.mark.one_store("the chat does not know which store it has")

#: words that stand in nearly every English sentence and in none of the other five languages
_ENGLISH: Final = re.compile(
    r"\b(?:the|of|is|and|to|with|not|this|was|has|are|by|it|who|what|nothing|draft|press)\b",
    re.IGNORECASE,
)
#: what people wrote and are called, and what commands and settings are called
_GIVEN: Final = re.compile(
    "|".join(
        (
            re.escape(LETTER),
            "requests training of interviewers",
            "training of interviewers",
            "Republic of Chad",
            r"/[a-z]+",
            r"ACSG_[A-Z_]+",
        )
    )
)
_ENDS: Final = {
    Verb.BACK,
    Verb.CONFIRM,
    Verb.REASON,
    Verb.MERGE,
    Verb.HOLD,
    Verb.SEND,
    Verb.LEAVE,
}
#: since a keyboard is left by each press on it, and is to be come back to
_OFTEN: Final = 6


@dataclass(slots=True)
class Walk:
    """Everything that can be pressed in a chat, once by its label, as a curious officer would."""

    office: TestOffice
    heard: set[str] = field(default_factory=set)
    pressed: Counter[str] = field(default_factory=Counter)

    async def through(self, most: int) -> None:
        until = self.pressed.total() + most
        while (found := self._next()) is not None and self.pressed.total() < until:
            message, data, label = found
            self.pressed[label] += 1
            query = await self.office.send_press(ALICE_ID, message, data)
            self.heard.add(query.answer or "")
            await self._settled()

    async def ask(self, text: str) -> None:
        before = len(self.office.shown())
        self.office.sandbox.say(ALICE_ID, OFFICE, text)
        await self.office.sandbox.until(lambda: len(self.office.shown()) > before)
        await self._settled()

    async def _settled(self) -> None:
        """What a press leads to is there in a moment; what is late is heard after the next one."""
        await asyncio.sleep(0.05)
        for one in self.office.shown():
            self.heard.add(one.text)
            self.heard |= {button["text"] for button in one.buttons}

    def _next(self) -> tuple[Message, str, str] | None:
        """A button that was pressed least; what ends a draft's way is left for last."""
        found = [
            (message, button["callback_data"], button["text"])
            for message in self.office.shown()
            for button in message.buttons
            if "callback_data" in button and self.pressed[button["text"]] < _OFTEN
        ]
        return min(
            found, key=lambda one: (_ends(one[1]), self.pressed[one[2]], one[0].id), default=None
        )


def _ends(data: str) -> bool:
    press = parse(data)
    return press is not None and press.verb in _ENDS


def english(heard: set[str]) -> list[str]:
    lines = {line for one in heard for line in one.splitlines() if not _is_of_the_letter(line)}
    return sorted(line for line in lines if _ENGLISH.search(_GIVEN.sub("", line)))


def _is_of_the_letter(line: str) -> bool:
    """Evidence is shown with what stands around it."""
    return line.strip("\u200e\u200f\u2068\u2069“”… ") in LETTER


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_whatever_is_pressed_or_asked_nothing_is_said_in_english(
    database: Database, tmp_path: Path, language: str
) -> None:
    async def scene() -> Walk:
        async with an_office(database, tmp_path) as office:
            office_words.speak(language)
            with database.begin() as session:
                officer_languages.add(session, ALICE_ID, [language])
            walk = Walk(office)
            read = a_read_message(language=language, languages=(language,))
            contents = a_content(), a_content(kind="offer", band="unsure"), a_content()
            office.letter(*contents, read=read)
            office.letter(read=read, arrival=an_arrival(2))
            await office.sandbox.until(lambda: len(office.shown()) > 3)
            await walk.through(180)
            for command in sorted({*presses.COMMANDS, *presses.PERSONAL, *presses.DEEDS}):
                await walk.ask(f"/{command}")
                await walk.ask(f"/{command} ACSG-2026-0001-1")
            await walk.through(30)
            return walk

    walk = asyncio.run(scene())

    assert len(walk.pressed) > 60
    assert english(walk.heard) == []
