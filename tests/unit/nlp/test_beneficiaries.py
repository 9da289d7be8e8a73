from __future__ import annotations

import pytest

from nlp.facts import find
from nlp.reading import Circumstances, Kind, Passage, Role
from nlp.sentences import cut


def aims(text: str) -> set[str]:
    passages = (Passage(text=text, role=Role.OWN),)
    found = find(passages, cut(passages)[0], Circumstances(), Kind.OFFER)
    return set(found.beneficiaries)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("We can send two trainers to Malawi and Zambia for three weeks.", {"MW", "ZM"}),
        (
            "Nous mettons deux formatrices à la disposition du Tchad et du Ni-\nger.",
            {"TD", "NE"},
        ),
        ("Podemos recibir a tres oficiales de Honduras durante un mes.", {"HN"}),
        ("يمكننا إيفاد مدربين اثنين إلى موريتانيا والسنغال لمدة شهر.", {"MR", "SN"}),
        (
            "Podemos acompanhar os colegas de São Tomé, da Guiné e de Cabo Verde.",
            {"ST", "GW", "CV"},
        ),
        ("Готовы направить двух переводчиков в Таджикистан и Киргизию.", {"TJ", "KG"}),
    ],
    ids=["en", "fr", "es", "ar", "pt", "ru"],
)
def test_what_is_given_to_a_state_is_for_it(text: str, named: set[str]) -> None:
    assert aims(text) == named


@pytest.mark.parametrize(
    "text",
    [
        "We can answer questions about the situation in Syria from any asylum authority.",
        "Nous pouvons prêter à tout État nos notes sur l'Afghanistan.",
        "Podemos atender consultas sobre la situación en Venezuela de quien lo pida.",
        "Готовы поделиться со всеми докладами о ситуации в Сирии.",
    ],
    ids=["en", "fr", "es", "ru"],
)
def test_a_state_that_is_written_about_is_not_who_it_is_for(text: str) -> None:
    assert aims(text) == set()
