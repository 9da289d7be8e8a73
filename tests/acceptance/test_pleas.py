"""Two people write of themselves, by chat and by mail; their letters end with the clock."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest

from store import asides, inbox
from store.model import MessageStatus
from tests.office import ALICE_ID, BOB_ID
from tests.questions import body
from tests.rehearsal import OFFICE
from tests.remains import of_files, of_tables
from tests.town import a_town

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.sandbox.chats import Message
    from store.asides import Aside
    from store.model import InboxMessage
    from store.session import Database
    from tests.town import Town

JOSUE: Final = 21
UMM_YUSUF: Final = "umm.yusuf@post.example"
HELP: Final = "https://help.unhcr.org"
BY_CHAT: Final = """Bonjour, je m'appelle Josué et je ne sais plus à qui m'adresser. Je suis \
arrivé avec ma femme et nos deux enfants il y a huit mois, et ma demande d'asile a été refusée la \
semaine dernière. On nous dit que nous devons quitter le pays avant lundi et j'ai peur qu'on nous \
renvoie là où mon frère a été tué. Ma fille est malade et nous dormons dans une gare. Pouvez-vous \
m'aider à obtenir une protection ou un avocat ?"""
BY_MAIL: Final = """السلام عليكم

أنا امرأة هاربة من الحرب مع طفليّ، ووصلنا إلى هنا قبل خمسة أشهر. رُفض طلب لجوئي وقالوا إنهم \
سيرحّلوننا خلال أيام، وأنا خائفة جدًا لأن زوجي قُتل هناك وحياتنا في خطر. ابني مريض وليس لدينا \
مكان ننام فيه. أرجوكم ساعدوني في الحصول على الحماية أو على محامٍ، لا أعرف إلى من أتوجه.
"""
#: by which either letter would be known again
TRACES: Final = ("Josué", "dormons dans une gare", "umm.yusuf", "زوجي قُتل")

pytestmark = pytest.mark.timeout(400)


def letters(db: Database) -> list[InboxMessage]:
    with db.reading() as session:
        return sorted(inbox.listed(session), key=lambda one: one.ref)


def said_of(db: Database) -> list[Aside]:
    with db.reading() as session:
        return [asides.get(session, one.id) for one in letters(db)]


async def two_people_write(town: Town) -> None:
    town.sandbox.chats.add_user(JOSUE, "Josué", "fr")
    town.sandbox.say(JOSUE, JOSUE, BY_CHAT)
    await town.hears(JOSUE, HELP)
    await town.mail(BY_MAIL, sender=UMM_YUSUF, subject="أرجوكم")
    await town.until(lambda: town.mails(UMM_YUSUF))


async def listed(town: Town, words: str) -> str:
    before = len(town.told(OFFICE))
    town.sandbox.say(ALICE_ID, OFFICE, "/individuals")
    await town.until(lambda: len(town.told(OFFICE)) > before)
    return (await town.seen(words)).text


async def said_to_be_cases(town: Town, notes: Sequence[Message]) -> list[str]:
    said = []
    for user, note in zip((ALICE_ID, BOB_ID), notes, strict=True):
        await town.press(user, note, "One person's case?")
        said.append(await town.press(user, note, "Yes, and answer"))
    return said


def test_two_pleas_are_answered_once_and_only_stubs_outlive_their_clock(tmp_path: Path) -> None:
    async def story() -> None:
        async with a_town(tmp_path) as town:
            async with town.at_work() as db:
                await two_people_write(town)
                notes = [await town.seen(f"ACSG-2026-000{number}") for number in (1, 2)]
                first = await listed(town, "2 letters about one person's case")

            async with town.at_work() as db:
                told = await said_to_be_cases(town, notes)
                confirmed = said_of(db)
                for note in notes:
                    await town.reads(note, "to be erased on")
                # an answer that was released now would leave after this minute
                town.later(seconds=61)
                await listed(town, "2 letters about one person's case")

            town.later(days=7)
            async with town.at_work() as db:
                for note in notes:
                    await town.reads(note, "content was erased")
                stubs = letters(db)
                left = (of_files(tmp_path, TRACES), of_tables(db, TRACES))

            assert "ACSG-2026-0001 · French" in first
            assert "ACSG-2026-0002 · Arabic" in first
            assert "to be sent away, violence, children" in first
            assert ["answered before" in one for one in told] == [True, True]
            assert [one.said_by for one in confirmed] == ["Alice", "Bob"]
            assert [days_of_clock(one) for one in confirmed] == [timedelta(days=7)] * 2
            assert [one.status for one in stubs] == [MessageStatus.ERASED] * 2
            assert left == ({}, {})
            (by_chat,), (by_mail,) = town.told(JOSUE), town.mails(UMM_YUSUF)
            assert "Nous sommes touchés" in by_chat.text
            assert by_mail["Content-Language"] == "ar"
            assert HELP in body(by_mail)

    asyncio.run(story())


def days_of_clock(aside: Aside) -> timedelta:
    assert aside.erase_at is not None
    assert aside.said_at is not None
    return aside.erase_at - aside.said_at
