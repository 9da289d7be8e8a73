from __future__ import annotations

import time

import pytest

from nlp.facts import Findings, find
from nlp.reading import Circumstances, Kind, Passage, Role
from nlp.sentences import cut


def read(text: str, sender: str | None = None) -> Findings:
    passages = (Passage(text=text, role=Role.OWN),)
    return find(passages, cut(passages)[0], Circumstances(sender_name=sender), Kind.REQUEST)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "On behalf of the National Refugee Committee I ask for help.",
            "National Refugee Committee",
        ),
        (
            "Adjunto encontrarán la solicitud de apoyo de la Unidad Nacional de Refugio.",
            "Unidad Nacional de Refugio",
        ),
        (
            "Le Secrétariat permanent à l'asile demande deux formateurs.",
            "Secrétariat permanent à l'asile",
        ),
        (
            "A Comissão Nacional para os Refugiados precisa de apoio.",
            "Comissão Nacional para os Refugiados",
        ),
        ("تطلب المديرية العامة للجوء دعم المجموعة.", "المديرية العامة للجوء"),
        ("Департамент по вопросам миграции просит помощи.", "Департамент по вопросам миграции"),
    ],
)
def test_a_body_in_running_text_is_cut_to_its_name(text: str, name: str) -> None:
    found = read(text)

    assert found.organisation == name
    assert found.evidence["organisation"][0].quote == name


def test_a_function_is_no_body() -> None:
    text = (
        "Nous avons besoin de trois interprètes pour les auditions de mai.\n\nReine Dossou\n"
        "Cheffe de la division des procédures\nSecrétariat permanent à l'asile, Cotonou"
    )

    assert read(text).organisation == "Secrétariat permanent à l'asile"


def test_the_name_of_a_sender_is_a_body_without_evidence_in_the_text() -> None:
    found = read("Necesitamos dos intérpretes.", "Unidad Nacional de Refugio")

    assert found.organisation == "Unidad Nacional de Refugio"
    assert "organisation" not in found.evidence


def test_a_person_who_sends_is_no_body() -> None:
    assert read("We need two interpreters.", "Fanta Camara").organisation is None


def test_those_who_are_written_to_do_not_write() -> None:
    text = (
        "To the Secretariat of the Asylum Capacity Support Group\n\nWe need two interpreters now."
    )

    assert read(text).organisation is None


def test_names_in_a_long_text_are_found_in_time() -> None:
    text = "Commission nationale pour les Réfugiés et les Apatrides, " * 4000
    before = time.perf_counter()

    read(text)

    assert time.perf_counter() - before < 20


def test_simultaneous_interpreters_in_arabic_are_not_urgent() -> None:
    assert not read("نطلب تدريب ثلاثين مترجماً فورياً، فلدينا نقص في المترجمين الفوريين.").urgent
