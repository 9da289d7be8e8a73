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


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("nous avons besoin d aide pour les demandeurs d asile", "fr"),
        ("l equipe est prete a aider", "fr"),
        ("NOUS DEMANDONS UN APPUI", "fr"),
        ("cuanto tarda la solicitud", "es"),
        ("quanto demora o pedido", "pt"),
        ("il y a trop de", "fr"),
        ("Merci", "fr"),
        ("thanks", "en"),
        ("marhaba ne7na bidna musa3ada", "ar"),
        ("e7na 3ayzin tadrib law sama7t", "ar"),
        ("zdravstvuyte, my ishchem perevodchikov", "ru"),
    ],
)
def test_chat_without_accents_or_in_the_letters_of_another_script(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("مرحــــباً بكم", "ar"),
        ("نحن ٣ موظفين و ٥٢٠٠ طلب", "ar"),
        ("اكو مترجمين يگعدون ويانا", "ar"),
        ("چان عدنا لاجئين", "ar"),
    ],
    ids=["stretched words", "digits of the East", "Iraqi letters", "Iraqi letters, short"],
)
def test_arabic_is_arabic_however_it_is_typed(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "١٢٣ ٤٥٦",
        "ــــ",
        "+41 22 739 8111",
        "👍👍",
        "xx yy zz",
        "asdf jkl qwe zxcv",
        "hjkdfs sdkjf sdkjfh ksdjfh",
        "Ahmed Hassan Mohamed",
        "ok",
    ],
)
def test_what_is_no_language_is_not_guessed(text: str) -> None:
    assert language_of(text) == "und"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("我们需要口译员", "zh"),
        ("我们需要口译员 for UNHCR meeting", "zh"),
        ("通訳が必要です", "ja"),
        ("통역사가 필요합니다", "ko"),
        ("እባክዎ እርዳን", "am"),
        ("abbiamo bisogno di due interpreti", "it"),
        ("wir brauchen zwei Dolmetscher", "de"),
        ("iki tercümana ihtiyacımız var", "tr"),
        ("tunahitaji wakalimani wawili", "sw"),
        ("waxaan u baahanahay caawimaad", "so"),
        ("ما به کمک نیاز داریم", "fa"),
        ("ہمیں دو مترجم چاہئیں", "ur"),
        ("Моля, изпратете двама преводачи за нашия център, защото нямаме", "bg"),
    ],
)
def test_other_languages_are_named(text: str, language: str) -> None:
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
