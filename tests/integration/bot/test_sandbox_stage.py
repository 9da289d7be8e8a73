"""What the page has beside its two sides: samples, dropped files, a sender's keys, a new start."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.sandbox.renewal import begin_anew, kept_token
from bot.settings import Settings
from tests.browser import a_tab
from tests.page_room import LEILA, a_rehearsal, played
from tests.rehearsal import a_door, bot_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Page

    from bot.sandbox.stage import Sandbox
    from store.model import Arrival

ROOT = Path(__file__).resolve().parents[3]
DROP = """([pane, names]) => {
  const files = new DataTransfer();
  const type = "application/pdf";
  for (const name of names) files.items.add(new File(["%PDF-1.4"], name, { type }));
  const about = { dataTransfer: files, bubbles: true, cancelable: true };
  for (const kind of ["dragenter", "dragover", "drop"])
    pane.dispatchEvent(new DragEvent(kind, about));
}"""
KEYS = InlineKeyboardMarkup([[InlineKeyboardButton("English", callback_data="v:language:set:en")]])


def test_files_that_are_dropped_on_the_sender_go_as_one_album(tmp_path: Path) -> None:
    async def scene(tab: Page, sandbox: Sandbox) -> None:
        await tab.get_by_label("Chat", exact=True).check()
        pane = await tab.locator("#sender").element_handle()
        await tab.evaluate(DROP, [pane, ["page 1.pdf", "page 2.pdf"]])
        await expect(tab.locator("#chat .attach")).to_contain_text("page 1.pdf, page 2.pdf")
        await tab.get_by_role("button", name="Send message").click()
        await expect(tab.locator("#sender-talk .own")).to_have_count(2)

        sent = sandbox.messages(LEILA, by_bot=False)
        assert [one.file.name for one in sent if one.file] == ["page 1.pdf", "page 2.pdf"]
        assert sent[0].media_group_id == sent[1].media_group_id is not None

    played(tmp_path, scene)


def test_files_that_are_dropped_on_a_mail_are_attached(tmp_path: Path) -> None:
    arrivals: list[Arrival] = []

    async def scene() -> None:
        async with (
            a_door(arrivals) as door,
            a_rehearsal(tmp_path, door) as (_, address),
            a_tab(address) as tab,
        ):
            pane = await tab.locator("#sender").element_handle()
            await tab.evaluate(DROP, [pane, ["letter.pdf", "annex.pdf"]])
            await tab.get_by_role("button", name="Send mail").click()
            await expect(tab.locator("#sender-talk .letter")).to_contain_text("accepted as m1")

    asyncio.run(scene())

    names = re.findall(rb'filename="([^"]+)"', arrivals[0].raw)
    assert names == [b"letter.pdf", b"annex.pdf"]


def test_a_sample_is_sent_with_a_click_and_each_time_as_a_new_letter(tmp_path: Path) -> None:
    arrivals: list[Arrival] = []

    async def scene() -> None:
        async with (
            a_door(arrivals) as door,
            a_rehearsal(tmp_path, door) as (_, address),
            a_tab(address) as tab,
        ):
            for times in (1, 2):
                await tab.locator("#sample").select_option(label="Request with a letter, French")
                await expect(tab.locator("#sender-talk .letter")).to_have_count(times)
            await expect(tab.locator("#person option:checked")).to_have_text("Reine Dossou-Yovo")

    asyncio.run(scene())

    first, second = arrivals
    assert first.identity != second.identity
    assert first.recipients == ("requests@localhost",)


def test_a_sender_presses_a_key_of_the_bot_as_themselves(tmp_path: Path) -> None:
    async def scene(tab: Page, sandbox: Sandbox) -> None:
        async with bot_of(sandbox) as bot:
            await bot.send_message(LEILA, "لغتكم؟", reply_markup=KEYS)
        await tab.get_by_role("button", name="English").click()

        await sandbox.until(lambda: sandbox.chats.queries)
        (query,) = sandbox.chats.queries.values()
        assert (query.sender.id, query.data) == (LEILA, "v:language:set:en")

    played(tmp_path, scene)


@asynccontextmanager
async def a_program(folder: Path) -> AsyncIterator[str]:
    """`python -m bot.sandbox` for real, in a folder of its own; the address that it prints."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ACSG_")}
    given = {
        "ACSG_CHAT": "sandbox",
        "ACSG_DATA_DIR": str(folder),
        "ACSG_SMTP_LISTEN": "127.0.0.1:0",
        "ACSG_SANDBOX_LISTEN": "127.0.0.1:18080",
        "ACSG_HTTP_LISTEN": "off",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.sandbox", cwd=ROOT, env=kept | given,
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        async with asyncio.timeout(120):
            while True:
                line = (await process.stdout.readline()).decode()
                assert line, "it ended"
                if found := re.search(r"Open +(http\S+)", line):
                    break
        yield found[1]
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.communicate(), 60)


def test_a_rehearsal_begins_anew_and_its_page_goes_on(tmp_path: Path) -> None:
    async def scene() -> None:
        async with a_program(tmp_path) as address, a_tab(address, may_lose_server=True) as tab:
            tab.set_default_timeout(90_000)
            await tab.get_by_label("Subject").fill("Only before")
            await tab.get_by_label("Text of the mail").fill("Only before")
            await tab.get_by_role("button", name="Begin anew").click()
            async with tab.expect_navigation(timeout=90_000):
                await tab.locator("#reset-form .main").click()

            await expect(tab.locator("#sender-talk .letter").first).to_be_visible(timeout=90_000)
            assert tab.url == address

    asyncio.run(scene())

    assert not (tmp_path / "page-token").exists()


def test_a_folder_without_a_rehearsal_is_never_emptied(tmp_path: Path) -> None:
    (tmp_path / "intake.db").write_bytes(b"letters")
    settings = Settings(data_dir=tmp_path)

    with pytest.raises(ValueError, match="no rehearsal"):
        begin_anew(settings, "token")

    assert (tmp_path / "intake.db").read_bytes() == b"letters"


def test_records_elsewhere_are_never_emptied(tmp_path: Path) -> None:
    (tmp_path / "rehearsal").mkdir()
    (tmp_path / "rehearsal/journal.jsonl").touch()
    settings = Settings(data_dir=tmp_path, database_url=f"sqlite:///{tmp_path}/other.db")

    with pytest.raises(ValueError, match="no rehearsal"):
        begin_anew(settings, "token")


def test_the_secret_of_an_open_page_is_taken_up_once(tmp_path: Path) -> None:
    (tmp_path / "rehearsal").mkdir()
    (tmp_path / "rehearsal/journal.jsonl").touch()
    begin_anew(Settings(data_dir=tmp_path), "the-token")

    assert (tmp_path / "page-token").stat().st_mode & 0o077 == 0
    assert [kept_token(tmp_path), kept_token(tmp_path)] == ["the-token", None]
