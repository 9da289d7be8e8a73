"""A rehearsal goes on after a restart as a chat service would."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.sandbox import people
from bot.sandbox.journal import Journal
from bot.sandbox.mails import Mail
from bot.sandbox.stage import Sandbox

if TYPE_CHECKING:
    from pathlib import Path

ANA = 11


def started(folder: Path) -> Sandbox:
    sandbox = Sandbox()
    Journal(folder).follow(sandbox)
    people.enter(sandbox)
    return sandbox


def test_messages_files_and_answers_are_there_again(tmp_path: Path) -> None:
    before = started(tmp_path)
    before.chats.add_user(ANA, "Ana", "es", "ana@x.example")
    sent = before.send_file(ANA, ANA, "carta.pdf", b"hola", caption="para ustedes")
    before.say(ANA, ANA, "y esto", reply_to=sent.id)

    after = started(tmp_path)

    first, second = after.messages(ANA)
    assert first.file is not None
    assert (first.text, first.file.content, second.reply_to) == ("para ustedes", b"hola", first)
    assert after.chats.users[ANA].address == "ana@x.example"


def test_an_edited_and_a_deleted_message_stay_so(tmp_path: Path) -> None:
    before = started(tmp_path)
    chat, bot = before.chats.chats[people.SECRETARIAT], before.chats.bot
    card, note = (before.chats.add_message(chat, bot, text=text) for text in ("card", "note"))
    card.text, note.is_deleted = "stub", True
    before.chats.touch(card)
    before.chats.touch(note)

    after = started(tmp_path)

    assert [message.text for message in after.messages(people.SECRETARIAT)] == ["stub"]


def test_no_id_is_given_twice(tmp_path: Path) -> None:
    before = started(tmp_path)
    before.chats.add_user(ANA, "Ana")
    last = before.say(ANA, ANA, "hola")
    update = before.chats.updates[-1]

    after = started(tmp_path)
    fresh = after.say(ANA, ANA, "otra vez")

    assert fresh.id > max(last.id, update.id)


def test_what_the_bot_has_not_heard_is_told_again(tmp_path: Path) -> None:
    before = started(tmp_path)
    before.chats.add_user(ANA, "Ana")
    before.say(ANA, ANA, "hola")

    after = started(tmp_path)

    assert [update.id for update in after.chats.updates] == [
        update.id for update in before.chats.updates
    ]


def test_a_line_cut_short_by_a_kill_is_passed_over(tmp_path: Path) -> None:
    before = started(tmp_path)
    before.chats.add_user(ANA, "Ana")
    before.say(ANA, ANA, "hola")
    with (tmp_path / "journal.jsonl").open("a") as journal:
        journal.write('{"next_id": 99, "mess')

    after = started(tmp_path)

    assert [message.text for message in after.messages(ANA)] == ["hola"]


def test_posted_mails_are_kept(tmp_path: Path) -> None:
    before = started(tmp_path)
    mail = Mail(
        id="mail-1", from_address="a@x.example", to_address="us@x.example", subject="s", text="t",
        files=("a.pdf",), sent_at=datetime(2026, 3, 1, tzinfo=UTC), reply="250 2.0.0 accepted",
    )  # fmt: skip
    before.mails.append(mail)
    before.chats.touch()

    assert started(tmp_path).mails == [mail]
