"""The sandbox's Bot API, asked by the real python-telegram-bot over HTTP."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from telegram import InputMediaDocument
from telegram.error import BadRequest, Conflict
from telegram.ext import Application, CommandHandler

from tests.rehearsal import ANA, BEN, OFFICE, a_bot, a_keyboard, bot_of

if TYPE_CHECKING:
    from telegram import Update
    from telegram.ext import ContextTypes


def test_html_becomes_text_and_entities() -> None:
    async def scene() -> None:
        async with a_bot() as (_, bot):
            message = await bot.send_message(
                OFFICE, "😀 <b>Tchad</b>\n<blockquote expandable>a &lt; b</blockquote>", "HTML"
            )

            assert message.text == "😀 Tchad\na < b"
            assert [(e.type, e.offset, e.length) for e in message.entities] == [
                ("bold", 3, 5),
                ("expandable_blockquote", 9, 5),
            ]

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("<div>x</div>", 'Unsupported start tag "div" at byte offset 0'),
        ("é<b>x", 'find end tag corresponding to start tag "b"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("a < b", "at byte offset 2"),
        ("é" * 4097, "essage is too long"),
        ("<b> </b>", "essage text is empty"),
    ],
)
def test_html_that_telegram_refuses_is_refused(text: str, complaint: str) -> None:
    async def scene() -> None:
        async with a_bot() as (_, bot):
            with pytest.raises(BadRequest, match=f"(?i){complaint}"):
                await bot.send_message(OFFICE, text, "HTML")

    asyncio.run(scene())


def test_4096_characters_after_entities_are_not_too_long() -> None:
    async def scene() -> None:
        async with a_bot() as (_, bot):
            message = await bot.send_message(OFFICE, f"<b>{'&amp;' * 4096}</b>", "HTML")

            assert message.text == "&" * 4096

    asyncio.run(scene())


def test_callback_data_over_64_bytes_is_refused() -> None:
    async def scene() -> None:
        async with a_bot() as (_, bot):
            await bot.send_message(OFFICE, "x", reply_markup=a_keyboard("é" * 32))

            with pytest.raises(BadRequest, match=r"(?i)button_data_invalid"):
                await bot.send_message(OFFICE, "x", reply_markup=a_keyboard("é" * 33))

    asyncio.run(scene())


def test_an_edit_that_changes_nothing_is_refused() -> None:
    async def scene() -> None:
        async with a_bot() as (_, bot):
            sent = await bot.send_message(OFFICE, "one", reply_markup=a_keyboard())
            await bot.edit_message_text("two", OFFICE, sent.message_id)

            with pytest.raises(BadRequest, match="not modified"):
                await bot.edit_message_text("two", OFFICE, sent.message_id)

    asyncio.run(scene())


def test_a_keyboard_can_be_replaced_alone_and_a_message_deleted() -> None:
    async def scene() -> None:
        async with a_bot() as (sandbox, bot):
            sent = await bot.send_message(OFFICE, "one", reply_markup=a_keyboard())
            await bot.edit_message_reply_markup(OFFICE, sent.message_id, reply_markup=None)

            assert sandbox.message(sent.message_id).keyboard == []

            await bot.delete_message(OFFICE, sent.message_id)

            assert sandbox.messages(OFFICE) == []

    asyncio.run(scene())


def test_a_file_goes_there_and_back() -> None:
    async def scene() -> None:
        async with a_bot() as (sandbox, bot):
            message = await bot.send_document(OFFICE, b"%PDF", filename="été.pdf", caption="c")

            assert message.document is not None
            assert message.document.file_name == "été.pdf"
            assert message.caption == "c"

            sent = sandbox.send_file(ANA, ANA, "carta.pdf", b"hola", media_type="application/pdf")
            assert sent.file is not None
            file = await bot.get_file(sent.file.id)

            assert bytes(await file.download_as_bytearray()) == b"hola"

    asyncio.run(scene())


def test_an_album_arrives_as_one_message_each() -> None:
    async def scene() -> None:
        async with a_bot() as (sandbox, bot):
            media = [InputMediaDocument(b"1", filename="1.pdf"), InputMediaDocument(b"2")]

            sent = await bot.send_media_group(OFFICE, media)

            assert len(sent) == 2
            assert [m.file.content for m in sandbox.messages(OFFICE) if m.file] == [b"1", b"2"]

    asyncio.run(scene())


def test_a_message_is_polled_until_it_is_confirmed() -> None:
    async def scene() -> None:
        async with a_bot() as (sandbox, bot):
            sandbox.say(ANA, ANA, "hola")

            (first,) = await bot.get_updates()
            (again,) = await bot.get_updates()

            assert first.update_id == again.update_id
            assert await bot.get_updates(offset=first.update_id + 1) == ()

    asyncio.run(scene())


def test_a_long_poll_ends_when_something_comes() -> None:
    async def scene() -> None:
        async with a_bot() as (sandbox, bot):
            poll = asyncio.create_task(bot.get_updates(timeout=20))
            await asyncio.sleep(0.1)
            sandbox.say(ANA, ANA, "hola")

            (update,) = await asyncio.wait_for(poll, 2)

            assert update.message is not None
            assert update.message.from_user is not None
            assert update.message.from_user.language_code == "es"

    asyncio.run(scene())


def test_a_second_poller_ends_the_first_with_409() -> None:
    async def scene() -> None:
        async with a_bot() as (sandbox, bot), bot_of(sandbox) as other:
            poll = asyncio.create_task(bot.get_updates(timeout=20))
            await asyncio.sleep(0.1)
            await other.get_updates(timeout=0)

            with pytest.raises(Conflict):
                await asyncio.wait_for(poll, 2)

    asyncio.run(scene())


def test_a_press_is_answered_to_the_one_who_pressed() -> None:
    async def scene() -> None:
        async with a_bot() as (sandbox, bot):
            sent = await bot.send_message(OFFICE, "card", reply_markup=a_keyboard())
            query = sandbox.press(BEN, sent.message_id, "1:confirm:7:1")

            (update,) = await bot.get_updates()
            assert update.callback_query is not None
            assert update.callback_query.data == "1:confirm:7:1"
            await update.callback_query.answer("Confirmed", show_alert=True)

            assert (query.answer, query.is_alert) == ("Confirmed", True)

    asyncio.run(scene())


def test_a_running_application_hears_commands_and_answers() -> None:
    async def start(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        await update.message.reply_text("welcome")

    async def scene() -> None:
        async with a_bot() as (sandbox, _):
            app = Application.builder().bot(bot_of(sandbox)).build()
            app.add_handler(CommandHandler("start", start))
            async with app:
                await app.start()
                assert app.updater is not None
                await app.updater.start_polling(poll_interval=0)
                sandbox.say(ANA, ANA, "/start")
                await sandbox.until(lambda: sandbox.messages(ANA, by_bot=True))
                await app.updater.stop()
                await app.stop()

            assert sandbox.messages(ANA, by_bot=True)[0].text == "welcome"

    asyncio.run(scene())


def test_a_photo_has_its_own_size() -> None:
    async def scene() -> None:
        async with a_bot() as (_, bot):
            message = await bot.send_photo(OFFICE, a_picture(640, 480), caption="p. 2")

            assert [(one.width, one.height) for one in message.photo] == [(640, 480)]
            assert message.caption == "p. 2"

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"%PDF-1.7", "IMAGE_PROCESS_FAILED"),
        (b"0" * 10_000_001, "file is too big"),
        ((30, 700), "PHOTO_INVALID_DIMENSIONS"),
        ((6_000, 4_001), "PHOTO_INVALID_DIMENSIONS"),
    ],
)
def test_a_photo_that_telegram_refuses_is_refused(
    content: bytes | tuple[int, int], complaint: str
) -> None:
    async def scene() -> None:
        photo = content if isinstance(content, bytes) else a_picture(*content)
        async with a_bot() as (_, bot):
            with pytest.raises(BadRequest, match=f"(?i){complaint}"):
                await bot.send_photo(OFFICE, photo)

    asyncio.run(scene())


def a_picture(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("1", (width, height)).save(out, "PNG")
    return out.getvalue()
