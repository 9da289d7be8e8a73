"""Nobody is answered for a mail that somebody else sent in their name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.board import card_text
from bot.question import target_of
from bot.scene import Office
from bot.sender_words import Voice, answer_of
from store import drafts, outbox
from store.addressee import plain_address
from store.mail_rates import mails_since
from store.model import NewOutboxRow, OutboxKind
from store.proof import Checker, Proof, not_checked
from tests.factories import NOW, an_arrival
from tests.threads import Desk

if TYPE_CHECKING:
    from store.model import OutboxRow
    from store.session import Database

VICTIM = "minister@victim.example"
EVIL = "attacker@evil.example"
FORGED = Proof(by=Checker.OWN, domain="victim.example", dmarc="fail", policy="reject")
UNPROVEN = Proof(by=Checker.OWN, domain="victim.example", dmarc="none")
PROVEN = replace(UNPROVEN, aligned=("dkim",))
VOICE = Voice(address="requests@localhost", contact="a person", zone=ZoneInfo("UTC"))
#: a file that nobody can read, by a name that its sender chose
MAIL = (
    "From: {sender}\r\nSubject: Letter\r\nMIME-Version: 1.0\r\n"
    "Message-ID: <buy-{number}@evil.example>\r\n"
    "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    "--b\r\nContent-Type: text/plain\r\n\r\nWe request support.\r\n"
    "--b\r\nContent-Type: application/pdf\r\n"
    'Content-Disposition: attachment; filename="buy at evil.pdf"\r\n\r\n\r\n'
    "--b--\r\n"
)


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def came(desk: Desk, *, sender: str = VICTIM, envelope: str = EVIL, number: int = 1) -> str:
    raw = MAIL.format(sender=sender, number=number).encode()
    return desk.process(an_arrival(raw=raw, sender=envelope))


def answers(desk: Desk) -> list[OutboxRow]:
    return [row for row in desk.rows() if row.kind is OutboxKind.ACKNOWLEDGEMENT]


def words(desk: Desk) -> str:
    [row] = answers(desk)
    with desk.db.reading() as session:
        return answer_of(session, row, VOICE)[0].text


def card(desk: Desk, message_id: str, *, full: bool = True) -> str:
    with desk.db.reading() as session:
        [draft] = drafts.of_message(session, message_id)
        office = Office(zone=ZoneInfo("UTC"), full=full)
        return card_text(session, draft, office, now=NOW).markup


def test_who_is_named_on_a_mail_that_the_domain_disowns_is_not_answered(desk: Desk) -> None:
    desk.proof = FORGED

    came(desk)

    assert answers(desk) == []


@pytest.mark.parametrize("full", [True, False])
def test_the_card_says_that_nobody_was_answered_and_why(desk: Desk, *, full: bool) -> None:
    desk.proof = FORGED

    letter = came(desk)

    assert "no automatic answer was sent: the domain in From says" in card(desk, letter, full=full)


def test_a_card_of_who_was_answered_says_nothing_of_it(desk: Desk) -> None:
    desk.proof = UNPROVEN

    letter = came(desk)

    assert "no automatic answer" not in card(desk, letter)


def test_an_officer_may_answer_all_the_same(desk: Desk) -> None:
    desk.proof = FORGED
    letter = came(desk)

    with desk.db.reading() as session:
        assert target_of(session, desk.draft(letter), frozenset()) == VICTIM


@pytest.mark.parametrize("found", [UNPROVEN, None, not_checked("off", "victim.example")])
def test_who_may_be_a_stranger_is_told_no_word_that_the_sender_chose(
    desk: Desk, found: Proof | None
) -> None:
    desk.proof = found

    letter = came(desk)

    assert "buy" not in words(desk)
    assert desk.ref(letter) in words(desk)


@pytest.mark.parametrize(
    ("envelope", "found"),
    [
        (VICTIM, UNPROVEN),
        ("office@mail.victim.example", UNPROVEN),
        (EVIL, PROVEN),
    ],
    ids=["same address", "same house", "proven"],
)
def test_who_wrote_by_all_that_is_known_hears_which_files_were_not_read(
    desk: Desk, envelope: str, found: Proof
) -> None:
    desk.proof = found

    came(desk, envelope=envelope)

    assert "buy at evil.pdf" in words(desk)


def test_tags_and_case_of_an_address_do_not_make_another_one(desk: Desk) -> None:
    for number in range(5):
        came(desk, sender=f"Minister+{number}@Victim.example", number=number)

    assert len(answers(desk)) == 3


def test_dots_and_the_rest_of_an_address_do(desk: Desk) -> None:
    senders = [
        "m.inister@victim.example",
        VICTIM,
        "minister2@victim.example",
        "minister@victim2.example",
    ]
    for number in range(12):
        came(desk, sender=senders[number % 4], number=number)

    assert len(answers(desk)) == 12


def test_the_hourly_limit_of_an_address_counts_its_tags_together(desk: Desk) -> None:
    targets = ["a+1@b.example", "A+2@b.example", "a@b.example", "a_2@b.example", "aa@b.example"]
    with desk.db.begin() as session:
        for number, target in enumerate(targets):
            payload = {"message": str(number)}
            new = NewOutboxRow(kind=OutboxKind.REPLY, target=target, payload=payload)
            outbox.add(session, [new], now=NOW)
        for row in outbox.claim(session, now=NOW):
            outbox.sent(session, row.id, provider_ref=None, now=NOW)

    with desk.db.reading() as session:
        assert mails_since(session, NOW, before=0, target="a+3@b.example").count == 3


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Minister+news@Victim.Example", "minister@victim.example"),
        ("mi.ni@victim.example", "mi.ni@victim.example"),
        ("a+b+c@victim.example", "a@victim.example"),
    ],
)
def test_an_address_is_plain_without_case_and_tag(written: str, plain: str) -> None:
    assert plain_address(written) == plain
