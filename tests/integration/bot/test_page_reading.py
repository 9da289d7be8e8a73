"""What the page shows of a letter, and what hostile letters try with it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from store.model import Evidence, Theme
from tests.browser import a_tab
from tests.factories import a_content, a_document, a_read_message, a_segment
from tests.reading_page import a_reading_page, in_a_loop
from tests.sheets import a_draft_on, a_letter_of, a_sheet

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from bot.sandbox.chats import Message
    from store.model import Content, ReadMessage
    from store.session import Database
    from tests.reading_page import ReadingPage

SHEET = a_sheet()
QUOTE = "requests training of interviewers"
DRAFT = "/draft/ACSG-2026-0001-1"
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"
ARABIC = (
    "السادة أمانة فريق دعم القدرات في مجال اللجوء،\n\nتطلب المديرية العامة تدريب المقابلين على "
    "تقنيات المقابلة (EASO) قبل 30 يونيو 2026.\n\nوتفضلوا بقبول فائق الاحترام."
)

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the page does not know which it has"
)


async def shown(page: ReadingPage, content: Content, read: ReadMessage) -> httpx.Response:
    return await page.enter(await a_card(page, content, read))


async def a_card(page: ReadingPage, content: Content, read: ReadMessage) -> Message:
    page.office.letter(content, read=read)
    await page.office.sandbox.until(page.office.shown)
    return page.office.shown()[-1]


def in_arabic() -> tuple[Content, ReadMessage]:
    quote = "تدريب المقابلين على تقنيات المقابلة (EASO)"
    start = ARABIC.index(quote)
    found = Evidence(segment=0, start=start, end=start + len(quote), quote=quote, confidence=0.9)
    theme = Theme(id="training", confidence=0.9, evidence=(found,))
    content = a_content(
        states=("TD",), organisation="المديرية العامة", themes=(theme,), criteria=(),
        conditions=(), evidence={},
    )  # fmt: skip
    segment = a_segment(ARABIC, language="ar")
    read = a_read_message(segments=(segment,), language="ar", subject="طلب دعم")
    return content, read


@in_a_loop
async def test_the_sentence_of_a_finding_is_marked_in_the_letter(
    database: Database, tmp_path: Path
) -> None:
    async with a_reading_page(database, tmp_path) as page:
        answer = await shown(page, a_draft_on(SHEET, QUOTE), a_letter_of(SHEET))

    assert f'aria-label="finding 1">1</a>{QUOTE}</mark>' in answer.text


@in_a_loop
async def test_the_page_of_a_scan_is_drawn_with_its_evidence(
    database: Database, tmp_path: Path
) -> None:
    async with a_reading_page(database, tmp_path) as page:
        await shown(page, a_draft_on(SHEET, QUOTE), a_letter_of(SHEET))
        picture = await page.browser.get(f"{DRAFT}/picture/0", timeout=60)

    with Image.open(io.BytesIO(picture.content)) as drawn:
        assert drawn.width == 1280


@in_a_loop
async def test_words_of_others_are_never_markup(database: Database, tmp_path: Path) -> None:
    read = a_read_message(
        subject=SCRIPT,
        sender_name=SCRIPT,
        segments=(a_segment(f"{SCRIPT} of N'Djamena", name=SCRIPT),),
        documents=(a_document(b"%PDF", f"{SCRIPT}.pdf"),),
    )
    quote = Evidence(segment=0, start=0, end=len(SCRIPT), quote=SCRIPT)
    content = a_content(organisation=SCRIPT, conditions=(quote,))
    async with a_reading_page(database, tmp_path) as page:
        answer = await shown(page, content, read)

    assert "&lt;script&gt;" in answer.text
    assert "<script" not in answer.text
    assert "<img src=x" not in answer.text


@in_a_loop
async def test_an_original_is_given_out_as_it_came_and_never_shown_in_the_browser(
    database: Database, tmp_path: Path
) -> None:
    async with a_reading_page(database, tmp_path) as page:
        await page.enter(await page.office.card())
        file = await page.browser.get(f"{DRAFT}/file/0/0")

    assert file.content.startswith(b"Subject: Letter 1\r\n")
    assert file.headers["Content-Disposition"] == "attachment; filename*=UTF-8''ACSG-2026-0001.eml"
    assert file.headers["Content-Type"] == "application/octet-stream"
    assert file.headers["X-Content-Type-Options"] == "nosniff"


@in_a_loop
async def test_a_file_whose_name_is_a_path_gets_its_last_piece(
    database: Database, tmp_path: Path
) -> None:
    name = '../../etc/"pass\r\nwd: x'
    read = a_read_message(documents=(a_document(b"%PDF", name),))
    async with a_reading_page(database, tmp_path) as page:
        await shown(page, a_content(), read)
        file = await page.browser.get(f"{DRAFT}/file/0/1")

    given = file.headers["Content-Disposition"]
    assert file.content == b"%PDF"
    assert given.startswith("attachment; filename*=UTF-8''")
    assert not set('/\\"\r\n') & set(given.removeprefix("attachment; filename*=UTF-8''"))


@pytest.mark.parametrize(
    "path",
    [
        "/file/0/99", "/file/9/0", "/file/0/-1", "/file/0/..%2f..%2fetc%2fpasswd",
        "/picture/99", "/picture/%00", "/../../etc/passwd",
    ],
)  # fmt: skip
@in_a_loop
async def test_what_is_not_there_is_not_found(
    path: str, database: Database, tmp_path: Path
) -> None:
    async with a_reading_page(database, tmp_path) as page:
        await page.enter(await page.office.card())
        answer = await page.browser.get(DRAFT + path)

    assert answer.status_code == 404


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
@in_a_loop
async def test_in_a_browser_it_is_as_wide_as_the_screen_and_keeps_its_own_rules(
    width: int, *, dark: bool, database: Database, tmp_path: Path
) -> None:
    async with a_reading_page(database, tmp_path) as page:
        opened = await page.open(await a_card(page, *in_arabic()))
        async with a_tab(page.url + opened.path, width=width, dark=dark) as tab:
            await tab.screenshot(path=tmp_path / "form.png")
            await tab.get_by_label("The eight letters and digits").fill(opened.code.lower())
            await tab.get_by_role("button", name="Let me in").click()
            await tab.get_by_role("heading", name="The letter").wait_for()
            await tab.screenshot(path=tmp_path / "draft.png", full_page=True)
            wide = await tab.evaluate("document.documentElement.scrollWidth")
            direction = await tab.evaluate(
                "getComputedStyle(document.querySelector('.passage p')).direction"
            )

    assert wide <= width
    assert direction == "rtl"
