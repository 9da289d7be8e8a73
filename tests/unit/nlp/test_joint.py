from __future__ import annotations

from typing import Any

import pytest

from nlp.facts import find
from nlp.reading import Circumstances, Kind, Passage, Role
from nlp.sentences import cut


def states(text: str, **about: Any) -> set[str]:
    passages = (Passage(text=text, role=Role.OWN),)
    return set(find(passages, cut(passages)[0], Circumstances(**about), Kind.REQUEST).states)


def test_all_states_that_sign_a_letter_ask() -> None:
    text = (
        "Dear colleagues,\n\nOur commissions need one pool of interpreters for our hearings.\n\n"
        "For Kenya: A. Mwangi\nFor Uganda: B. Okello\n"
    )

    assert states(text, sender_address="x@refugees.go.ke") == {"KE", "UG"}


@pytest.mark.parametrize(
    "text",
    [
        "This is a joint letter of Kenya, Uganda and Rwanda. We need a shared COI desk.",
        "Lettre conjointe du Kenya, de l'Ouganda et du Rwanda : il nous faut une cellule commune.",
        "Carta conjunta de Kenia, Uganda y Ruanda: necesitamos una bolsa común de intérpretes.",
        "Carta conjunta do Quénia, do Uganda e do Ruanda: precisamos de intérpretes comuns.",
        "رسالة مشتركة من كينيا وأوغندا ورواندا: نحتاج إلى مترجمين مشتركين.",
        "Совместное письмо Кении, Уганды и Руанды: нам нужны общие переводчики.",
    ],
    ids=["en", "fr", "es", "pt", "ar", "ru"],
)
def test_the_states_of_a_joint_letter_ask_together(text: str) -> None:
    assert states(text) == {"KE", "UG", "RW"}


def test_a_neighbour_that_follows_we_in_a_shared_wish_asks_too() -> None:
    text = "We and Uganda share a border post. Both of us need people who know registration."

    assert states(text, sender_name="Refugee Department Kenya") == {"KE", "UG"}


def test_donors_of_a_joint_letter_do_not_ask() -> None:
    text = (
        "We need interpreters. "
        "Denmark, Norway and Sweden have paid for the telephone lines until now."
    )

    assert states(text, subject="Joint request of Kenya and Uganda") == {"KE", "UG"}


def test_countries_of_origin_in_a_list_do_not_ask() -> None:
    text = (
        "The Ministry of Interior of Kenya needs interpreters. "
        "Applicants come from Somalia, Ethiopia and Eritrea."
    )

    assert states(text) == {"KE"}


def test_an_embassy_speaks_for_its_state_and_not_for_the_town_where_it_stands() -> None:
    text = "Our government can second two trainers."

    assert states(text, sender_address="cooperation@embassy-norway-nairobi.example") == {"NO"}
