from __future__ import annotations

import pytest

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


@pytest.mark.parametrize("closing", CLOSINGS)
def test_a_name_block_below_a_closing_is_a_signature(closing: str) -> None:
    assert own_words(f"{LETTER}\n\n{closing}\nAwa Diallo\nMinistry of the Interior\n") == LETTER


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
