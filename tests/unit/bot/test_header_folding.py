from __future__ import annotations

from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.header_folding import mail_policy
from bot.sandbox import letterbox
from bot.sandbox.chats import User
from bot.words import LANGUAGES, words_in
from ingest import mail
from tests.factories import NOW

WORDS = st.sampled_from(
    ["Votre", "à", "é", "capacité", "d’asile", "Ваш", "Группы", "и", "سجل", "المحادثة", "[ACSG-1]"]
)


def folded(subject: str) -> bytes:
    written = EmailMessage(policy=mail_policy())
    written["Subject"] = subject
    return bytes(written)


def as_old_programs_read(raw: bytes) -> str:
    written = str(message_from_bytes(raw)["Subject"]).replace("\r\n", "").replace("\n", "")
    return str(make_header(decode_header(written)))


@given(st.lists(WORDS, min_size=1, max_size=24).map(" ".join))
def test_a_subject_of_any_words_keeps_its_spaces(subject: str) -> None:
    raw = folded(subject)

    assert as_old_programs_read(raw) == subject
    assert message_from_bytes(raw, policy=default)["Subject"] == subject


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_subject_of_a_code_arrives_as_it_was_written(language: str) -> None:
    subject = words_in(language)("pairing.mail_subject")

    assert as_old_programs_read(folded(subject)) == subject


def test_no_line_of_a_subject_is_longer_than_encoded_words_may_be() -> None:
    raw = folded("Ваш код для чата Группы поддержки потенциала систем убежища " * 3)

    assert max(len(line) for line in raw.splitlines()) <= 76


def test_a_long_name_of_the_rehearsal_arrives_whole() -> None:
    name = "عبد الرحمن بن عبد العزيز المحمود الزهراني"
    raw = letterbox.compose(
        sender=User(id=1, name=name, address="a@b.example"),
        recipient="requests@localhost",
        subject="x",
        text="y",
        now=NOW,
    )

    sender = mail.parse(raw).sender
    assert sender is not None
    assert sender.name == name
