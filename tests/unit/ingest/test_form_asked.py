"""Which mails plainly ask for the blank form, in six languages; in doubt none does."""

from __future__ import annotations

import pytest

from ingest.form_asked import asks_for_form

ASKS = {
    "en": ("Request form", "Dear colleagues, could you please send us the form? Thank you."),
    "fr": ("Formulaire", "Bonjour, merci de nous envoyer le formulaire de demande."),
    "es": ("Formulario", "Buenos días, ¿nos podrían enviar el formulario? Gracias."),
    "ar": ("طلب الاستمارة", "السلام عليكم، يرجى إرسال الاستمارة. شكراً"),
    "pt": ("Formulário", "Bom dia, por favor enviem-nos o formulário."),
    "ru": ("Форма запроса", "Здравствуйте! Пришлите, пожалуйста, форму запроса."),
}


@pytest.mark.parametrize("language", ASKS)
def test_a_short_mail_that_asks_for_the_form_does(language: str) -> None:
    assert asks_for_form(*ASKS[language])


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Support", "We request support in the form of training. Please send experts."),
        ("Form", "Please find the form attached."),
        ("Form", "Please confirm that the form, which we sent last week, is complete."),
        ("Request", "We need two trainers. Please write back."),
        ("Asylum", "Please send me the asylum application form."),
        ("Запрос", "Просим оказать поддержку в форме тренингов."),
        ("Appui", "Merci de nous envoyer un appui sous la forme de formations."),
        ("Re: formulaire", "Voici le formulaire rempli, merci de confirmer."),
        ("Formulario", "Adjuntamos el formulario firmado, por favor confirmen."),
        ("الاستمارة", "تجدون الاستمارة مرفقة، يرجى التأكيد"),
    ],
)
def test_one_that_speaks_of_a_form_otherwise_does_not(subject: str, text: str) -> None:
    assert not asks_for_form(subject, text)


def test_a_long_mail_has_more_to_say_than_that() -> None:
    assert not asks_for_form("Form", "Please send us the form. " + "And hear our story. " * 20)
