"""Presses as values, over a real database and without a chat."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot import prompts
from bot.belonging import shown_ref
from bot.callbacks import Press, Verb, pack
from bot.evidence import evidence_parts
from bot.prompts import REASON, Asked, prompt_for
from bot.scene import File, Office, Person, Pressed, Reply
from bot.secretariat import Secretariat
from store import chat_updates, drafts, inbox, officers, outbox
from tests.chat_values import ZURICH, a_draft, quoted
from tests.factories import NOW, a_content, a_read_message, an_arrival

if TYPE_CHECKING:
    from store.model import Content, Draft
    from store.session import Database

ANA = Person(id=11, name="Ana")

pytestmark = pytest.mark.one_store("its tests do not ask what kind of store they have")


def a_letter(db: Database, content: Content, number: int = 1) -> Draft:
    with db.begin() as session:
        officers.fill_once(session, [ANA.id], [], now=NOW)
        accepted = inbox.accept(session, [an_arrival(number)], now=NOW, year=2026)[0]
        return drafts.save_reading(session, accepted.id, 1, a_read_message(), [content], now=NOW)[0]


def a_secretariat(db: Database) -> Secretariat:
    office = Office(zone=ZURICH, full=True)
    return Secretariat(db, office, clock=lambda: NOW, enqueue=lambda *_: None)


def a_press(
    db: Database,
    verb: Verb,
    *,
    update_id: int = 1,
    revision: int = 1,
    argument: str | None = None,
    shown: str = "ACSG-2026-0001-1 · Request · ● sure",
) -> Reply | None:
    with db.begin() as session:
        chat_updates.keep(session, update_id, {})
    data = pack(Press(verb=verb, draft=1, revision=revision, argument=argument))
    pressed = Pressed(
        update_id=update_id,
        person=ANA,
        data=data,
        chat_id=-1,
        message_id=5,
        shown=shown,
    )
    return a_secretariat(db).press(pressed)


def test_the_same_press_has_its_effect_once(database: Database) -> None:
    a_letter(database, a_content())

    first, second = a_press(database, Verb.CONFIRM), a_press(database, Verb.CONFIRM)

    assert first is not None
    assert second is None
    with database.reading() as session:
        assert drafts.get(session, 1).register_ref == "REQ-2026-0001"


def test_an_officers_name_is_learnt_from_the_chat(database: Database) -> None:
    a_letter(database, a_content())

    a_press(database, Verb.CONFIRM)

    with database.reading() as session:
        assert drafts.get(session, 1).decided_by == "Ana"


def test_a_draft_that_is_not_there_is_told(database: Database) -> None:
    with database.begin() as session:
        officers.fill_once(session, [ANA.id], [], now=NOW)

    reply = a_press(database, Verb.CONFIRM)

    assert reply is not None
    assert reply.toast == "This draft is no longer there."


@pytest.mark.parametrize(
    ("shown", "toast"),
    [
        ("ACSG-2026-0001-1: evidence\n\n1 request", "Sent below."),
        ("ACSG-2026-0001-2: evidence", "This is not this card's button. Nothing was changed."),
    ],
)
def test_evidence_may_be_pressed_before_it_is_written_down_as_sent(
    database: Database, shown: str, toast: str
) -> None:
    a_letter(database, a_content())

    reply = a_press(database, Verb.HISTORY, shown=shown)

    assert reply is not None
    assert reply.toast == toast


def test_a_menu_of_a_decided_draft_is_told_and_shown_anew(database: Database) -> None:
    a_letter(database, a_content())
    a_press(database, Verb.CONFIRM)

    reply = a_press(database, Verb.CORRECT, update_id=2)

    assert reply is not None
    assert reply.toast == "Already registered by Ana, 2 Mar 2026 10:30."
    assert reply.text is not None
    assert "REQ-2026-0001" in reply.text.markup


def test_much_evidence_comes_as_one_file(database: Database) -> None:
    quotes = tuple(quoted(f"{number} " + "words " * 150) for number in range(40))
    a_letter(database, a_content(conditions=quotes))

    a_press(database, Verb.EVIDENCE)

    with database.begin() as session:
        rows = [row for row in outbox.listed(session) if row.kind == "evidence"]
        parts = evidence_parts(drafts.get(session, 1), {})
    assert len(rows) == 1
    assert isinstance(parts, File)
    assert parts.name == "ACSG-2026-0001-1-evidence.txt"
    assert b"39 words" in parts.content


def test_a_queue_of_many_drafts_is_turned_page_by_page(database: Database) -> None:
    a_letter(database, a_content())
    with database.begin() as session:
        arrivals = [an_arrival(number) for number in range(2, 20)]
        for accepted in inbox.accept(session, arrivals, now=NOW, year=2026):
            drafts.save_reading(session, accepted.id, 1, a_read_message(), [a_content()], now=NOW)

    first, second = a_page(database, "0"), a_page(database, "15")

    assert "19 open drafts</b>, oldest first (1 to 15)" in first
    assert "ACSG-2026-0016-1" not in first
    assert "(16 to 19)" in second


def a_page(db: Database, argument: str) -> str:
    with db.begin() as session:
        chat_updates.keep(session, 100 + int(argument), {})
    data = pack(Press(verb=Verb.QUEUE, argument=argument))
    pressed = Pressed(
        update_id=100 + int(argument), person=ANA, data=data, chat_id=-1, message_id=5
    )
    reply = a_secretariat(db).press(pressed)
    assert reply is not None
    assert reply.text is not None
    return reply.text.markup


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("ACSG-2026-0042-1 · Request", "ACSG-2026-0042-1"),
        ("Possibly a repeat of the card above.\nACSG-2026-0042-1 · Offer", "ACSG-2026-0042-1"),
        ("\u200f\u2068ACSG-2026-0042-1\u2069 · طلب", "ACSG-2026-0042-1"),
        ("3 open drafts, oldest first\nACSG-2026-0042-1 · Offer", None),
        ("ACSG-2026-0042 · Enquiry", None),
        ("", None),
    ],
)
def test_a_card_is_known_by_its_beginning(text: str, ref: str | None) -> None:
    assert shown_ref(text) == ref


def test_a_prompt_names_its_draft_and_revision() -> None:
    asked = prompt_for(a_draft(revision=3), REASON, "Why?").asked

    assert (asked.ref, asked.revision) == ("ACSG-2026-0042-1", 3)


@pytest.mark.parametrize(("minutes", "is_open"), [(9, True), (11, False)])
def test_a_question_stays_open_for_a_while(
    database: Database, minutes: int, *, is_open: bool
) -> None:
    pressed = Pressed(update_id=1, person=ANA, data="", chat_id=-1, message_id=5)
    asked = Asked(ref="ACSG-2026-0042-1", revision=3)

    with database.begin() as session:
        prompts.ask(session, pressed, asked, now=NOW)

    later = NOW + timedelta(minutes=minutes)
    with database.reading() as session:
        assert (prompts.open_to(session, pressed, now=later) == asked) is is_open


def test_a_typed_reason_is_heard_after_a_restart(database: Database) -> None:
    a_letter(database, a_content())
    a_press(database, Verb.REASON, argument="typed")
    said = Pressed(update_id=2, person=ANA, data="It came twice", chat_id=-1, message_id=6)
    with database.begin() as session:
        chat_updates.keep(session, said.update_id, {})

    reply = a_secretariat(database).text(said)

    assert reply is not None
    assert "not registered" in reply.messages[0].markup
    with database.reading() as session:
        assert drafts.get(session, 1).reason == "It came twice"


def answered(db: Database, number: int, text: str, replies_to: int) -> str:
    """What is told to whoever types this in reply to a message of ours."""
    said = Pressed(update_id=number, person=ANA, data=text, chat_id=-1, message_id=6)
    with db.begin() as session:
        chat_updates.keep(session, number, {})
    reply = a_secretariat(db).reason(said, replies_to)
    assert reply is not None
    return "".join(one.markup for one in reply.messages)


def test_a_reply_answers_the_prompt_that_it_replies_to_and_not_the_last_one(
    database: Database,
) -> None:
    first, second = (a_letter(database, a_content(), number).ref for number in (1, 2))
    with database.begin() as session:
        for shown, ref in ((8, first), (9, second)):
            prompts.sent(session, -1, shown, Asked(ref=ref, revision=1), now=NOW)
        pressed = Pressed(update_id=1, person=ANA, data="", chat_id=-1, message_id=5)
        prompts.ask(session, pressed, Asked(ref=second, revision=1), now=NOW)

    assert first in answered(database, 2, "It came twice", 8)


def test_a_reply_to_a_card_answers_nothing(database: Database) -> None:
    a_letter(database, a_content())

    assert answered(database, 2, "It came twice", 5) == ""
