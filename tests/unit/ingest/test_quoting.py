from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.inbound import TextOrigin
from ingest.quoting import split

OWN = "We will send the list of cases next week, together with the plan of the office."
ATTRIBUTIONS = [
    "On Tue, 3 Mar 2026 at 10:21, Jo Berg <jo@x.example> wrote:",
    "On Tue, 3 Mar 2026 at 10:21, Jo Berg\n<jo@x.example> wrote:",
    "Le mar. 3 mars 2026 à 10:21, Jo Berg <jo@x.example> a écrit :",
    "Le 03/03/2026 à 10:21, Jo Berg a écrit\xa0:",
    "El mar, 3 mar 2026 a las 10:21, Jo Berg (<jo@x.example>) escribió:",
    "Em ter., 3 de mar. de 2026 às 10:21, Jo Berg <jo@x.example> escreveu:",
    "вт, 3 мар. 2026 г. в 10:21, Jo Berg <jo@x.example>:",
    "3 марта 2026 г., в 10:21, Jo Berg <jo@x.example> написал(а):",
    "03.03.2026, 10:21, Jo Berg <jo@x.example> пишет:",
    "في الثلاثاء، 3 مارس 2026 في 10:21 ص تمت كتابة ما يلي بواسطة Jo <jo@x.example>:",
    "في ٣ مارس ٢٠٢٦، الساعة ١٠:٢١، كتب Jo Berg <jo@x.example>:",
    "Em ter., 3 de mar. de 2026, Jo Berg <jo@x.example> escreveu:",
    "Às 10:21 de 03/03/2026, Jo Berg escreveu:",
    "At 10:21 03/03/2026 +0100, Jo Berg wrote:",
    "Tuesday, March 3, 2026, 10:21:44 AM, you wrote:",
    "Вы писали 3 марта 2026 г., 10:21:44:",
    "jo@x.example писал 2026-03-03 10:21:",
    "---- On Tue, 03 Mar 2026 10:21:00 +0100 Jo Berg <jo@x.example> wrote ----",
    "-----Jo Berg/ORG wrote: -----",
    "3 mars 2026, 10:21 par jo@x.example:",
    "Quoting Jo Berg <jo@x.example>:",
    "Mensaje citado por Jo Berg <jo@x.example>:",
    ">>> Jo Berg <jo@x.example> 03/03/2026 10:21 >>>",
    "Вторник, 3 марта 2026, 10:21 +03:00 от Jo Berg <jo@x.example>:",
    "Кому: x@y.example\nТема: Re: x\n03.03.2026, 10:21, Jo Berg <jo@x.example>:",
    "كتب Jo Berg <jo@x.example> في 3/3/2026 10:21 ص:",
    "\u202bبتاريخ الثلاثاء، 3 مارس 2026 في 10:21 كتب Jo Berg\u200f <jo@x.example>:\u202c",
]
HEADER_BLOCKS = [
    f"{sender} Jo Berg <jo@x.example>\n{rest}"
    for sender, rest in [
        ("From:", "Sent: Tuesday, 3 March 2026 10:21\nTo: Office\nSubject: Support"),
        ("*From:*", "*Sent:* Tuesday, 3 March 2026 10:21\n*To:* Office\n*Subject:* Support"),
        ("De :", "Envoyé : mardi 3 mars 2026 10:21\nÀ : Office\nObjet : Appui"),
        ("De:", "Enviado el: martes, 3 de marzo de 2026 10:21\nPara: Oficina\nAsunto: Apoyo"),
        ("De:", "Enviada em: terça-feira, 3 de março de 2026 10:21\nPara: X\nAssunto: Apoio"),
        ("От:", "Отправлено: 3 марта 2026 г. 10:21\nКому: Office\nТема: Поддержка"),
        ("من:", "تاريخ الإرسال: 3 مارس 2026 10:21\nإلى: Office\nالموضوع: دعم"),
    ]
]
ORIGINALS = [
    "-----Original Message-----",
    "-----Message d'origine-----",
    "-----Mensaje original-----",
    "-----Mensagem original-----",
    "-----Исходное сообщение-----",
    "----- Mail original -----",
    "---------------------------- Original Message ----------------------------",
    "-----الرسالة الأصلية-----",
]
FORWARDS = [
    "---------- Forwarded message ---------",
    "-------- Forwarded Message --------",
    "Begin forwarded message:",
    "---------- Message transféré ---------",
    "Début du message réexpédié :",
    "---------- Mensaje reenviado ---------",
    "---------- Mensagem encaminhada ---------",
    "Início da mensagem encaminhada:",
    "-------- Пересылаемое сообщение --------",
    "-------- Перенаправленное сообщение --------",
    "Начало переадресованного сообщения:",
    "============ Forwarded message ============",
    "----- Forwarded by Jo Berg/ORG on 03.03.2026 10:21 -----",
    "----- Réexpédié par Jo Berg le 03/03/2026 -----",
    "This is a forwarded message",
    "بدء الرسالة المعاد توجيهها:",
    "---------- رسالة معاد توجيهها ---------",
]


def origins(text: str, subject: str | None = None) -> list[str]:
    return [str(run.origin) for run in split(text, method="text", subject=subject)]


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_history_below_an_attribution_is_quoted(attribution: str) -> None:
    runs = split(f"{OWN}\n\n{attribution}\n\n> When?\n> How?\n", method="text")

    assert [run.text.partition("\n")[0] for run in runs] == [OWN, attribution.partition("\n")[0]]


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_history_without_quote_marks_is_quoted_to_its_end(attribution: str) -> None:
    runs = split(f"{OWN}\n\n{attribution}\n\nWhen?\n\nAnd how?\n", method="text")

    assert [run.text.partition("\n")[0] for run in runs] == [OWN, attribution.partition("\n")[0]]


@pytest.mark.parametrize("block", HEADER_BLOCKS)
def test_an_older_message_below_a_header_block_is_quoted_in_an_answer(block: str) -> None:
    assert origins(f"{OWN}\n\n{block}\n\nWhen?\n", "RE: support") == ["body", "quoted"]


@pytest.mark.parametrize("block", HEADER_BLOCKS)
def test_a_header_block_with_nothing_above_brings_the_letter(block: str) -> None:
    assert origins(f"{block}\n\nWe need interpreters.\n") == ["forwarded"]


@pytest.mark.parametrize(
    "subject", ["FW: x", "Fwd: x", "TR : x", "RV: x", "ENC: x", "إعادة توجيه: x", "Пересл: x"]
)
def test_a_subject_that_passes_on_makes_the_older_message_forwarded(subject: str) -> None:
    text = f"{OWN}\n\n{HEADER_BLOCKS[0]}\n\nWe need interpreters.\n"

    assert origins(text, subject) == ["body", "forwarded"]


@pytest.mark.parametrize("line", ORIGINALS)
def test_what_stands_below_the_original_message_line_is_quoted(line: str) -> None:
    assert origins(f"{OWN}\n\n{line}\nWhen?\n", "RE: x") == ["body", "quoted"]


@pytest.mark.parametrize("line", FORWARDS)
def test_what_stands_below_a_forward_line_is_forwarded(line: str) -> None:
    assert origins(f"{OWN}\n\n{line}\n\nWe need interpreters.\n") == ["body", "forwarded"]


def test_answers_between_the_quotes_are_own_words() -> None:
    text = f"{ATTRIBUTIONS[0]}\n> When?\n\nIn May.\n\n> Where?\nIn the capital.\n"

    runs = split(text, method="text")

    assert [run.text.strip() for run in runs if run.origin is TextOrigin.BODY] == [
        "In May.",
        "In the capital.",
    ]


def test_an_answer_below_the_history_is_own_words() -> None:
    assert origins(f"{ATTRIBUTIONS[0]}\n> When?\n> Where?\n\n{OWN}\n") == ["quoted", "body"]


def test_history_inside_a_forwarded_message_is_quoted() -> None:
    letter = f"{FORWARDS[0]}\n{HEADER_BLOCKS[0]}\n\nWe need help.\n\n"

    assert origins(f"{letter}{ATTRIBUTIONS[0]}\n> What do you need?\n") == ["forwarded", "quoted"]


def test_a_forward_of_a_forward_is_still_the_letter() -> None:
    outer = HEADER_BLOCKS[0].replace("Support", "FW: Support")

    assert origins(f"{outer}\n\nSee below.\n\n{HEADER_BLOCKS[2]}\n\nLettre.\n", "FW: Support") == [
        "forwarded"
    ]


def test_a_forward_with_quote_marks_ends_with_them() -> None:
    text = f"{FORWARDS[2]}\n\n> From: a@b.example\n> Subject: x\n>\n> We need help.\n\n{OWN}\n"

    assert origins(text) == ["forwarded", "body"]


def test_a_sentence_that_reads_like_an_attribution_stays_with_the_letter() -> None:
    assert origins("On 3 March the Minister wrote:\n\nThe office needs two experts.\n") == ["body"]


def test_the_head_of_a_memo_is_no_older_message() -> None:
    assert origins(
        "From: The Director\nTo: The Secretariat\nSubject: Support\n\nWe need help.\n"
    ) == ["body"]


def test_a_number_after_a_greater_sign_is_no_quote() -> None:
    assert origins(">50 cases are pending.\n") == ["body"]


def test_spans_that_the_program_marked_are_quoted() -> None:
    text = "New words.\n\nOld words.\nMore old words.\n\nNew again.\n"
    old = text.index("Old"), text.index("\n\nNew again")

    runs = split(text, method="html", cited=[old])

    assert [str(run.origin) for run in runs] == ["body", "quoted", "body"]


OTHERS = ["> quoted", ">> older", "", "-- ", "Kind regards,", "Jo Berg", "Tel: +41 22 000 00 00"]
LINES = st.sampled_from(
    [*ATTRIBUTIONS, *HEADER_BLOCKS, *ORIGINALS, *FORWARDS, OWN, *OTHERS, "_" * 16, "x" * 400]
)


@given(st.lists(LINES, max_size=40), st.sampled_from([None, "Re: x", "Fwd: x"]))
def test_every_character_lands_in_exactly_one_run(lines: list[str], subject: str | None) -> None:
    text = "\n".join(lines)

    assert "".join(run.text for run in split(text, method="text", subject=subject)) == text


@given(st.text(max_size=400))
def test_any_text_is_kept_whole(text: str) -> None:
    assert "".join(run.text for run in split(text, method="text")) == text
