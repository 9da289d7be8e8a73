"""What a message names of earlier ones, and which earlier one it belongs to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.acquaintance import is_same_sender
from ingest.clues import Clues, Mention, clues_of, is_telling, mentions
from ingest.inbound import Address, Channel, bare_message
from ingest.own_ids import OwnId, own_id
from ingest.thread import LIKELY, SURE, Known, thread_of
from store.threads import Earlier
from tests.factories import NOW

KEY = bytes(32)
MINISTRY = "ministry@interior.example"


@pytest.mark.parametrize(
    ("text", "ref", "position"),
    [
        ("Re: [ACSG-2026-0042]", "ACSG-2026-0042", None),
        ("AW: acsg 2026 0042", "ACSG-2026-0042", None),
        ("TR : ACSG‑2026‑0042-2", "ACSG-2026-0042", 2),
        ("رد: ACSG-٢٠٢٦-٠٠٤٢", "ACSG-2026-0042", None),
        ("Ответ: \u2067ACSG-\u200e2026-0042\u2069.", "ACSG-2026-0042", None),
        ("your REQ-2026-0017, thank you", "REQ-2026-0017", None),
    ],
)
def test_a_reference_is_known_however_it_is_typed(
    text: str, ref: str, position: int | None
) -> None:
    assert mentions(text) == (Mention(ref=ref, position=position),)


@pytest.mark.parametrize(
    "text", ["ACSG 2026", "XACSG-2026-0042", "ACSG-2026-00", "EREQ-2026-0017", ""]
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert mentions(text) == ()


@given(st.text(max_size=300))
def test_no_text_breaks_the_search(text: str) -> None:
    for one in mentions(text):
        assert one.ref.isascii()


@pytest.mark.parametrize("header_id", ["<>", "<1>", "<1@x>", "<@mail.example>", "<abc>", "< @ >"])
def test_an_id_without_two_sides_names_no_mail(header_id: str) -> None:
    assert not is_telling(header_id)


def test_an_answered_mail_goes_before_the_rest_of_its_thread() -> None:
    ours = own_id(KEY, "ACSG-2026-0042", "question-1-2", "acsg.example")
    message = replace(
        bare_message(b"", Channel.EMAIL),
        sender=Address(address="Ministry@Interior.example"),
        in_reply_to=ours,
        references=("<first@mail.example>", "<second@mail.example>", ours),
    )

    clues = clues_of(message, (), key=KEY)

    assert clues.own_ids == (OwnId(ref="ACSG-2026-0042", what="question-1-2"),)
    assert clues.header_ids == ("<second@mail.example>", "<first@mail.example>")
    assert clues.sender == MINISTRY


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (MINISTRY, "MINISTRY@interior.example", True),
        ("a+acsg@interior.example", "a@interior.example", True),
        ("a@interior.gov.example", "b@interior.gov.example", True),
        ("a@interior.gov.example", "b@justice.gov.example", False),
        ("a@gov.example", "b@gov.example", False),
        ("a@gouv.fr", "b@gouv.fr", False),
        ("a@gmail.com", "b@gmail.com", False),
        ("a@gmail.com", "a@gmail.com", True),
        ("chad@unhcr.org", "niger@unhcr.org", False),
        ("telegram:7", "telegram:7", True),
        ("telegram:7", "telegram:8", False),
        ("a@localhost", "b@localhost", False),
        ("", "", False),
        ("@interior.example", "b@interior.example", True),
    ],
)
def test_who_is_the_same_sender(one: str, other: str, *, is_same: bool) -> None:
    assert is_same_sender(one, other) is is_same
    assert is_same_sender(other, one) is is_same


def an_earlier(number: int = 1, sender: str = MINISTRY) -> Earlier:
    return Earlier(
        message_id=f"m{number}",
        ref=f"ACSG-2026-{number:04d}",
        senders=(sender,),
        received_at=NOW,
        header_id=f"<letter.{number}@mail.example>",
        drafts=(),
    )


def test_without_anything_named_it_stands_for_itself() -> None:
    assert thread_of(Clues(sender=MINISTRY), Known()).joins is None


def test_our_signed_id_joins_whoever_has_it() -> None:
    own = OwnId(ref="ACSG-2026-0001", what="question-1-2")
    known = Known(by_ref=(an_earlier(),))

    same = thread_of(Clues(sender=MINISTRY, own_ids=(own,)), known).joins
    other = thread_of(Clues(sender="x@gmail.com", own_ids=(own,)), known).joins

    assert same is not None
    assert other is not None
    assert (same.sureness, other.sureness) == (SURE, LIKELY)
    assert (same.position, same.is_answer) == (1, True)


@pytest.mark.parametrize("where", ["in_subject", "in_words"])
def test_a_reference_joins_its_sender_and_no_stranger(where: str) -> None:
    known = Known(by_ref=(an_earlier(),))
    named: dict[str, Any] = {where: (Mention(ref="ACSG-2026-0001"),)}

    joined = thread_of(Clues(sender=MINISTRY, **named), known)
    forged = thread_of(Clues(sender="x@elsewhere.example", **named), known)
    nobody = thread_of(Clues(sender=None, **named), known)

    assert joined.joins is not None
    assert forged.joins is nobody.joins is None
    assert [one.earlier.ref for one in forged.of_strangers] == ["ACSG-2026-0001"]


def test_of_two_mails_under_one_id_only_the_senders_own_joins() -> None:
    mine = replace(an_earlier(1), header_id="<shared.id@mail.example>")
    other = replace(an_earlier(2, "x@y.example"), header_id="<shared.id@mail.example>")
    clues = Clues(sender=MINISTRY, header_ids=("<shared.id@mail.example>",))

    thread = thread_of(clues, Known(by_id=(other, mine)))

    assert thread.joins is not None
    assert thread.joins.earlier == mine


def test_a_subject_that_names_another_case_is_contested() -> None:
    clues = Clues(
        sender=MINISTRY,
        header_ids=("<letter.1@mail.example>",),
        in_subject=(Mention(ref="ACSG-2026-0002"),),
    )

    thread = thread_of(clues, Known(by_id=(an_earlier(1),), by_ref=(an_earlier(2),)))

    assert thread.is_contested
    assert thread.names == ("continues_a_thread", "reference_in_subject")


def test_words_may_name_a_second_case() -> None:
    clues = Clues(
        sender=MINISTRY,
        header_ids=("<letter.1@mail.example>",),
        in_words=(Mention(ref="ACSG-2026-0002"),),
    )

    thread = thread_of(clues, Known(by_id=(an_earlier(1),), by_ref=(an_earlier(2),)))

    assert not thread.is_contested


def test_of_two_questions_in_a_chat_the_one_that_is_named_is_answered() -> None:
    clues = Clues(sender="telegram:7", chat=7, in_words=(Mention(ref="ACSG-2026-0002"),))
    known = Known(asked=(an_earlier(1, "telegram:7"), an_earlier(2, "telegram:7")))

    hit = thread_of(clues, known).joins

    assert hit is not None
    assert (hit.earlier.ref, hit.sureness) == ("ACSG-2026-0002", SURE)
