"""The page in a real browser: both sides can be played, by mouse, by keyboard, on a phone."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from playwright.async_api import expect
from telegram import BotCommand, BotCommandScopeAllPrivateChats, ForceReply

from bot.sandbox.people import OFFICER_B, SECRETARIAT
from ingest.page_picture import drawn
from tests.browser import a_tab
from tests.page_room import LEILA, a_rehearsal, played
from tests.rehearsal import OURS, a_door, bot_of
from tests.sheets import a_sheet

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Page

    from bot.sandbox.stage import Sandbox
    from store.model import Arrival

SHEET = a_sheet()


def test_an_officer_confirms_and_the_card_changes(tmp_path: Path) -> None:
    async def scene(tab: Page, _: Sandbox) -> None:
        await tab.get_by_label("Officer B").check()
        await tab.get_by_role("button", name="Confirm").click()

        await expect(tab.locator("#toasts")).to_have_text("Confirmed")
        await expect(tab.locator("#office-talk")).to_contain_text(f"Confirmed by {OFFICER_B.name}")
        await expect(tab.get_by_role("button", name="Confirm")).to_have_count(0)

    played(tmp_path, scene)


def test_a_question_of_the_bot_is_what_one_replies_to(tmp_path: Path) -> None:
    async def scene(tab: Page, sandbox: Sandbox) -> None:
        await expect(tab.locator("#office-talk")).to_contain_text("ACSG-2026-0001-1")
        async with bot_of(sandbox) as bot:
            asked = await bot.send_message(SECRETARIAT, "Why?", reply_markup=ForceReply())

        await expect(tab.locator("#replying")).to_contain_text("Reply to: Why?")
        await tab.locator("#word textarea").fill("It came twice")
        await tab.locator("#word textarea").press("Enter")

        await sandbox.until(lambda: sandbox.messages(SECRETARIAT, by_bot=False))
        replied = sandbox.messages(SECRETARIAT, by_bot=False)[0].reply_to
        assert replied is not None
        assert replied.id == asked.message_id

    played(tmp_path, scene)


def test_a_stranger_is_told_and_changes_nothing(tmp_path: Path) -> None:
    async def scene(tab: Page, _: Sandbox) -> None:
        await tab.get_by_label("Stranger").check()
        await tab.get_by_role("button", name="Confirm").click()

        await expect(tab.get_by_role("dialog")).to_contain_text("Only officers decide.")
        await tab.keyboard.press("Escape")
        await expect(tab.get_by_role("button", name="Confirm")).to_be_visible()

    played(tmp_path, scene)


def test_a_press_needs_no_mouse(tmp_path: Path) -> None:
    async def scene(tab: Page, _: Sandbox) -> None:
        await tab.get_by_role("button", name="Confirm").focus()
        await tab.keyboard.press("Enter")

        await expect(tab.locator("#office-talk")).to_contain_text("Confirmed by Officer A")

    played(tmp_path, scene)


def test_words_of_a_letter_are_never_markup(tmp_path: Path) -> None:
    async def scene(tab: Page, _: Sandbox) -> None:
        await expect(tab.locator("#office-talk")).to_contain_text("<script>document.title='run'")

        assert "run" not in await tab.title()

    played(tmp_path, scene)


def test_a_long_quote_unfolds(tmp_path: Path) -> None:
    async def scene(tab: Page, _: Sandbox) -> None:
        quote = tab.locator(".quote").first
        before = await quote.bounding_box()
        await quote.get_by_role("button", name="Show more").click()

        await expect(quote.get_by_role("button", name="Show less")).to_be_visible()
        after = await quote.bounding_box()
        assert before is not None
        assert after is not None
        assert after["height"] > before["height"]

    played(tmp_path, scene)


def test_arabic_stands_on_the_right_with_its_bar(tmp_path: Path) -> None:
    async def scene(tab: Page, _: Sandbox) -> None:
        quote = tab.locator(".quote", has_text="نحتاج")

        await expect(quote).to_have_css("direction", "rtl")
        await expect(quote).to_have_css("border-right-width", "3px")

    played(tmp_path, scene)


def test_a_sender_writes_by_chat_and_reads_the_answer(tmp_path: Path) -> None:
    async def scene(tab: Page, sandbox: Sandbox) -> None:
        await tab.get_by_label("Chat", exact=True).check()
        await tab.get_by_label("Chat message").fill("نطلب دعمكم")
        await tab.keyboard.press("Enter")

        await expect(tab.locator("#sender-talk")).to_contain_text("وصلت رسالتكم")
        assert sandbox.messages(LEILA)[0].text == "نطلب دعمكم"

    played(tmp_path, scene)


def test_a_sender_attaches_a_file(tmp_path: Path) -> None:
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF-1.4")

    async def scene(tab: Page, sandbox: Sandbox) -> None:
        await tab.get_by_label("Chat", exact=True).check()
        await tab.locator("#chat input[type=file]").set_input_files(letter)
        await tab.get_by_role("button", name="Send message").click()

        await expect(tab.locator("#sender-talk .file").first).to_contain_text("letter.pdf")
        file = sandbox.messages(LEILA)[0].file
        assert file is not None
        assert (file.content, file.media_type) == (b"%PDF-1.4", "application/pdf")

    played(tmp_path, scene)


def test_somebody_new_can_write(tmp_path: Path) -> None:
    async def scene(tab: Page, _: Sandbox) -> None:
        await tab.get_by_role("button", name="New person").click()
        await tab.get_by_label("Name").fill("Ana")
        await tab.get_by_label("Mail address").fill("ana@ministry.example")
        await tab.get_by_role("button", name="Add").click()

        await expect(tab.locator("#sender-talk")).to_contain_text("Ana has not written yet")

    played(tmp_path, scene)


def test_a_sender_posts_a_mail_and_sees_it_accepted(tmp_path: Path) -> None:
    arrivals: list[Arrival] = []

    async def scene() -> None:
        async with (
            a_door(arrivals) as door,
            a_rehearsal(tmp_path, door) as (_, address),
            a_tab(address) as tab,
        ):
            await tab.get_by_label("Subject").fill("Une demande")
            await tab.get_by_label("Text of the mail").fill("Madame, Monsieur")
            await tab.get_by_role("button", name="Send mail").click()

            await expect(tab.locator("#sender-talk .letter")).to_contain_text("accepted as m1")

    asyncio.run(scene())

    assert (arrivals[0].sender, arrivals[0].recipients) == ("leila@x.example", OURS[:1])
    assert b"Subject: Une demande\r\n" in arrivals[0].raw


def test_an_officer_answers_a_message_by_reply(tmp_path: Path) -> None:
    async def scene(tab: Page, sandbox: Sandbox) -> None:
        await tab.get_by_role("button", name="Reply", exact=True).first.click()
        await tab.keyboard.type("not a request")
        await tab.keyboard.press("Enter")

        await expect(tab.locator("#office-talk .own")).to_contain_text("not a request")
        card, reply = sandbox.messages(SECRETARIAT)
        assert reply.reply_to is card

    played(tmp_path, scene)


def test_an_answer_by_mail_appears_by_itself(tmp_path: Path) -> None:
    async def scene(tab: Page, _: Sandbox) -> None:
        await tab.locator("#sender-talk li").first.wait_for()
        (tmp_path / "1.eml").write_text("To: leila@x.example\nSubject: Received\n\nThank you.\n")

        await expect(tab.locator("#sender-talk .letter")).to_contain_text("Thank you.")

    played(tmp_path, scene)


def test_a_phone_shows_one_side_at_a_time_and_nothing_runs_over(tmp_path: Path) -> None:
    async def scene(tab: Page, _: Sandbox) -> None:
        await expect(tab.locator("#office")).to_be_visible()
        await expect(tab.locator("#sender")).to_be_hidden()
        for side in ("Sender", "Secretariat"):
            await tab.get_by_role("button", name=side).click()
            over = "document.documentElement.scrollWidth - window.innerWidth"
            assert await tab.evaluate(over) <= 0

        await expect(tab.get_by_role("button", name="Confirm")).to_be_visible()

    played(tmp_path, scene, width=390)


def test_a_person_is_offered_commands_in_the_language_of_their_chat_program(tmp_path: Path) -> None:
    async def scene(tab: Page, sandbox: Sandbox) -> None:
        everybody = BotCommandScopeAllPrivateChats()
        async with bot_of(sandbox) as bot:
            for language, words in (("", "my letters"), ("ar", "رسائلي"), ("ru", "мои письма")):
                offered = [BotCommand("status", words)]
                await bot.set_my_commands(offered, scope=everybody, language_code=language)
        await tab.locator("#person").select_option(str(LEILA))
        await tab.get_by_label("Chat", exact=True).check()

        await expect(tab.get_by_title("رسائلي")).to_have_text("/status")

    played(tmp_path, scene)


def test_a_picture_is_shown_with_its_words(tmp_path: Path) -> None:
    async def scene() -> None:
        async with a_rehearsal(tmp_path) as (sandbox, address), a_tab(address) as page:
            picture = drawn(SHEET.content, 1, 0, ())
            bot = bot_of(sandbox)
            async with bot:
                await bot.send_photo(
                    SECRETARIAT, picture, caption="<b>ACSG-2026-0001-1</b>: p. 1", parse_mode="HTML"
                )

            shown = page.locator("#office-talk img.photo")
            await expect(shown).to_be_visible()
            assert await shown.evaluate("picture => picture.naturalWidth") == 1280
            await expect(page.locator("#office-talk li").last).to_contain_text("p. 1")

    asyncio.run(scene())
