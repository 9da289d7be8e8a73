"""Whoever sends too much within an hour is told once, in their language, and others are not."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from store import inbox, intake
from tests.factories import NOW
from tests.office import MALLORY_ID, SENDER_ID, an_office

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

LETTER = "تطلب الوزارة دعمًا لمكتب اللجوء التابع لها، الرسالة رقم {}."


def test_an_hour_begins_with_its_first_message(database: Database) -> None:
    later = NOW + timedelta(minutes=59)
    with database.begin() as session:
        first = intake.take(session, 7, now=NOW)
        second = intake.take(session, 7, now=later)
        other = intake.take(session, 8, now=later)
        anew = intake.take(session, 7, now=NOW + timedelta(hours=1))

    assert [one.count for one in (first, second, other, anew)] == [1, 2, 1, 1]
    assert second.until == NOW + timedelta(hours=1)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_who_sends_too_much_is_told_once_and_others_are_heard(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, chat_per_hour=10) as office:
            sandbox = office.sandbox
            for number in range(14):
                sandbox.say(SENDER_ID, SENDER_ID, LETTER.format(number) * 5)
            sandbox.say(MALLORY_ID, MALLORY_ID, LETTER.format("of another") * 5)

            def letters() -> list[str]:
                with database.reading() as session:
                    return [one.sender for one in inbox.listed(session)]

            def told() -> list[str]:
                said = sandbox.messages(SENDER_ID, by_bot=True)
                return [one.text for one in said if "requests@acsg.example" in one.text]

            await sandbox.until(lambda: len(letters()) == 11 and told())
            await asyncio.sleep(0.5)
            assert letters().count(f"telegram:{SENDER_ID}") == 10
            assert [text[:4] for text in told()] == ["أرسل"]

    asyncio.run(scene())
