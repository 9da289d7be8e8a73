from __future__ import annotations

from itertools import pairwise

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from nlp.countries import Sort, codes, mentions

SENTENCES = {
    "en": "The delegation of {} spoke.",
    "fr": "La délégation de {} a parlé.",
    "es": "La delegación de {} habló.",
    "ar": "صرحت حكومة {} أمس",
    "pt": "A delegação de {} falou.",
    "ru": "Выступила делегация из {}.",
}
#: names of the library that nobody writes
NOT_WRITTEN = {"CD", "CG"}


def found(text: str) -> list[str]:
    return [mention.code for mention in mentions(text)]


@pytest.mark.parametrize("language", sorted(SENTENCES))
def test_every_state_is_found_by_its_name(language: str) -> None:
    names = Locale.parse(language).territories
    sentence = SENTENCES[language]

    missed = [
        (code, name)
        for code in sorted(codes() - NOT_WRITTEN)
        for name in [names[code].replace("о-ва", "Острова").removeprefix("The ")]
        if set(found(sentence.format(name))) != {code}
    ]

    assert missed == []


def test_the_table_holds_all_members_and_six_others() -> None:
    assert len(codes()) == 199
    assert {"VA", "PS", "XK", "TW", "CK", "NU"} <= codes()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DRC and Congo-Brazzaville", ["CD", "CG"]),
        ("la RDC et le Tchad", ["CD", "TD"]),
        ("Côte d’Ivoire, Cote d'Ivoire, Ivory Coast", ["CI", "CI", "CI"]),
        ("Türkiye, Turkey, Turquía", ["TR", "TR", "TR"]),
        ("Swaziland and Burma", ["SZ", "MM"]),
        ("Guinea-Bissau", ["GW"]),
        ("Guinea Ecuatorial", ["GQ"]),
        ("Papua New Guinea", ["PG"]),
        ("Guinée", ["GN"]),
        ("Niger and Nigeria", ["NE", "NG"]),
        ("the Dominican Republic and Dominica", ["DO", "DM"]),
        ("South Sudan and Sudan", ["SS", "SD"]),
        ("North Korea, South Korea", ["KP", "KR"]),
        ("the Republic of the Congo", ["CG"]),
        ("в Кыргызстане и Южном Судане", ["KG", "SS"]),
        ("Кыргызской Республикой", ["KG"]),
        ("بتشاد وموريتانيا وللأردن", ["TD", "MR", "JO"]),
        ("Москва, Российская Федерация", ["RU", "RU"]),
        ("🇸🇩 team", ["SD"]),
    ],
)
def test_a_name_is_taken_at_its_longest(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Mr Jordan Smith will attend.",
        "Michael Jordan signed.",
        "Chad Miller, Director",
        "Georgia Brown called.",
        "Eles irão amanhã.",
        "we polish the text and eat turkey",
        "Того же мнения держится комитет.",
        "نطلب دعم مالي عاجل",
    ],
)
def test_persons_and_common_words_are_no_states(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("the Government of Jordan", "JO"),
        ("asylum in Georgia", "GE"),
        ("in Chad", "TD"),
        ("في مالي", "ML"),
        ("النيجر ومالي", "ML"),
        ("сотрудники из Того", "TG"),
        ("سلطنة عمان", "OM"),
    ],
)
def test_the_same_words_are_states_where_they_stand_as_states(text: str, code: str) -> None:
    assert code in found(text)


def test_guinea_is_the_guinea_that_was_named_in_full() -> None:
    assert found("A Guiné-Bissau agradece. A Guiné não tem intérpretes.") == ["GW", "GW"]


def test_people_and_capitals_are_told_from_names() -> None:
    sorts = [mention.sort for mention in mentions("Chadian officers in N'Djamena, Chad")]

    assert sorts == [Sort.PEOPLE, Sort.PLACE, Sort.NAME]


@given(st.text(max_size=200), st.sampled_from(["Chad", "Côte d’Ivoire", "Казахстана", "وتشاد"]))
def test_mentions_lie_in_order_inside_the_text(noise: str, name: str) -> None:
    text = f"{noise} {name} {noise}"

    places = [(mention.start, mention.end) for mention in mentions(text)]

    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(left[1] <= right[0] for left, right in pairwise(places))
