"""Getting in to the page with a code, and every way of getting in without one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from tests.office import BOB_ID, MALLORY_ID
from tests.reading_page import a_reading_page, in_a_loop, token_in

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the page does not know which it has"
)


@in_a_loop
async def test_a_code_lets_its_officer_read_the_draft(database: Database, tmp_path: Path) -> None:
    async with a_reading_page(database, tmp_path) as page:
        shown = await page.enter(await page.office.card())

    assert shown.status_code == 200
    assert "requests training of interviewers" in shown.text
    assert "<span>Alice</span>" in shown.text


@in_a_loop
async def test_the_code_is_over_the_chat_and_in_no_message(
    database: Database, tmp_path: Path
) -> None:
    async with a_reading_page(database, tmp_path) as page:
        opened = await page.open(await page.office.card())
        said = [one.text for one in page.office.shown()]

    assert not any(opened.code in one for one in said)
    assert opened.query.is_alert


@in_a_loop
async def test_neither_code_nor_cookie_is_in_the_database(
    database: Database, tmp_path: Path
) -> None:
    async with a_reading_page(database, tmp_path) as page:
        card = await page.office.card()
        opened = await page.open(card)
        kept = everything(database)
        await page.give(opened.path, opened.code)
        kept += everything(database)
        (cookie,) = (one for one in page.browser.cookies.jar if one.name == "acsg-page")

    assert opened.code.replace("-", "") not in kept
    assert str(cookie.value) not in kept


@in_a_loop
async def test_a_code_works_once(database: Database, tmp_path: Path) -> None:
    async with a_reading_page(database, tmp_path) as page, page.another_browser() as second:
        opened = await page.open(await page.office.card())
        first = await page.give(opened.path, opened.code)
        again = await page.give(opened.path, opened.code, second)

    assert (first.status_code, again.status_code) == (303, 403)


@in_a_loop
async def test_looking_at_the_form_uses_nothing_up(database: Database, tmp_path: Path) -> None:
    async with a_reading_page(database, tmp_path) as page, page.another_browser() as preview:
        opened = await page.open(await page.office.card())
        for _ in range(10):
            await preview.get(opened.path)
        entered = await page.give(opened.path, opened.code)

    assert entered.status_code == 303


@in_a_loop
async def test_a_code_is_too_old_after_five_minutes(database: Database, tmp_path: Path) -> None:
    async with a_reading_page(database, tmp_path) as page:
        opened = await page.open(await page.office.card())
        page.clock.now = datetime.now(UTC) + timedelta(minutes=5, seconds=1)
        entered = await page.give(opened.path, opened.code)

    assert entered.status_code == 403


@in_a_loop
async def test_a_new_code_makes_the_one_before_worthless(
    database: Database, tmp_path: Path
) -> None:
    async with a_reading_page(database, tmp_path) as page:
        card = await page.office.card()
        first, second = await page.open(card), await page.open(card)
        old = await page.give(first.path, first.code)
        new = await page.give(second.path, second.code)

    assert (old.status_code, new.status_code) == (403, 303)


@in_a_loop
async def test_another_officers_code_does_not_open_this_form(
    database: Database, tmp_path: Path
) -> None:
    async with a_reading_page(database, tmp_path) as page:
        card = await page.office.card()
        alice, bob = await page.open(card), await page.open(card, BOB_ID)
        crossed = await page.give(alice.path, bob.code)

    assert crossed.status_code == 403


@in_a_loop
async def test_a_stranger_gets_no_code(database: Database, tmp_path: Path) -> None:
    async with a_reading_page(database, tmp_path) as page:
        card = await page.office.card()
        query = await page.office.press(MALLORY_ID, card, "Open")

    assert query.answer == "Only officers of the secretariat can do this. Nothing was changed."


@in_a_loop
async def test_guessing_ends_after_five_tries_even_with_the_right_code(
    database: Database, tmp_path: Path
) -> None:
    async with a_reading_page(database, tmp_path) as page:
        opened = await page.open(await page.office.card())
        wrong = [(await page.give(opened.path, "AAAA-AAAA")).status_code for _ in range(5)]
        right = await page.give(opened.path, opened.code)

    assert wrong == [403] * 5
    assert right.status_code == 429


@in_a_loop
async def test_changing_ones_address_does_not_help_to_guess_one_officers_code(
    database: Database, tmp_path: Path
) -> None:
    async with a_reading_page(database, tmp_path) as page:
        opened = await page.open(await page.office.card())
        for number in range(5):
            await page.give(
                opened.path, "AAAA-AAAA", headers={"X-Forwarded-For": f"192.0.2.{number}"}
            )
        last = await page.give(opened.path, opened.code, headers={"X-Forwarded-For": "192.0.2.99"})

    assert last.status_code == 429


@in_a_loop
async def test_one_address_cannot_try_the_codes_of_many(database: Database, tmp_path: Path) -> None:
    async with a_reading_page(database, tmp_path) as page:
        for number in range(5):
            await page.give(f"/open/NOBODY{number}", "AAAA-AAAA")
        opened = await page.open(await page.office.card())
        right = await page.give(opened.path, opened.code)

    assert right.status_code == 429


@in_a_loop
async def test_the_pause_is_over_after_a_quarter_of_an_hour(
    database: Database, tmp_path: Path
) -> None:
    async with a_reading_page(database, tmp_path) as page:
        card = await page.office.card()
        for _ in range(5):
            await page.give("/open/NOBODY", "AAAA-AAAA")
        opened = await page.open(card)
        page.clock.now = datetime.now(UTC) + timedelta(minutes=16)
        waited = await page.give(opened.path, "AAAA-AAAA")

    assert waited.status_code == 403


@in_a_loop
async def test_a_form_without_the_browsers_own_proof_is_refused(
    database: Database, tmp_path: Path
) -> None:
    async with a_reading_page(database, tmp_path) as page, page.another_browser() as other:
        opened = await page.open(await page.office.card())
        foreign = token_in(await other.get(opened.path))
        await page.browser.get(opened.path)
        sent = await page.browser.post(opened.path, data={"token": foreign, "code": opened.code})

    assert sent.status_code == 403


@in_a_loop
async def test_a_form_that_another_site_sends_is_refused(
    database: Database, tmp_path: Path
) -> None:
    async with a_reading_page(database, tmp_path) as page:
        opened = await page.open(await page.office.card())
        sent = await page.give(opened.path, opened.code, headers={"Sec-Fetch-Site": "cross-site"})

    assert sent.status_code == 403


def everything(database: Database) -> str:
    tables = ("page_codes", "page_sessions", "page_tries", "audit", "outbox", "chat_updates")
    with database.reading() as session:
        return "".join(str(session.execute(text(f"SELECT * FROM {name}")).all()) for name in tables)
