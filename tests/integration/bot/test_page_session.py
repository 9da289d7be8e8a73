"""Being in: how it ends, and what every answer of the page carries."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import httpx
import pytest
from sqlalchemy import delete

from bot import page_check
from store.tables_office import OfficerRow
from tests.office import ALICE_ID
from tests.reading_page import a_reading_page, in_a_loop, token_in

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the page does not know which it has"
)


@in_a_loop
async def test_leaving_needs_the_sessions_own_proof(database: Database, tmp_path: Path) -> None:
    async with a_reading_page(database, tmp_path) as page:
        shown = await page.enter(await page.office.card())
        forged = await page.browser.post("/leave", data={"token": "0" * 64})
        still = await page.browser.get("/")
        left = await page.browser.post("/leave", data={"token": token_in(shown)})
        after = await page.browser.get("/")

    assert [one.status_code for one in (forged, still, left, after)] == [403, 200, 200, 401]


@in_a_loop
async def test_a_copied_cookie_is_worth_nothing_after_leaving(
    database: Database, tmp_path: Path
) -> None:
    async with a_reading_page(database, tmp_path) as page, page.another_browser() as thief:
        shown = await page.enter(await page.office.card())
        thief.cookies = httpx.Cookies(page.browser.cookies)
        await page.browser.post("/leave", data={"token": token_in(shown)})
        stolen = await thief.get("/")

    assert stolen.status_code == 401


@in_a_loop
async def test_half_an_hour_without_a_look_ends_the_session(
    database: Database, tmp_path: Path
) -> None:
    async with a_reading_page(database, tmp_path) as page:
        await page.enter(await page.office.card())
        page.clock.now = datetime.now(UTC) + timedelta(minutes=29)
        busy = await page.browser.get("/")
        page.clock.now += timedelta(minutes=29)
        still = await page.browser.get("/")
        page.clock.now += timedelta(minutes=31)
        idle = await page.browser.get("/")

    assert [one.status_code for one in (busy, still, idle)] == [200, 200, 401]


@in_a_loop
async def test_an_officer_who_is_removed_is_out_at_once(database: Database, tmp_path: Path) -> None:
    async with a_reading_page(database, tmp_path) as page:
        await page.enter(await page.office.card())
        remove_alice(database)
        after = await page.browser.get("/")

    assert after.status_code == 401


@in_a_loop
async def test_the_code_of_an_officer_who_was_removed_is_worth_nothing(
    database: Database, tmp_path: Path
) -> None:
    async with a_reading_page(database, tmp_path) as page:
        opened = await page.open(await page.office.card())
        remove_alice(database)
        entered = await page.give(opened.path, opened.code)

    assert entered.status_code == 403


@in_a_loop
async def test_another_name_of_this_host_is_refused(database: Database, tmp_path: Path) -> None:
    async with a_reading_page(database, tmp_path) as page:
        answer = await page.browser.get("/", headers={"Host": "evil.example"})

    assert answer.status_code == 421


@pytest.mark.parametrize(
    "path",
    ["/", *(f"/draft/ACSG-2026-0001-1{rest}" for rest in ("", "/file/0/0", "/picture/0"))],
)
@in_a_loop
async def test_without_a_session_nothing_of_a_letter_is_shown(
    path: str, database: Database, tmp_path: Path
) -> None:
    async with a_reading_page(database, tmp_path) as page:
        await page.office.card()
        answer = await page.browser.get(path)

    assert answer.status_code == 401
    assert "interviewers" not in answer.text


@in_a_loop
async def test_behind_https_cookies_are_the_hosts_own(database: Database, tmp_path: Path) -> None:
    address = "https://intake.example.org"
    async with a_reading_page(database, tmp_path, public_url=address) as page:
        form = await page.browser.get("/open/X", headers={"Host": "intake.example.org"})

    cookie = form.headers["Set-Cookie"]
    assert cookie.startswith("__Host-acsg-form=")
    assert {"HttpOnly", "Secure", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert form.headers["Strict-Transport-Security"]


@pytest.mark.parametrize("path", ["/", "/open/X", "/style.css", "/nowhere"])
@in_a_loop
async def test_every_answer_forbids_scripts_copies_and_frames(
    path: str, database: Database, tmp_path: Path
) -> None:
    async with a_reading_page(database, tmp_path) as page:
        headers = (await page.browser.get(path)).headers

    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self';")
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"


@in_a_loop
async def test_the_check_finds_the_page_at_its_address(database: Database, tmp_path: Path) -> None:
    async with a_reading_page(database, tmp_path) as page:
        found = await asyncio.to_thread(page_check.page, page.office.settings)

    assert (found.subject, found.state) == (f"page for officers at {page.url}", "ok")


def remove_alice(database: Database) -> None:
    with database.begin() as session:
        session.execute(delete(OfficerRow).where(OfficerRow.user_id == ALICE_ID))
