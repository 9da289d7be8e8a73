"""Heads of letters that are passed on, as programs of six languages print them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import forwarded
from ingest.extract import extract
from ingest.inbound import BodyText, ForwardedHead, TextOrigin
from ingest.mail import parse
from ingest.ocr import OcrOptions

MAIL = "From: Lea Roth <lea@office.example>\r\nTo: requests@localhost\r\nSubject: FW: Letter\r\n"
LETTER = "We request support for our registration office, in the words of our minister.\n"
BLOCKS = {
    "en": "From: {0}\nSent: Tuesday, 3 March 2026 10:21\nTo: Lea Roth\nSubject: A letter",
    "fr": "De : {0}\nEnvoyé : mardi 3 mars 2026 10:21\nÀ : Lea Roth\nObjet : A letter",
    "es": "De: {0}\nEnviado el: martes, 3 de marzo de 2026\nPara: Lea Roth\nAsunto: A letter",
    "pt": "De: {0}\nEnviada em: ter., 3 de março de 2026 10h21\nPara: Lea Roth\nAssunto: A letter",
    "ru": "От: {0}\nОтправлено: 3 марта 2026 г. 10:21\nКому: Lea Roth\nТема: A letter",
    "ar": "من: {0}\nتاريخ الإرسال: 3 مارس 2026 10:21\nإلى: Lea Roth\nالموضوع: A letter",
}
WRITTEN = [
    ("Awa Diallo <awa@state.example>", "Awa Diallo", "awa@state.example"),
    ('"Diallo, Awa" <awa@state.example>', "Diallo, Awa", "awa@state.example"),
    ("Awa Diallo [mailto:awa@state.example]", "Awa Diallo", "awa@state.example"),
    ("Awa Diallo (awa@state.example)", "Awa Diallo", "awa@state.example"),
    ("awa@state.example", "", "awa@state.example"),
    ("<awa@state.example>", "", "awa@state.example"),
    ("Awa Diallo", "Awa Diallo", ""),
    ("Diallo Awa/DGM/MINT", "Diallo Awa/DGM/MINT", ""),
]


def heads(text: str) -> tuple[ForwardedHead, ...]:
    return parse(f"{MAIL}\r\n{text}".encode()).forwarded


@pytest.mark.parametrize("language", BLOCKS)
def test_the_author_as_quoted_is_read_in_every_language(language: str) -> None:
    [head] = heads(f"{BLOCKS[language].format('Awa Diallo <awa@state.example>')}\n\n{LETTER}")

    assert (head.name, head.address) == ("Awa Diallo", "awa@state.example")
    assert (head.to, head.subject) == ("Lea Roth", "A letter")
    assert "2026" in head.date


@pytest.mark.parametrize(("written", "name", "address"), WRITTEN)
def test_an_author_is_read_however_a_program_writes_him(
    written: str, name: str, address: str
) -> None:
    [head] = heads(f"{BLOCKS['fr'].format(written)}\n\n{LETTER}")

    assert (head.name, head.address) == (name, address)


def test_a_forward_of_a_forward_has_two_heads() -> None:
    outer = BLOCKS["en"].format("Bo Lind <bo@office.example>").replace("A letter", "FW: A letter")
    inner = BLOCKS["es"].format("Ana Ríos <ana@state.example>")

    found = heads(f"{outer}\n\nSee below.\n\n{inner}\n\n{LETTER}")

    assert [head.address for head in found] == ["bo@office.example", "ana@state.example"]


def test_the_letter_is_the_longest_of_what_is_passed_on() -> None:
    outer = BLOCKS["en"].format("Bo Lind <bo@office.example>").replace("A letter", "FW: A letter")
    inner = BLOCKS["es"].format("Ana Ríos <ana@state.example>")
    message = parse(f"{MAIL}\r\n{outer}\n\nSee below.\n\n{inner}\n\n{LETTER}".encode())

    head = forwarded.letter(message.bodies)

    assert head is not None
    assert head.name == "Ana Ríos"


def test_a_mail_attached_whole_names_its_author() -> None:
    whole = (
        f"{MAIL}MIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n\r\n"
        f"From: Awa Diallo <awa@state.example>\r\nDate: Tue, 3 Mar 2026 10:21:00 +0000\r\n"
        f"Subject: Demande\r\n\r\n{LETTER}"
    )

    [head] = parse(whole.encode()).forwarded

    assert (head.name, head.address, head.subject) == (
        "Awa Diallo",
        "awa@state.example",
        "Demande",
    )


def test_a_saved_mail_begins_with_a_head_as_well() -> None:
    head = "From: Awa Diallo <awa@state.example>\r\nTo: b@c.example\r\nSubject: Demande\r\n"
    raw = f"{head}\r\n{LETTER}"
    document = extract("letter.eml", "", raw.encode(), ocr=OcrOptions(enabled=False))
    runs = [
        BodyText(origin=TextOrigin.ATTACHMENT, method=page.method, text=page.text)
        for page in document.pages
    ]

    letter = forwarded.letter(runs)

    assert letter is not None
    assert (letter.name, letter.address, letter.subject) == (
        "Awa Diallo",
        "awa@state.example",
        "Demande",
    )


def test_a_quoted_head_is_nobodys_letter() -> None:
    text = f"Thank you.\n\n{BLOCKS['en'].format('Awa <awa@state.example>')}\n\n{LETTER}"
    answer = f"{MAIL}\r\n{text}".replace("FW:", "RE:")

    assert parse(answer.encode()).forwarded == ()


def test_the_head_above_a_word_is_the_last_one_before_it() -> None:
    outer, inner = (
        BLOCKS["en"].format(one) for one in ("Bo <bo@x.example>", "Ana <ana@y.example>")
    )
    text = f"{outer}\n\nSee below.\n\n{inner}\n\n{LETTER}"

    first, last = forwarded.above(text, text.index("See")), forwarded.above(text, len(text) - 2)

    assert first is not None
    assert last is not None
    assert (first.name, last.name) == ("Bo", "Ana")


LINES = st.sampled_from([*(block.format("A <a@b.example>") for block in BLOCKS.values()), LETTER])


@given(st.lists(st.one_of(LINES, st.text(max_size=60)), max_size=12))
def test_any_text_gives_heads_of_bounded_length(lines: list[str]) -> None:
    run = BodyText(origin=TextOrigin.FORWARDED, method="text", text="\n".join(lines))

    for head in forwarded.heads([run]):
        assert max(map(len, (head.name, head.address, head.to, head.date, head.subject))) <= 400
