"""The main job, end to end: letters by mail and chat become cards that officers decide.

One rehearsal on each database: the whole program, mail over a socket, the chat over HTTP with the
real library. The facts below are all read off what it left.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING, Any

import pytest

from bot.app import running
from bot.lines import draft_line, message_line
from bot.sandbox.people import OFFICER_A, OFFICER_B, SECRETARIAT, STRANGER
from bot.sandbox.samples import send_samples
from bot.settings import load_settings
from store import drafts, inbox
from tests.killing import free_port

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

    from bot.app import Program
    from bot.sandbox.chats import Message, Query

#: seconds; the first letter waits for the reader's models
PATIENCE = 150
ARABIC_SENDER = 2005

pytestmark = pytest.mark.timeout(400)


@dataclass(slots=True)
class Rehearsed:
    """What one rehearsal left."""

    replies: list[str] = field(default_factory=list)
    cards: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    stubs: list[str] = field(default_factory=list)
    to_stranger: str = ""
    after_stranger: list[dict[str, Any]] = field(default_factory=list)
    to_second: list[str] = field(default_factory=list)
    to_chat_sender: list[str] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    drafts: list[dict[str, Any]] = field(default_factory=list)
    mails: list[EmailMessage] = field(default_factory=list)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def rehearsed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Rehearsed:
    folder = tmp_path_factory.mktemp("rehearsal")
    url = f"sqlite:///{folder / 'intake.db'}"
    if request.param == "postgresql":
        url = fresh_postgresql(request.getfixturevalue("migrated_postgresql"))
    return asyncio.run(rehearse(folder, url))


def fresh_postgresql(server: str) -> str:
    from sqlalchemy import create_engine, make_url, text  # noqa: PLC0415 - for this database only

    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE rehearsal TEMPLATE migrated"))
    engine.dispose()
    return make_url(server).set(database="rehearsal").render_as_string(hide_password=False)


async def rehearse(folder: Path, url: str) -> Rehearsed:
    settings = load_settings(
        {
            "ACSG_CHAT": "sandbox",
            "ACSG_DATA_DIR": str(folder),
            "ACSG_DATABASE_URL": url,
            "ACSG_SMTP_LISTEN": f"127.0.0.1:{free_port()}",
            "ACSG_SANDBOX_LISTEN": f"127.0.0.1:{free_port()}",
            "ACSG_HTTP_LISTEN": "off",
        }
    )
    left = Rehearsed()
    async with running(settings) as program:
        assert program.rehearsal is not None
        sandbox = program.rehearsal.sandbox
        left.replies = await send_samples(sandbox, settings.smtp_listen, settings.addresses)
        await sandbox.until(lambda: len(shown(program)) >= len(left.replies) + 1, PATIENCE)
        await sandbox.until(
            lambda: len(list((folder / "outgoing").glob("*.eml"))) >= len(left.replies), PATIENCE
        )
        await sandbox.until(lambda: sandbox.messages(ARABIC_SENDER, by_bot=True), PATIENCE)
        left.cards = [one.text for one in shown(program) if is_card(one)]
        left.notes = [one.text for one in shown(program) if not is_card(one)]
        await decide(program, left)
        left.to_chat_sender = [one.text for one in sandbox.messages(ARABIC_SENDER, by_bot=True)]
        read_records(program, left)
    left.mails = [
        message_from_bytes(path.read_bytes(), policy=default)
        for path in sorted((folder / "outgoing").glob("*.eml"))
    ]
    return left


async def decide(program: Program, left: Rehearsed) -> None:
    """A stranger tries, then two officers confirm every card, the second too late.

    The first looks at what the reader may be unsure of, and says once of each language that they
    read it.
    """
    cards = [one for one in shown(program) if is_card(one)]
    left.to_stranger = (await pressed(program, STRANGER.id, cards[0])).answer or ""
    left.after_stranger = records_of_drafts(program)
    for card in cards:
        data = confirm_of(card)
        for unsure in ("kind", "themes", "criteria"):
            look = f"{data.replace(':confirm:', ':look:')}:{unsure}"
            await pressed(program, OFFICER_A.id, card, look)
        query = await pressed(program, OFFICER_A.id, card, data)
        if " read " in (query.answer or ""):
            await confirm_in_the_question(program, card)
        late = await pressed(program, OFFICER_B.id, card, data)
        left.to_second.append(late.answer or "")
    assert program.rehearsal is not None
    await program.rehearsal.sandbox.until(
        lambda: all("confirm" not in str(one.buttons).lower() for one in cards), PATIENCE
    )
    left.stubs = [one.text for one in cards]


async def confirm_in_the_question(program: Program, card: Message) -> None:
    """By its first button: that the officer reads it where it asks that."""
    assert program.rehearsal is not None
    await program.rehearsal.sandbox.until(
        lambda: ":reads-" in str(card.buttons) or ":unread" in str(card.buttons), PATIENCE
    )
    await pressed(program, OFFICER_A.id, card)


async def pressed(program: Program, user: int, card: Message, data: str = "") -> Query:
    assert program.rehearsal is not None
    sandbox = program.rehearsal.sandbox
    query = sandbox.press(user, card.id, data or confirm_of(card))
    await sandbox.until(lambda: query.is_answered, PATIENCE)
    return query


def shown(program: Program) -> list[Message]:
    assert program.rehearsal is not None
    return program.rehearsal.sandbox.messages(SECRETARIAT, by_bot=True)


def is_card(message: Message) -> bool:
    return any(":confirm:" in str(button.get("callback_data", "")) for button in message.buttons)


def confirm_of(message: Message) -> str:
    return next(
        str(button["callback_data"])
        for button in message.buttons
        if ":confirm:" in str(button.get("callback_data", ""))
    )


def read_records(program: Program, left: Rehearsed) -> None:
    with program.database.reading() as session:
        left.messages = [message_line(one) for one in inbox.listed(session)]
    left.drafts = records_of_drafts(program)


def records_of_drafts(program: Program) -> list[dict[str, Any]]:
    with program.database.reading() as session:
        return [draft_line(one) for one in drafts.listed(session)]


def test_the_mail_door_says_250_with_the_id_of_each_letter(rehearsed: Rehearsed) -> None:
    ids = {one["id"] for one in rehearsed.messages}

    assert [reply.startswith("250 2.0.0 accepted as ") for reply in rehearsed.replies] == [True] * 4
    assert {reply.rsplit(" ", 1)[1] for reply in rehearsed.replies} <= ids


def test_four_letters_become_four_cards(rehearsed: Rehearsed) -> None:
    assert len(rehearsed.cards) == 4


def test_the_plea_of_a_person_is_a_note_and_never_a_draft(rehearsed: Rehearsed) -> None:
    plea = next(one for one in rehearsed.messages if one["sender"].startswith("samuel"))

    assert len(rehearsed.notes) == 1
    assert plea["drafts"] == []


def test_each_letter_is_drafted_as_what_it_is(rehearsed: Rehearsed) -> None:
    kinds = sorted((one["language"], one["kind"]) for one in rehearsed.drafts)

    assert kinds == [("ar", "request"), ("en", "offer"), ("es", "request"), ("fr", "request")]


def test_a_stranger_changes_nothing_and_is_told_so(rehearsed: Rehearsed) -> None:
    assert {one["status"] for one in rehearsed.after_stranger} == {"draft"}
    assert rehearsed.to_stranger != ""


def test_the_first_officer_confirms_and_each_draft_gets_its_place_in_the_register(
    rehearsed: Rehearsed,
) -> None:
    assert {one["status"] for one in rehearsed.drafts} == {"confirmed"}
    assert {one["decided_by"] for one in rehearsed.drafts} == {OFFICER_A.name}
    assert len({one["register_ref"] for one in rehearsed.drafts}) == 4


def test_the_second_officer_is_told_who_was_first(rehearsed: Rehearsed) -> None:
    assert [OFFICER_A.name in told for told in rehearsed.to_second] == [True] * 4


def test_a_decided_card_shrinks_to_its_register_reference(rehearsed: Rehearsed) -> None:
    references = [one["register_ref"] for one in rehearsed.drafts]

    assert all(any(ref in stub for stub in rehearsed.stubs) for ref in references)


def test_every_sender_by_mail_is_answered_with_their_reference(rehearsed: Rehearsed) -> None:
    references = {one["ref"] for one in rehearsed.messages if one["channel"] == "email"}

    answered = {ref for ref in references for mail in rehearsed.mails if ref in mail["Subject"]}

    assert len(rehearsed.mails) == 4
    assert answered == references


def test_answers_say_that_a_program_wrote_them(rehearsed: Rehearsed) -> None:
    assert {mail["Auto-Submitted"] for mail in rehearsed.mails} == {"auto-replied"}


def test_the_sender_in_the_chat_is_answered_in_arabic_with_the_reference(
    rehearsed: Rehearsed,
) -> None:
    reference = next(one["ref"] for one in rehearsed.messages if one["channel"] == "chat")

    said = "\n".join(rehearsed.to_chat_sender)

    assert reference in said
    assert any("\u0600" <= letter <= "\u06ff" for letter in said)


def test_no_answer_says_accepted(rehearsed: Rehearsed) -> None:
    texts = [str(mail.get_body(("plain",))).lower() for mail in rehearsed.mails]

    assert [text for text in texts if "accepted" in text or "acceptée" in text] == []
