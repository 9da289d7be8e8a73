"""A letter that is handed on: its State asks, its transmitter is who it came through."""

from __future__ import annotations

from typing import Any

import pytest

from nlp.facts import Findings, find
from nlp.reading import Circumstances, Kind, Passage, Role
from nlp.sentences import cut

LETTER = (
    "RÉPUBLIQUE DU TCHAD\nCommission nationale d'accueil des réfugiés\n\n"
    "Le Tchad demande l'appui de deux formateurs pour les agents chargés de l'enregistrement, "
    "pendant douze mois à partir de mai 2026. Le budget est de 120 000 euros.\n\n"
    "Le Secrétaire permanent\nOusmane Ba\n"
)
COVER = "Dear colleagues,\n\nPlease see below, for your action.\n\nKind regards,\n"
UNHCR = "Lea Roth\nProtection Officer\nUNHCR Branch Office\n"


def facts(*runs: tuple[Role, str], **about: Any) -> Findings:
    passages = tuple(Passage(role=role, text=text) for role, text in runs)
    return find(passages, cut(passages)[0], Circumstances(**about), Kind.REQUEST)


def forwarded(signature: str = UNHCR, **about: Any) -> Findings:
    runs = ((Role.OWN, COVER), (Role.SIGNATURE, signature), (Role.FORWARDED, LETTER))
    author = {"author_name": "Ousmane Ba", "author_address": "cnarr@intertchad.example"}
    return facts(*runs, **{**author, **about})


@pytest.mark.parametrize(
    "sender",
    [
        "lea@unhcr.example",
        "lea@diplomatie.gouv.fr",
        "desk@bar-association.example",
        "l@mail.example",
    ],
)
def test_the_state_that_signs_the_letter_asks_whoever_passes_it_on(sender: str) -> None:
    assert forwarded(sender_address=sender, sender_name="Lea Roth").states == ("TD",)


def test_an_embassy_that_passes_a_letter_on_does_not_ask() -> None:
    signature = "Anne Petit\nPremière secrétaire\nAmbassade de France au Tchad\n"

    found = forwarded(signature, sender_address="anne.petit@diplomatie.gouv.fr")

    assert found.states == ("TD",)
    assert found.organisation == "Commission nationale d'accueil des réfugiés"
    assert found.via == "Ambassade de France au Tchad"


def test_a_person_without_a_body_is_named_as_who_passed_it_on() -> None:
    found = forwarded("Lea\n", sender_address="lea@mail.example", sender_name="Lea Roth")

    assert found.via == "Lea Roth"


def test_a_transmitter_without_a_name_is_told_by_the_host() -> None:
    assert forwarded("", sender_address="x17@office.example").via == "office.example"


def test_a_letter_that_its_own_office_sends_again_came_through_nobody() -> None:
    found = forwarded("", sender_address="registry@intertchad.example", sender_name="Registry")

    assert found.via is None


def test_an_answer_with_history_came_through_nobody() -> None:
    found = facts((Role.OWN, LETTER), (Role.QUOTED, LETTER), sender_address="x@cnarr.example")

    assert found.via is None


def test_a_letter_attached_by_a_country_office_came_through_it() -> None:
    found = facts(
        (Role.OWN, "Dear colleagues,\n\nThis came in today.\n\nKind regards,\n"),
        (Role.SIGNATURE, "Lea Roth\nAssociate Protection Officer\n"),
        (Role.ATTACHED, LETTER),
        sender_address="roth@unhcr.example",
        sender_name="Lea Roth",
    )

    assert found.states == ("TD",)
    assert found.via is not None


def test_a_letter_attached_by_its_own_ministry_came_through_nobody() -> None:
    found = facts(
        (Role.OWN, "Veuillez trouver notre lettre.\n\nCordialement,\n"),
        (Role.ATTACHED, LETTER),
        sender_address="cnarr@gouv.td",
        sender_name="CNARR",
    )

    assert found.via is None


def test_a_letter_without_a_state_in_its_words_takes_it_from_who_passes_it_on() -> None:
    found = facts(
        (Role.OWN, "On behalf of the Government of Zambia we forward this request.\n"),
        (Role.FORWARDED, "We ask for two trainers who would teach our officers for a year.\n" * 3),
        sender_address="x@mfa.gov.zm",
    )

    assert found.states == ("ZM",)


HEAD = (
    "From: Ousmane Ba <cnarr@intertchad.example>\nSent: Tuesday, 3 March 2026 10:21\n"
    "To: Ambassade de France au Tchad <ambassade@diplomatie.gouv.fr>\nSubject: Demande\n\n"
)
PLEA = "Nous demandons l'appui de deux formateurs pour nos agents, pendant douze mois.\n" * 3


def test_the_state_that_a_letter_was_sent_to_does_not_ask() -> None:
    about = {
        "author_name": "Ousmane Ba",
        "author_address": "cnarr@gouv.td",
        "sender_address": "petit@diplomatie.gouv.fr",
    }

    found = facts((Role.OWN, COVER), (Role.FORWARDED, HEAD + PLEA), **about)

    assert found.states == ("TD",)


def test_the_head_of_a_letter_on_one_line_is_no_letterhead() -> None:
    head = (
        "From: Conselho Nacional <conselho@gov.example> · Date: 3 Mar 2026 · "
        "To: Embaixada de Portugal · Subject: Pedido\n\n"
    )
    about = {"author_name": "Conselho Nacional", "author_address": "conselho@gov.example"}

    found = facts((Role.FORWARDED, head + PLEA), sender_address="x@y.example", **about)

    assert found.states == ()
    assert found.organisation == "Conselho Nacional"


def test_what_a_letter_lists_by_labels_is_read() -> None:
    listed = "Contact: Ana Lima, ana@state.example\nBudget: EUR 120 000\nStart: 1 May 2026\n"
    about = {"author_name": "Ousmane Ba", "author_address": "cnarr@intertchad.example"}

    found = facts((Role.FORWARDED, HEAD + PLEA + listed), **about)

    assert [amount.value for amount in found.facts.amounts] == [120000.0]


def test_the_host_of_who_passes_a_letter_on_says_nothing_of_its_state() -> None:
    found = facts(
        (Role.OWN, COVER), (Role.FORWARDED, LETTER), sender_address="petit@diplomatie.gouv.fr"
    )

    assert found.states == ("TD",)


def test_an_office_that_passes_on_what_its_colleagues_wrote_asks_for_its_own_state() -> None:
    letter = (
        "Chers collègues, nous voudrions voir comment cela se fait ailleurs (la Roumanie ? "
        "l'Uruguay ?), et que quelqu'un nous aide à écrire le plan.\n\nLe chef de service\n"
    )

    found = facts(
        (Role.OWN, "Je transmets.\n"),
        (Role.FORWARDED, letter),
        sender_address="emploi@travail.gouv.td",
        author_name="Direction de l'emploi",
    )

    assert found.states == ("TD",)
