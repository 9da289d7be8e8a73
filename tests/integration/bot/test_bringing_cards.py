"""What cards of letters that officers brought in show, and what they do not."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.cli import main
from store import decisions, drafts, officers, outbox
from store.model import OutboxKind
from tests.bringing import NOTE, Bringer
from tests.gathers import packed
from tests.office import ALICE_ID, an_office
from tests.rehearsal import OFFICE

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


def test_a_draft_is_opened_whatever_the_note_is_read_as(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            alice = Bringer(office)
            alice.write(f"/new meeting: {NOTE}")

            _, draft = await alice.drafted()

            assert draft.content.kind == "request"
            await office.see("At a meeting")

    asyncio.run(scene())


def test_quotes_stand_in_the_officers_note(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            alice = Bringer(office)
            alice.write(f"/new oral: {NOTE}")

            await alice.drafted()

            await office.see("· officer's note\n")

    asyncio.run(scene())


def test_nobody_is_ever_answered(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            alice = Bringer(office)
            alice.write(f"/new oral: {NOTE}")

            letter, draft = await alice.drafted()

            assert letter.reply_chat is None
            await office.see(draft.ref)
            with database.reading() as session:
                kinds = {row.kind for row in outbox.listed(session)}
            assert OutboxKind.ACKNOWLEDGEMENT not in kinds

    asyncio.run(scene())


def test_buttons_that_write_to_a_sender_are_not_there_and_why(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            alice = Bringer(office)
            alice.write(f"/new request oral: {NOTE}")
            state = await alice.hears("How did it reach you?")
            await alice.press(state, "Said to me")
            _, draft = await alice.drafted()
            await office.see(draft.ref)
            card = next(one for one in office.shown() if draft.ref in one.text)
            assert "it has no sender" in card.text

            await office.press(ALICE_ID, card, "Missing")
            await office.sandbox.until(lambda: "not said in the letter" in office.shown()[-1].text)
            missing = office.shown()[-1]
            assert "it has no sender" in missing.text
            assert missing.buttons == []

            await office.press(ALICE_ID, card, "Confirm")
            await office.sandbox.until(lambda: "registered" in card.text)
            await office.button(card, "🤝 Consent")
            assert not [one for one in card.buttons if "sender" in one["text"]]
            await office.press(ALICE_ID, card, "Consent")
            await office.see("consent of the State")
            assert not [one for one in office.shown()[-1].buttons if "sender" in one["text"]]

    asyncio.run(scene())


def test_for_whom_it_is_can_be_typed(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            alice = Bringer(office)
            alice.write("/new oral")
            state = await alice.hears("Write what was said")
            await alice.press(state, "For whom?")
            await alice.hears("Now type for whom")
            alice.write("Chad, the refugee commission")
            await alice.hears("For whom: noted.")
            alice.write(NOTE)
            await alice.hears("1 message")
            await alice.press(state, "That's all")

            letter, _ = await alice.drafted()

            assert packed(office, letter)["text"] == NOTE
            await office.see("for whom, as Alice typed: Chad, the refugee commission")
            assert alice.hands.about is not None
            assert alice.hands.about.subject == "Chad, the refugee commission"

    asyncio.run(scene())


def test_a_minimal_card_says_how_it_came_and_no_word(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, chat_content="minimal") as office:
            alice = Bringer(office)
            alice.forward("We need training of interviewers.")
            state = await alice.hears("Telegram stores what you write")
            await alice.press(state, "Open a draft")

            _, draft = await alice.drafted()

            await office.see("Forwarded by Alice")
            card = next(one for one in office.shown() if draft.ref in one.text)
            assert "Ministry" not in card.text
            assert "training" not in card.text

    asyncio.run(scene())


def test_its_origin_stands_in_the_history(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            alice = Bringer(office)
            alice.write(f"/new oral: {NOTE}")
            _, draft = await alice.drafted()

            office.sandbox.say(ALICE_ID, OFFICE, f"/history {draft.ref}")

            await office.see("said to them, as they noted it (oral)")
            with database.reading() as session:
                first = drafts.history(session, draft.id)[0]
            assert (first.who, first.what) == ("Alice", "brought_oral")

    asyncio.run(scene())


def test_what_an_officer_typed_and_sent_stays_out_of_a_confidential_card(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            alice = Bringer(office)
            alice.forward("We need training of interviewers.")
            await alice.press(await alice.hears("1 message"), "Open a draft")
            _, draft = await alice.drafted()
            with database.begin() as session:
                officer = officers.find(session, ALICE_ID)
                assert officer is not None
                decisions.correct(
                    session,
                    draft.id,
                    1,
                    officer,
                    change=lambda content: replace(content, confidential=True),
                    field="confidential",
                    old=False,
                    new=True,
                    now=office.now(),
                )
            office.sandbox.say(ALICE_ID, OFFICE, f"/show {draft.ref}")

            await office.see("confidential: its words stay out")

            card = office.shown()[-1].text
            assert "Forwarded by Alice" in card
            assert "Ministry" not in card

    asyncio.run(scene())


def test_for_whom_it_is_can_be_left_out_again(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            alice = Bringer(office)
            alice.write("/new oral")
            state = await alice.hears("Write what was said")
            await alice.press(state, "For whom?")
            await alice.hears("Now type for whom")

            await alice.press(state, "For nobody")

            await alice.hears("Write what was said")
            alice.write(NOTE)
            await alice.hears("1 message")
            assert "noted" not in state.text

    asyncio.run(scene())


def test_show_prints_how_it_came(
    database: Database,
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def scene() -> str:
        async with an_office(database, tmp_path) as office:
            alice = Bringer(office)
            alice.write(f"/new oral: {NOTE}")
            _, draft = await alice.drafted()
            return draft.ref

    ref = asyncio.run(scene())
    monkeypatch.setenv("ACSG_DATABASE_URL", database_url)
    monkeypatch.setenv("ACSG_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("ACSG_CHAT", "off")
    capsys.readouterr()

    assert main(["show", ref, "--json"]) == 0
    origin = json.loads(capsys.readouterr().out)["origin"]
    assert (origin["how"], origin["by"], origin["for_whom"]) == ("oral", "Alice", None)
    assert main(["show", ref]) == 0
    assert "oral, brought in by Alice" in capsys.readouterr().out
