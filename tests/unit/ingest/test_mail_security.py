"""Blocks of PGP within a text, and what a mail that nobody here can open says of itself."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import armour, mail
from ingest.problems import SENTENCES

LOCKED = "-----BEGIN PGP MESSAGE-----\n\nhQEMA9Lt\n=aB3d\n-----END PGP MESSAGE-----\n"
SIGNATURE = "-----BEGIN PGP SIGNATURE-----\n\niQEzBAEB\n-----END PGP SIGNATURE-----\n"


def test_a_signed_text_is_its_words() -> None:
    signed = (
        f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nDear all,\n- -- \nAwa\n{SIGNATURE}"
    )

    assert armour.opened(signed).text == "Dear all,\n-- \nAwa\n"


def test_dashes_of_a_list_stay_where_nothing_is_signed() -> None:
    assert armour.opened(f"- one\n- two\n{SIGNATURE}").text == "- one\n- two\n"


def test_each_locked_block_is_kept_as_it_stands() -> None:
    opened = armour.opened(f"Dear all,\n{LOCKED}and\n{LOCKED}")

    assert (opened.text, opened.locked) == ("Dear all,\nand\n", (LOCKED, LOCKED))


def test_a_block_without_its_end_goes_to_the_end_of_the_text() -> None:
    opened = armour.opened("Dear all,\n" + LOCKED[:36])

    assert (opened.text, len(opened.locked)) == ("Dear all,\n", 1)


@given(st.lists(st.sampled_from([LOCKED, SIGNATURE, LOCKED[:30], "- a\n", "-----\n", "x"])))
def test_any_text_can_be_opened(pieces: list[str]) -> None:
    opened = armour.opened("".join(pieces))

    assert len(opened.text) <= len("".join(pieces))


def test_a_million_lines_of_a_block_do_no_harm() -> None:
    begun = time.process_time()
    armour.opened("-----BEGIN PGP MESSAGE-----\n" + "hQEMA\n" * 300_000)
    armour.opened("-----BEGIN PGP MESSAGE-----\n" * 50_000)

    assert time.process_time() - begun < 3


@pytest.mark.parametrize("code", ["encrypted_message", "rights_protected"])
def test_the_sentence_says_what_to_ask_the_sender_for(code: str) -> None:
    assert "ask the sender to send it again" in SENTENCES[code]


def test_a_report_that_a_person_forwards_names_no_mail_of_ours() -> None:
    raw = (
        b"From: awa@ministry.example\r\nSubject: Fwd: failure notice\r\n\r\n"
        b"See below.\r\n\r\nMessage-ID: <q.1@localhost>\r\n"
    )

    assert mail.parse(raw).original_message_id is None
