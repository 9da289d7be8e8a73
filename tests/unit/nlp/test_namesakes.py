from __future__ import annotations

import pytest

from nlp.countries import mentions


def codes(text: str) -> list[str]:
    return [one.code for one in mentions(text)]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("apoio a Moçambique e à Guiné", ["MZ", "GW"]),
        ("apoio ao Mali e à Guiné", ["ML", "GN"]),
        ("apoio a Angola, à Guiné e a Conacri", ["AO", "GN", "GN"]),
        ("appui à l'Angola et à la Guinée", ["AO", "GN"]),
        ("Guinea and Angola", ["GN", "AO"]),
    ],
    ids=["beside Mozambique", "beside Mali", "its capital named", "French", "English"],
)
def test_guine_is_the_one_that_speaks_portuguese_beside_others_that_do(
    text: str, named: list[str]
) -> None:
    assert codes(text) == named


@pytest.mark.parametrize(
    "text", ["Guinea-Bissau writes. Guinea asks.", "Guinée-Bissau, la Guinée demande"]
)
def test_guinea_is_guinea_bissau_where_that_was_named(text: str) -> None:
    assert codes(text) == ["GW", "GW"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("os juízes de São Tomé", "ST"),
        ("os juízes de S. Tomé", "ST"),
        ("القضاة في ساو تومي", "ST"),
        ("судьи из Сан-Томе", "ST"),
        ("os serviços de Timor", "TL"),
    ],
    ids=["pt", "abbreviated", "ar", "ru", "Timor"],
)
def test_the_short_name_of_a_state_is_its_name(text: str, named: str) -> None:
    [mention] = mentions(text)

    assert (mention.code, mention.sort.value) == (named, "name")
