from __future__ import annotations

import pytest

from nlp.criteria import Criterion, criteria
from nlp.reading import CriterionStatus
from nlp.standing import hedges
from nlp.taxonomy import LANGUAGES, Area, taxonomy

AREAS = taxonomy().areas


def criterion(name: str) -> Criterion:
    return next(one for one in criteria().all if one.id == name)


def test_there_are_twenty_two_areas_with_ids_of_their_own() -> None:
    assert len(set(taxonomy().ids)) == 22


@pytest.mark.parametrize("area", AREAS, ids=lambda area: area.id)
def test_an_area_is_written_in_every_language(area: Area) -> None:
    assert set(area.definition) == set(LANGUAGES)
    assert all(len(area.terms[language]) >= 3 for language in LANGUAGES)


@pytest.mark.parametrize("one", criteria().all, ids=lambda one: one.id)
def test_a_criterion_is_written_in_every_language(one: Criterion) -> None:
    assert set(one.definition) == set(LANGUAGES)


def test_the_force_of_each_criterion() -> None:
    force = {one.id: one.force for one in criteria().all}

    assert force == {
        "13a": "should",
        "13b": "should",
        "15i": "must",
        "15ii": "must",
        "15iii": "must",
        "15iv": "may",
        "15v": "may",
        "15vi": "must",
        "15vii": "should",
    }


def test_who_asks_for_an_assessment_need_not_have_made_one() -> None:
    standing = criterion("13a").standing(parts=(), areas=["needs_assessment"])

    assert standing is CriterionStatus.NOT_APPLICABLE


def test_a_mixed_request_is_not_exempt() -> None:
    standing = criterion("13a").standing(parts=(), areas=["needs_assessment", "coi"])

    assert standing is CriterionStatus.NOT_EVIDENCED


@pytest.mark.parametrize("name", ["15iv", "15v"])
def test_what_may_be_there_is_never_missing(name: str) -> None:
    standing = criterion(name).standing(parts=(), areas=["coi"])

    assert standing is CriterionStatus.OPTIONAL


def test_coordination_is_asked_for_only_where_other_support_is_named() -> None:
    coordination = criterion("15vi")

    alone = coordination.standing(parts=(), areas=["coi"])
    with_others = coordination.standing(parts=["other_support"], areas=["coi"])

    assert alone is CriterionStatus.NOT_APPLICABLE
    assert with_others is CriterionStatus.NOT_EVIDENCED


@pytest.mark.parametrize(
    "text",
    [
        "We have not yet assessed our needs.",
        "Nous n'avons pas encore évalué nos besoins.",
        "Todavía no hemos evaluado nuestras necesidades.",
        "لم نقم بعد بأي تقييم لاحتياجاتنا.",
        "Ainda não temos um diagnóstico das necessidades.",
        "Мы ещё не провели оценку потребностей.",
    ],
)
def test_what_is_not_yet_done_is_a_hedge(text: str) -> None:
    assert hedges().find(text)


@pytest.mark.parametrize(
    "text",
    [
        "Our own review of May found eleven gaps.",
        "Notre autoévaluation de mai a relevé onze lacunes.",
        "El diagnóstico de mayo encontró once brechas.",
        "كشف تقييمنا الذاتي في مايو عن ثغرات.",
        "O diagnóstico de maio encontrou onze lacunas.",
        "Наша самооценка в мае выявила пробелы.",
    ],
)
def test_what_is_done_is_no_hedge(text: str) -> None:
    assert not hedges().find(text)
