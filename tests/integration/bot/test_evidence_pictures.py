"""Evidence as officers see it: the quotes, and the pages with the quotes marked."""

from __future__ import annotations

import asyncio
import io
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from bot.sandbox.faults import cut_after, refused
from store import outbox
from store.content import Criterion
from store.model import OutboxKind, OutboxStatus, StoredProblem
from tests.office import ALICE_ID, an_office
from tests.sheets import a_draft_on, a_letter_of, a_sheet

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.sandbox.chats import Message
    from store.model import Content, ReadMessage
    from store.session import Database
    from tests.office import TestOffice

SHEET = a_sheet()
QUOTE = "requests training of interviewers"
OTHER = "We thank you for your kind attention."

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


@asynccontextmanager
async def a_card(
    database: Database, folder: Path, content: Content, read: ReadMessage, **settings: str
) -> AsyncIterator[tuple[TestOffice, Message]]:
    async with an_office(database, folder, **settings) as office:
        office.letter(content, read=read)
        await office.sandbox.until(office.shown)
        yield office, office.shown()[-1]


async def until(office: TestOffice, count: int) -> list[Message]:
    """What follows the card, once there is so much of it and nothing is left to send."""
    await office.sandbox.until(lambda: len(office.shown()) > count, seconds=60)
    await office.sandbox.until(lambda: not waiting(office), seconds=60)
    return office.shown()[1:]


async def has_button(office: TestOffice, card: Message, word: str) -> None:
    await office.sandbox.until(lambda: any(word in one["text"] for one in card.buttons))


def waiting(office: TestOffice) -> bool:
    with office.db.reading() as session:
        return any(
            one.status in {OutboxStatus.PENDING, OutboxStatus.SENDING}
            for one in outbox.listed(session)
        )


def test_evidence_brings_the_quotes_and_the_page_with_the_quote_marked(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        content, read = a_draft_on(SHEET, QUOTE), a_letter_of(SHEET)
        async with a_card(database, tmp_path, content, read) as (office, card):
            query = await office.press(ALICE_ID, card, "Evidence")
            quotes, page = await until(office, 2)

            assert query.answer == "Sent below."
            assert f"“{QUOTE}”" in quotes.text
            assert "The Republic of Chad\n" in quotes.text
            assert page.text.startswith("ACSG-2026-0001-1: letter.pdf, p. 1\n1 Country information")
            assert page.file is not None
            assert page.file.is_photo
            with Image.open(io.BytesIO(page.file.content)) as picture:
                assert picture.width == 1280
            assert page.reply_to is card

    asyncio.run(scene())


def test_what_stands_in_no_document_is_shown_as_text_alone(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()

            await office.press(ALICE_ID, card, "Evidence")
            found = await until(office, 1)

            assert [one.file for one in found] == [None] * len(found)

    asyncio.run(scene())


def test_the_ten_strongest_pages_come_first_and_the_rest_is_named(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        sheet = a_sheet(pages=12)
        content, read = a_draft_on(sheet, QUOTE, pages=12), a_letter_of(sheet, pages=12)
        async with a_card(database, tmp_path, content, read) as (office, card):
            await office.press(ALICE_ID, card, "Evidence")
            found = await until(office, 11)

            pages = [one.text.split("p. ")[1].split("\n")[0] for one in found if one.file]
            assert pages == [str(page) for page in range(12, 2, -1)]
            assert "Without one: letter.pdf p. 2, letter.pdf p. 1." in found[0].text

    asyncio.run(scene())


def test_a_page_that_was_not_read_is_shown_so_that_a_person_reads_it(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        letter = a_letter_of(SHEET)
        unread = replace(letter.segments[0], text="", method="ocr", problem="scan_not_read")
        why = StoredProblem(code="scan_not_read", name="letter.pdf", detail="No text was found.")
        read = replace(letter, segments=(unread,), places=(), problems=(why,))
        content = replace(a_draft_on(SHEET, QUOTE), themes=())
        async with a_card(database, tmp_path, content, read) as (office, card):
            await office.press(ALICE_ID, card, "Evidence")
            _, page = await until(office, 2)

            assert page.file is not None
            assert "⚠️ not read: No text was found." in page.text

    asyncio.run(scene())


def test_a_document_that_cannot_be_drawn_leaves_the_words_and_a_line_why(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        broken = replace(SHEET, content=b"%PDF-1.7 and nothing else")
        content, read = a_draft_on(broken, QUOTE), a_letter_of(broken)
        async with a_card(database, tmp_path, content, read) as (office, card):
            await office.press(ALICE_ID, card, "Evidence")
            _, page = await until(office, 2)

            assert page.file is None
            assert QUOTE in page.text
            assert "The picture is missing: the page could not be drawn." in page.text

    asyncio.run(scene())


@pytest.mark.parametrize("method", ["xlsx", "pptx"])
def test_of_a_sheet_or_a_slide_there_is_text_and_no_picture_that_fails(
    database: Database, tmp_path: Path, method: str
) -> None:
    async def scene() -> None:
        letter = a_letter_of(SHEET)
        numbered = replace(letter.segments[0], method=method)
        read = replace(letter, segments=(numbered,), places=())
        async with a_card(database, tmp_path, a_draft_on(SHEET, QUOTE), read) as (office, card):
            await office.press(ALICE_ID, card, "Evidence")
            (quotes,) = await until(office, 1)

            assert f"“{QUOTE}”" in quotes.text
            assert quotes.file is None

    asyncio.run(scene())


def test_a_picture_that_the_chat_refuses_leaves_its_words(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        content, read = a_draft_on(SHEET, QUOTE), a_letter_of(SHEET)
        async with a_card(database, tmp_path, content, read) as (office, card):
            office.sandbox.faults.add(
                "sendPhoto", refused(400, "Bad Request: IMAGE_PROCESS_FAILED")
            )
            await office.press(ALICE_ID, card, "Evidence")
            _, page = await until(office, 2)

            assert page.file is None
            assert "The picture is missing: the chat did not take it." in page.text

    asyncio.run(scene())


def test_a_picture_whose_fate_is_unknown_comes_again_and_says_so(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        content, read = a_draft_on(SHEET, QUOTE), a_letter_of(SHEET)
        async with a_card(database, tmp_path, content, read) as (office, card):
            office.sandbox.faults.add("sendPhoto", cut_after())
            await office.press(ALICE_ID, card, "Evidence")
            _, first, again = await until(office, 3)

            assert not first.text.startswith("Possibly")
            assert again.text.startswith("Possibly a repeat of the picture above.\n")

    asyncio.run(scene())


def test_unsure_words_of_a_scan_are_said_to_be_so_everywhere(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        content = a_draft_on(SHEET, QUOTE, legible=0.5)
        async with a_card(database, tmp_path, content, a_letter_of(SHEET)) as (office, card):
            await office.press(ALICE_ID, card, "Evidence")
            quotes, page = await until(office, 2)

            for one in (card, quotes, page):
                assert "read from a scan, please check" in one.text

    asyncio.run(scene())


def test_where_words_stay_out_of_the_chat_no_page_enters_it(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        content, read = a_draft_on(SHEET, QUOTE), a_letter_of(SHEET)
        async with a_card(database, tmp_path, content, read, chat_content="minimal") as (
            office,
            card,
        ):
            query = await office.send_press(ALICE_ID, card, f"1:evidence:{office.draft().id}:1")

            assert "stay out of this chat" in (query.answer or "")
            with database.reading() as session:
                kinds = {one.kind for one in outbox.listed(session)}
            assert not kinds & {OutboxKind.EVIDENCE, OutboxKind.PAGE}

    asyncio.run(scene())


def test_of_one_criterion_its_own_sentence_alone_is_shown_and_marked(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        read = a_letter_of(SHEET)
        drafted = a_draft_on(SHEET, QUOTE)
        start, end = SHEET.span(OTHER)
        proof = replace(drafted.themes[0].evidence[0], start=start, end=end, quote=OTHER)
        one = Criterion(id="13a", status="evidenced", confidence=0.9, evidence=(proof,))
        content = replace(drafted, criteria=(one,))
        async with a_card(database, tmp_path, content, read) as (office, card):
            for word in ("Correct", "13a"):
                await has_button(office, card, word)
                await office.press(ALICE_ID, card, word)
            await has_button(office, card, "Where it stands")
            query = await office.press(ALICE_ID, card, "Where it stands")
            quotes, page = await until(office, 2)

            assert query.answer == "Sent below."
            assert f"“{OTHER}”" in quotes.text
            assert f"“{QUOTE}”" not in quotes.text
            assert page.text.splitlines()[1].startswith("1 13a ")
            assert QUOTE not in page.text

    asyncio.run(scene())


def test_a_criterion_without_quotes_has_no_page_to_show(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        content, read = a_draft_on(SHEET, QUOTE), a_letter_of(SHEET)
        async with a_card(database, tmp_path, content, read) as (office, card):
            number = office.draft().id
            query = await office.send_press(ALICE_ID, card, f"1:evidence:{number}:1:criteria.13a")

            assert query.answer == "No words of the letter stand for that by now."
            assert len(office.shown()) == 1

    asyncio.run(scene())
