from __future__ import annotations

import pytest

from nlp.reading import Passage, Role
from nlp.several import alone, points

PAGE = """Republic of Wambaland: pledges

Our government commits to the following:
1. Adopt a refugee bill that replaces the decree of 1987 and send it to parliament.
2. Clear the oldest three thousand files with a second panel of decision-makers.
3. Open its course for interviewers to four officers of neighbouring States.

Yours faithfully,
The Commissioner
"""


def letter(text: str) -> tuple[Passage, ...]:
    return (Passage(text=text, role=Role.OWN),)


def shown(text: str) -> list[str]:
    found = points(letter(text))
    return [text[start:end].strip() for start, end in found.spans] if found else []


def test_numbered_commitments_below_their_heading_stand_for_themselves() -> None:
    assert [point[:8] for point in shown(PAGE)] == ["1. Adopt", "2. Clear", "3. Open "]


def test_the_last_point_ends_before_the_closing_words() -> None:
    assert shown(PAGE)[-1].endswith("neighbouring States.")


def test_labelled_pledges_need_no_heading() -> None:
    text = (
        "First pledge: we will train forty new asylum officers before the end of next year.\n"
        "Second pledge: we will finance interpreters for the border posts in the north.\n"
    )

    assert len(shown(text)) == 2


def test_points_that_commit_with_their_own_subject_need_no_heading() -> None:
    text = (
        "1. The Government of Wambaland commits to opening a second reception centre by 2027.\n"
        "2. The Government of Wambaland will lend two judges to any court that asks for them.\n"
    )

    assert len(shown(text)) == 2


@pytest.mark.parametrize(
    "text",
    [
        (
            "La République prend les engagements suivants :\n"
            "a) créer une cellule chargée des informations sur les pays d'origine ;\n"
            "b) former vingt agents chargés des entretiens avec des mineurs."
        ),
        (
            "El Estado asume los siguientes compromisos:\n"
            "1) fortalecer la comisión nacional con seis oficiales nuevos;\n"
            "2) crear un registro digital de todas las solicitudes pendientes."
        ),
        (
            "O país assume os seguintes compromissos:\n"
            "1. criar uma unidade de informação sobre os países de origem;\n"
            "2. formar trinta agentes de fronteira até ao fim do ano."
        ),
        (
            "تقدم الدولة الالتزامات التالية:\n"
            "1. إنشاء وحدة لمعلومات بلدان المنشأ خلال السنة القادمة\n"
            "2. تدريب ثلاثين موظفا على المقابلات مع الأطفال"
        ),
        (
            "Страна принимает следующие обязательства:\n"
            "1) создать отдел информации о странах происхождения к концу года;\n"
            "2) обучить тридцать сотрудников проводить собеседования с детьми."
        ),
    ],
    ids=["fr", "es", "pt", "ar", "ru"],
)
def test_lists_of_commitments_are_found_in_every_language(text: str) -> None:
    assert len(shown(text)) == 2


def test_rows_of_a_table_of_pledges_stand_for_themselves() -> None:
    text = (
        "Commitment | By when\n"
        "Establish an appeals body with five members and a registry of its own | 2027\n"
        "Train every officer of the two border posts in receiving claims | 2026\n"
    )

    assert len(shown(text)) == 2


def test_numbered_paragraphs_of_one_letter_are_one_matter() -> None:
    text = (
        "Dear Sir,\n\n"
        "1. The Department thanks the secretariat for its letter of 3 May.\n"
        "2. It decides some nine hundred claims a year and has eleven officers for them.\n"
        "3. It would be grateful for two interviewers who would train these officers.\n"
    )

    assert not shown(text)


def test_the_parts_of_one_request_are_one_matter() -> None:
    text = (
        "We would be grateful for the following support:\n"
        "a) two experienced interviewers who would train our officers for six months;\n"
        "b) a review of our procedures by somebody who has written such procedures.\n"
    )

    assert not shown(text)


def test_measures_of_one_pledge_are_one_matter() -> None:
    text = (
        "We commit to strengthening our asylum system through:\n"
        "1. introducing a simplified procedure for applicants of two nationalities;\n"
        "2. reducing the number of claims that are older than two years.\n"
    )

    assert not shown(text)


def test_points_of_a_few_words_do_not_stand_for_themselves() -> None:
    assert not shown("Our pledges:\n1. Training\n2. Laptops\n3. Law\n")


def test_a_point_alone_keeps_its_place_and_loses_its_neighbours() -> None:
    passages = letter(PAGE)
    found = points(passages)
    assert found is not None

    own = alone(passages, found, 1)[0].text

    assert len(own) == len(PAGE)
    start, end = found.spans[1]
    assert own[start:end] == PAGE[start:end]
    assert "refugee bill" not in own
    assert "four officers" not in own
    assert "Republic of Wambaland" in own
