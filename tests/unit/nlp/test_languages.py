from __future__ import annotations

import pytest

from nlp.language import language_of, languages
from nlp.reading import Passage, Role


def passage(text: str, role: Role = Role.OWN) -> Passage:
    return Passage(text=text, role=role)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We would be grateful for two trainers next spring.", "en"),
        ("Nous manquons d'interprètes à la frontière.", "fr"),
        ("Tenemos tres mil casos pendientes.", "es"),
        ("نحتاج إلى مترجمين في المركز.", "ar"),
        ("Precisamos de formação para os novos técnicos.", "pt"),
        ("Нам не хватает переводчиков.", "ru"),
        ("ما به کمک نیاز داریم، پرونده‌ها زیاد است", "fa"),
        ("Нам потрібні перекладачі, їх бракує", "uk"),
        ("buenas tardes, necesitamos ayuda con el registro", "es"),
        ("bonjour, on a besoin d un coup de main svp", "fr"),
        ("bom dia, precisamos de ajuda com o registo", "pt"),
        ("dobryj den, nam nuzhno pomoshch", "ru"),
        ("12.5 / 40", "und"),
        ("", "und"),
    ],
)
def test_the_language_of_a_line(text: str, language: str) -> None:
    assert language_of(text) == language


def test_the_same_text_gets_the_same_answer_every_time() -> None:
    answers = {language_of("Merci pour tout et a bientot a Geneve") for _ in range(10)}

    assert len(answers) == 1


def test_quoted_history_does_not_decide() -> None:
    quoted = passage("We thank you for your letter and will answer soon. " * 5, Role.QUOTED)

    told = languages([passage("Merci, nous attendons votre réponse."), quoted])

    assert told.main == "fr"
    assert told.passages == ("fr", "en")


def test_a_message_too_short_to_tell_has_the_language_of_its_thread() -> None:
    told = languages([passage("ok 👍")], prior="pt")

    assert told.main == "pt"


def test_the_language_of_most_words_comes_first() -> None:
    text = "Nous avons besoin de formateurs pour les agents.\n\nThank you very much indeed."

    told = languages([passage(text * 1)])

    assert told.main == "fr"
    assert told.used == ("fr", "en")
