"""The guided dialogue: one question at a time, through pauses and restarts, sent as a letter."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.rota import end_forgotten
from ingest import chat
from store import documents, guided, inbox
from store.errors import UnknownDocumentError
from tests.guiding import ANSWERS, Guided
from tests.office import SENDER_ID, an_office, reopened

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from store.model import InboxMessage
    from store.session import Database

ENGLISH: dict[str, Any] = {"user": 21, "language": "en"}
PDF = b"%PDF-1.7 a plan"


def play(
    database: Database, folder: Path, scene: Callable[[Guided], Awaitable[None]], **who: Any
) -> None:
    async def whole() -> None:
        async with an_office(database, folder) as office:
            office.sandbox.chats.add_user(21, "Ada", "en")
            await scene(Guided(office, **(who or ENGLISH)))

    asyncio.run(whole())


def letters(database: Database) -> list[InboxMessage]:
    with database.reading() as session:
        return list(inbox.listed(session))


def original(database: Database, message: InboxMessage) -> dict[str, Any]:
    with database.reading() as session:
        stored: dict[str, Any] = json.loads(inbox.raw(session, message.id))
    return stored


def kept(database: Database, user: int = 21) -> dict[str, guided.Answer]:
    with database.reading() as session:
        return guided.answers(session, user)


def test_a_request_is_whole_in_under_twelve_messages_of_the_sender(
    database: Database, tmp_path: Path
) -> None:
    async def scene(ada: Guided) -> None:
        await ada.begin()
        await ada.answer_all({**ANSWERS, "conditions": "Training in English only."})
        await ada.press(ada.words("send"))
        await ada.office.sandbox.until(lambda: letters(database))

        assert ada.written == 11

    play(database, tmp_path, scene)


def test_send_puts_the_answers_into_the_store_as_one_letter_and_keeps_them_nowhere_else(
    database: Database, tmp_path: Path
) -> None:
    async def scene(ada: Guided) -> None:
        await ada.begin()
        await ada.answer_all()
        await ada.press(ada.words("send"))
        await ada.hears("Please print it, sign")

        (letter,) = letters(database)
        stored = original(database, letter)
        assert (letter.channel, letter.reply_chat, letter.sender) == ("chat", 21, "telegram:21")
        assert [one["step"] for one in stored["sections"]] == [
            *ANSWERS, "form", "urgency", "consent",
        ]  # fmt: skip
        assert "National plan\nObjective 3 of our National" in stored["text"]
        assert ada.office.attempts == [(letter.id, 1)]
        assert kept(database) == {}

    play(database, tmp_path, scene)


def test_several_texts_in_a_row_are_one_answer(database: Database, tmp_path: Path) -> None:
    async def scene(ada: Guided) -> None:
        await ada.begin()
        for text in ("Republic of Kenya", "Department", "Refugee Services"):
            ada.say(text)
        await ada.asked("need")
        await ada.office.sandbox.until(lambda: "Services" in kept(database)["who"].text)

        assert kept(database)["who"].text == "Republic of Kenya\n\nDepartment\n\nRefugee Services"
        assert "need" not in kept(database)

    play(database, tmp_path, scene)


def test_a_file_in_between_is_kept_with_the_answer_and_goes_with_the_letter(
    database: Database, tmp_path: Path
) -> None:
    async def scene(ada: Guided) -> None:
        await ada.begin()
        await ada.answer("who")
        await ada.asked("need")
        ada.send("plan.pdf", PDF)
        await ada.hears(ada.words("file", name="plan.pdf"))
        ada.say(ANSWERS["need"])
        await ada.asked("assessed")
        assert [one.name for one in kept(database)["need"].files] == ["plan.pdf"]
        await finish(ada)

        (letter,) = letters(database)
        with database.reading() as session:
            (file,) = documents.of_message(session, letter.id)
            assert documents.content(session, file.sha256) == PDF

    play(database, tmp_path, scene)


async def finish(ada: Guided) -> None:
    """Skip what is left, and send."""
    while "v:guide:send:" not in [one["callback_data"] for one in ada.last().buttons]:
        before = ada.last().text
        data = next(
            one["callback_data"] for one in ada.last().buttons if ":skip:" in one["callback_data"]
        )
        await ada.office.send_press(ada.user, ada.last(), data)
        await ada.changes(before)
    await ada.press(ada.words("send"))
    await ada.hears("Please print it, sign")


def test_days_later_and_after_a_restart_it_goes_on_where_it_was(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.sandbox.chats.add_user(21, "Ada", "en")
            ada = Guided(office, user=21)
            await ada.begin()
            await ada.answer("who")
            await ada.asked("need")
            await ada.press(ada.words("later_key"))
            await ada.hears(ada.words("later", command="/request", days=90))
        async with reopened(office) as office:
            ada = Guided(office, user=21)
            ada.say("/request")
            await ada.answer("need")
            await ada.asked("assessed")

    asyncio.run(scene())

    assert {step: one.text for step, one in kept(database).items()} == {
        "who": ANSWERS["who"], "need": ANSWERS["need"],
    }  # fmt: skip


def test_what_is_written_after_save_for_later_is_a_letter(
    database: Database, tmp_path: Path
) -> None:
    async def scene(ada: Guided) -> None:
        await ada.begin()
        await ada.press(ada.words("later_key"))
        await ada.hears(ada.words("later", command="/request", days=90))
        ada.say("Good morning, when is the next meeting?")
        await ada.office.sandbox.until(lambda: letters(database), seconds=10)

        assert original(database, letters(database)[0])["text"].startswith("Good morning")

    play(database, tmp_path, scene)


def test_back_shows_what_was_written_and_a_new_answer_takes_its_place(
    database: Database, tmp_path: Path
) -> None:
    async def scene(ada: Guided) -> None:
        await ada.begin()
        await ada.answer("who", "Kenia")
        await ada.asked("need")
        await ada.press("Back")
        await ada.hears("Kenia")
        ada.say("Republic of Kenya")
        await ada.asked("need")

        assert kept(database)["who"].text == "Republic of Kenya"

    play(database, tmp_path, scene)


def test_an_answer_is_changed_from_the_summary_and_leads_back_to_it(
    database: Database, tmp_path: Path
) -> None:
    async def scene(ada: Guided) -> None:
        await ada.begin()
        await ada.answer_all()
        await ada.press(ada.words("change"))
        await ada.hears(ada.words("which"))
        await ada.press(ada.words("plan_heading"))
        await ada.asked("plan")
        ada.say("The Refugee Act programme of 2027.")
        shown = await ada.hears(ada.words("ready"))

        assert "The Refugee Act programme of 2027." in shown.text
        assert "Objective 3" not in shown.text

    play(database, tmp_path, scene)


def test_nothing_is_sent_without_who_asks_and_what_for(database: Database, tmp_path: Path) -> None:
    async def scene(ada: Guided) -> None:
        await ada.begin()
        await ada.answer("who")
        await ada.asked("need")
        while ada.words("needed") not in ada.last().text:
            before = ada.last().text
            await ada.press(ada.words("skip"))
            await ada.changes(before)

        assert ada.words("send") not in [one["text"] for one in ada.last().buttons]
        assert ada.words("need_heading") in ada.last().text.split(ada.words("needed"))[1]

    play(database, tmp_path, scene)


def test_whoever_needs_help_themselves_is_told_where_it_is_and_nothing_is_kept(
    database: Database, tmp_path: Path
) -> None:
    async def scene(ada: Guided) -> None:
        await ada.begin()
        await ada.press(ada.words("myself_key"))
        await ada.hears("https://help.unhcr.org")

        with database.reading() as session:
            assert guided.find(session, 21) is None

    play(database, tmp_path, scene)


def test_the_dialogue_is_in_the_language_of_the_visitor(database: Database, tmp_path: Path) -> None:
    async def scene(sana: Guided) -> None:
        sana.say("/request")
        await sana.asked("who")
        await sana.hears("السؤال")

        assert sana.words("myself_key") in [one["text"] for one in sana.last().buttons]

    play(database, tmp_path, scene, user=SENDER_ID, language="ar")


def test_answers_that_are_not_sent_are_erased_after_ninety_days_with_their_files(
    database: Database, tmp_path: Path
) -> None:
    async def scene(ada: Guided) -> None:
        await ada.begin()
        ada.send("plan.pdf", PDF, caption="Kenya")
        await ada.asked("need")

    play(database, tmp_path, scene)
    now = datetime.now(UTC)
    sha256 = kept(database)["who"].files[0].sha256
    with database.begin() as session:
        end_forgotten(session, now + timedelta(days=89))
    assert kept(database)["who"].text == "Kenya"

    with database.begin() as session:
        end_forgotten(session, now + timedelta(days=90, minutes=1))

    assert kept(database) == {}
    with database.reading() as session, pytest.raises(UnknownDocumentError):
        documents.content(session, sha256)


def test_an_original_of_a_guided_request_has_its_headings(
    database: Database, tmp_path: Path
) -> None:
    async def scene(ada: Guided) -> None:
        await ada.begin()
        await ada.answer("who")
        await ada.answer("need")
        await ada.asked("assessed")
        await finish(ada)

    play(database, tmp_path, scene)
    (letter,) = letters(database)
    with database.reading() as session:
        raw = inbox.raw(session, letter.id)

    assert chat.text_of(raw).startswith("Who is asking\nRepublic of Kenya")
