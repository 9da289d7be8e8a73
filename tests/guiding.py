"""Somebody who is guided through a request in the sandbox, and sample answers; for tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.words import words_in
from tests.office import SENDER_ID

if TYPE_CHECKING:
    from bot.sandbox.chats import Message
    from tests.office import TestOffice

#: question -> words, in English
ANSWERS = {
    "who": "Republic of Kenya, Department of Refugee Services. Ms Ada Sample, Director. "
    "a.sample@example.org",
    "need": "We need two trainers for interviews with children. None of our 40 interviewers has "
    "learned this, and nobody in our country teaches it.",
    "assessed": "Our self-assessment of March found long delays. We have 12 interviewers.",
    "commitment": "On 12 May the Council of Ministers decided to create the unit.",
    "plan": "Objective 3 of our National Asylum Action Plan: fairer decisions.",
    "objectives": "By December 20 interviewers are trained, by June all 40.",
    "lasting": "Five trainers of our own carry on; their posts are in the budget.",
    "others": "A development bank pays for registration. We meet all partners every month.",
    "measures": "We measure the waiting time and report every three months.",
}


@dataclass(slots=True)
class Guided:
    """Somebody who talks with the guide; counts what they write."""

    office: TestOffice
    user: int = SENDER_ID
    language: str = "en"
    written: int = 0
    seen: list[str] = field(default_factory=list)

    def say(self, text: str) -> None:
        self.written += 1
        self.office.sandbox.say(self.user, self.user, text)

    def send(self, name: str, content: bytes, caption: str = "") -> None:
        self.written += 1
        self.office.sandbox.send_file(
            self.user, self.user, name, content, media_type="application/pdf", caption=caption
        )

    def words(self, name: str, /, **given: object) -> str:
        return words_in(self.language)(f"guide.{name}", **given)

    def told(self) -> list[Message]:
        return self.office.sandbox.messages(self.user, by_bot=True)

    def last(self) -> Message:
        return self.told()[-1]

    async def asked(self, code: str) -> Message:
        """Wait until the last message of the bot asks this."""
        return await self.hears(self.words(f"{code}_ask"))

    async def hears(self, text: str) -> Message:
        await self.office.sandbox.until(
            lambda: bool(self.told()) and text in self.last().text, seconds=20
        )
        return self.last()

    async def changes(self, before: str) -> None:
        """Wait until the last message says something else."""
        await self.office.sandbox.until(lambda: self.last().text != before, seconds=20)

    async def press(self, label: str) -> None:
        message = self.last()
        await self.office.press(self.user, message, label)

    async def begin(self) -> None:
        self.say("/request")
        await self.asked("who")

    async def answer(self, code: str, text: str | None = None) -> None:
        """Answer a question in words, once it is asked."""
        await self.asked(code)
        self.say(text or ANSWERS[code])

    async def answer_all(self, answers: dict[str, str] | None = None) -> None:
        """Everything, from the first question to the summary."""
        given = answers or ANSWERS
        for code in ANSWERS:
            await self.answer(code, given[code])
        await self.asked("form")
        await self.press(self.words("form_technical"))
        await self.office.button(self.last(), f"✓ {self.words('form_technical')}")
        await self.press(self.words("next"))
        await self.asked("urgency")
        await self.press(self.words("urgency_urgent"))
        await self.asked("consent")
        await self.press(self.words("consent_yes"))
        await self.asked("conditions")
        if "conditions" in given:
            self.say(given["conditions"])
        else:
            await self.press(self.words("skip"))
        await self.hears(self.words("ready"))
