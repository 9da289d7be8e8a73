"""A confidential draft in a chat that may show letters: nothing of its letter enters the chat."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.factories import a_content
from tests.office import ALICE_ID, an_office
from tests.reading_page import in_a_loop
from tests.rehearsal import OFFICE

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sandbox.chats import Message
    from store.model import Content
    from store.session import Database
    from tests.office import TestOffice

SECRET = a_content(confidential=True)
WORDS = (
    "interviewers",
    "Republic of Chad",
    "ministry@example.org",
    "Letter 1",
    "N'Djamena",
    "120,000",
)

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


async def cards(office: TestOffice, *contents: Content) -> list[Message]:
    office.letter(*contents)
    await office.sandbox.until(lambda: len(office.shown()) == len(contents))
    return office.shown()


def leaked(office: TestOffice) -> list[str]:
    said = "\n".join(f"{one.text} {one.file.name if one.file else ''}" for one in office.shown())
    return [word for word in WORDS if word in said] + [one for one in ("🇹🇩",) if one in said]


@in_a_loop
async def test_its_card_says_that_it_is_confidential_and_nothing_of_the_letter(
    database: Database, tmp_path: Path
) -> None:
    async with an_office(database, tmp_path) as office:
        (card,) = await cards(office, SECRET)

        assert "🔒 confidential" in card.text
        assert leaked(office) == []


@in_a_loop
async def test_an_ordinary_one_is_shown_whole(database: Database, tmp_path: Path) -> None:
    async with an_office(database, tmp_path) as office:
        await cards(office, a_content())

        assert "Republic of Chad" in leaked(office)


@pytest.mark.parametrize("verb", ["evidence", "original"])
@in_a_loop
async def test_a_button_of_an_earlier_card_brings_no_words(
    verb: str, database: Database, tmp_path: Path
) -> None:
    async with an_office(database, tmp_path) as office:
        (card,) = await cards(office, SECRET)
        query = await office.send_press(ALICE_ID, card, f"1:{verb}:{office.draft().id}:1")

        assert query.answer == "This letter is confidential: its words stay out of the chat."
        assert leaked(office) == []


@in_a_loop
async def test_missing_and_the_question_name_nobody(database: Database, tmp_path: Path) -> None:
    async with an_office(database, tmp_path) as office:
        (card,) = await cards(office, SECRET)
        await office.press(ALICE_ID, card, "Missing")
        await office.see("not said in the letter")
        await office.press(ALICE_ID, office.shown()[-1], "Ask the sender")
        await office.see("question to the sender")

        assert leaked(office) == []


@pytest.mark.parametrize("command", ["/queue", "/show ACSG-2026-0001-1", "/show ACSG-2026-0001"])
@in_a_loop
async def test_lists_say_nothing_of_it(command: str, database: Database, tmp_path: Path) -> None:
    async with an_office(database, tmp_path) as office:
        await cards(office, SECRET)
        office.sandbox.say(ALICE_ID, OFFICE, command)
        await office.sandbox.until(lambda: len(office.shown()) > 1)

        assert leaked(office) == []


@in_a_loop
async def test_the_other_draft_of_the_same_letter_is_hidden_with_it(
    database: Database, tmp_path: Path
) -> None:
    async with an_office(database, tmp_path) as office:
        await cards(office, SECRET, replace(a_content(), kind="offer"))

        assert leaked(office) == []


@in_a_loop
async def test_a_decided_card_stays_silent(database: Database, tmp_path: Path) -> None:
    async with an_office(database, tmp_path) as office:
        (card,) = await cards(office, SECRET)
        query = await office.press(ALICE_ID, card, "Confirm")
        await office.see("registered", card)

        assert "REQ-" in (query.answer or "")
        assert leaked(office) == []


@in_a_loop
async def test_where_there_is_a_page_its_card_opens_it(database: Database, tmp_path: Path) -> None:
    async with an_office(database, tmp_path, web_listen="127.0.0.1:8099") as office:
        (card,) = await cards(office, SECRET)
        await office.press(ALICE_ID, card, "Open")
        await office.see("http://127.0.0.1:8099/open/")

        assert [one["text"] for one in card.buttons if "Evidence" in one["text"]] == []
        assert leaked(office) == []


@in_a_loop
async def test_a_draft_of_a_confidential_letter_names_no_state_in_a_list(
    database: Database, tmp_path: Path
) -> None:
    async with an_office(database, tmp_path) as office:
        office.letter(a_content(), a_content(kind="offer", confidential=True))
        await office.see("ACSG-2026-0001-2")
        office.sandbox.say(ALICE_ID, OFFICE, "/queue")

        await office.sandbox.until(lambda: office.shown()[-1].text.count("ACSG-2026-0001-") == 2)
        assert "🇹🇩" not in office.shown()[-1].text
