from __future__ import annotations

import pytest

from ingest.markup import render
from ingest.quoting import split

LETTER = "We ask for two experts who can train our officers in the coming year, at the border."
CLOSINGS = [
    *("Best regards,", "Yours sincerely,", "Kind regards", "Cordialement,", "Bien à vous,"),
    *("Meilleures salutations", "Atentamente,", "Saludos cordiales,", "Atenciosamente,"),
    *("Com os melhores cumprimentos,", "С уважением,", "مع خالص التحية،"),
    "وتفضلوا بقبول فائق الاحترام،",
]
DEVICES = [
    *("Sent from my iPhone", "Get Outlook for Android", "Envoyé de mon iPhone"),
    *("Enviado desde mi iPhone", "Enviado do meu iPhone", "Отправлено с iPhone"),
    *("Отправлено из мобильной Почты", "أرسلت من الـ iPhone"),
]
DISCLAIMERS = [
    "This email and any attachments are confidential. Delete it if you are not the addressee.",
    "Ce message est confidentiel et à l'usage exclusif de son destinataire.",
    "Este mensaje es confidencial y se dirige exclusivamente a su destinatario.",
    "Esta mensagem é confidencial. Se a recebeu por engano, apague-a.",
    "Это сообщение является конфиденциальным и предназначено только для адресата.",
    "هذه الرسالة سرية وموجهة إلى المرسل إليه فقط، وإذا وصلتكم بطريق الخطأ يرجى حذفها.",
]


def own_words(text: str) -> str:
    return "".join(run.text for run in split(text, method="text") if run.origin == "body").strip()


def test_a_letter_may_end_with_its_formula() -> None:
    assert own_words(f"{LETTER}\n\nwith the assurances of our highest consideration").startswith(
        LETTER
    )


@pytest.mark.parametrize("closing", CLOSINGS)
def test_a_name_block_below_a_closing_is_a_signature(closing: str) -> None:
    text = f"{LETTER}\n\n{closing}\nAwa Diallo\nMinistry of the Interior\n"

    assert own_words(text) == f"{LETTER}\n\n{closing}"


@pytest.mark.parametrize("line", DEVICES)
def test_a_line_that_a_device_adds_is_a_signature(line: str) -> None:
    assert own_words(f"{LETTER}\n\n{line}\n") == LETTER


@pytest.mark.parametrize("paragraph", DISCLAIMERS)
def test_the_small_print_is_a_signature(paragraph: str) -> None:
    assert own_words(f"{LETTER}\n\n{paragraph}\n") == LETTER


def test_everything_below_the_delimiter_is_a_signature() -> None:
    assert own_words(f"{LETTER}\n-- \nJo\nAgency\n") == LETTER


def test_a_last_block_with_a_telephone_is_a_signature() -> None:
    assert own_words(f"{LETTER}\n\nAwa Diallo\nDirector\nTel: +235 22 00 00 00\n") == LETTER


def test_a_postscript_is_part_of_the_letter() -> None:
    text = f"{LETTER}\n\nKind regards,\nAwa\n\nP.S. The plan follows by post.\n"

    assert own_words(text).endswith("P.S. The plan follows by post.")


def test_a_word_of_thanks_at_the_top_ends_no_letter() -> None:
    assert own_words(f"Thank you.\n\n{LETTER}\n").startswith("Thank you.")


def test_a_request_to_keep_a_letter_confidential_stays_in_it() -> None:
    text = f"{LETTER}\n\nPlease treat this letter as confidential.\n"

    assert own_words(text).endswith("Please treat this letter as confidential.")


def test_a_closing_formula_stays_and_the_name_below_it_goes() -> None:
    formula = "Veuillez agréer, Madame, l'expression de ma haute considération."

    assert (
        own_words(f"{LETTER}\n\n{formula}\n\nLe Directeur\nOusmane Ba\n")
        == f"{LETTER}\n\n{formula}"
    )


def test_the_banner_of_the_receiving_office_is_not_the_letter() -> None:
    banner = "[EXTERNAL] Caution: this email originated from outside. Do not click links."

    assert own_words(f"{banner}\n\n{LETTER}\n") == LETTER


LEAVES = [
    *("Greetings from a rainy capital,", "Saúde e paciência,", "Bons estudos", "Belle fin d'été,"),
    *("Hasta la próxima primavera,", "Не хворайте!", "Rgds", "Bises", "Un abrazo", "Abs", "تحياتي"),
]


@pytest.mark.parametrize("leave", LEAVES)
def test_a_name_below_a_leave_in_words_of_its_own_is_a_signature(leave: str) -> None:
    assert own_words(f"{LETTER}\n\n{leave}\nAwa Diallo\n") == f"{LETTER}\n\n{leave}"


@pytest.mark.parametrize("name", ["Awa Diallo", "A.", "М. К.", "Jean-Bosco N.", "- Jordi", "Selam"])
def test_a_name_below_the_last_sentence_is_a_signature(name: str) -> None:
    assert own_words(f"{LETTER}\n\n{name}\n") == LETTER


LISTS = [
    "We ask for this.\n\nTraining of judges\nInterpreters\nVehicles",
    "We ask for:\n\nTraining of judges\nInterpreters\nVehicles",
    "We ask for three things.\n\nInterpreters\nVehicles\nTablets",
    "We ask for this.\n\n- Training\n- Interpreters",
    "We ask for this.\n\n1. Training\n2. Interpreters",
    "We can lend these.\n\nLanguage | Number\nDari | 3\nTigrinya | 2",
    "We ask for this.\n\n-- registration of families;\n-- protection of data.",
    "Dear Sir,\n\nApproved",
    "Registration starts soon.\n\n18/11 — Webinar (by invitation)\n19/11 — Workshop",
]


@pytest.mark.parametrize("text", LISTS)
def test_what_is_listed_or_said_at_the_end_of_a_letter_stays_in_it(text: str) -> None:
    assert own_words(text) == text


def test_a_table_between_rules_is_no_signature() -> None:
    text = f"OFFICE OF ASYLUM\n______________\n\nNo. 4, 7 June 2026\n\n{LETTER}"

    assert own_words(text) == text


def test_a_name_block_with_a_motto_below_it_is_a_signature() -> None:
    text = f"{LETTER}\n\nKind regards,\nAwa Diallo\nDirector\n\nI do not read mail on Fridays.\n"

    assert "Awa" not in own_words(text)


@pytest.mark.parametrize(
    "banner",
    [
        "[EXTERNE] Ce message provient de l'extérieur. Prudence avec les liens.",
        "E-MAIL EXTERNO: tenha cuidado com links e anexos.",
        "ВНИМАНИЕ! Письмо отправлено внешним отправителем.",
        "[بريد خارجي] توخّ الحذر عند فتح الروابط.",
    ],
)
def test_banners_are_known_in_every_language(banner: str) -> None:
    assert own_words(f"{banner}\n\n{LETTER}\n") == LETTER


def test_a_word_of_distribution_in_a_letter_is_no_foot_of_a_list() -> None:
    text = "Возражений против рассылки пункта 1 нет: показывайте кому сочтёте нужным."

    assert own_words(f"{LETTER}\n\n{text}\n").endswith(text)


@pytest.mark.parametrize(
    "mark", ['class="gmail_signature"', 'id="Signature"', 'data-marker="__SIG_PRE__"']
)
def test_what_the_program_marks_as_signature_is_one(mark: str) -> None:
    page = render(f"<div>{LETTER}</div><div {mark}>the team of asylum law</div>")

    runs = split(page.text, method="html", cited=page.cited, signed=page.signed)

    assert [(str(run.origin), run.text.strip()) for run in runs] == [
        ("body", LETTER),
        ("signature", "the team of asylum law"),
    ]


def test_a_letter_written_into_the_place_of_the_signature_stays_a_letter() -> None:
    page = render(f'<div id="Signature"><p>{LETTER}</p></div>')

    [run] = split(page.text, method="html", cited=page.cited, signed=page.signed)

    assert run.origin == "body"
