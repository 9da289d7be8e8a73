from __future__ import annotations

from typing import Any

from nlp.facts import Findings, find
from nlp.reading import Circumstances, Kind, Passage, Role
from nlp.sentences import cut


def facts(text: str, kind: Kind = Kind.REQUEST, **about: Any) -> Findings:
    passages = (Passage(text=text, role=Role.OWN),)
    return find(passages, cut(passages)[0], Circumstances(**about), kind)


def test_the_office_in_the_letterhead_handed_the_letter_on() -> None:
    text = (
        "KINGDOM OF MOROCCO\nMinistry of Justice\n"
        "Through the UNHCR Representation in Rabat\n\n"
        "Our courts need two judges who would train sixty of ours for a year.\n"
    )

    assert facts(text).via is not None


def test_a_channel_wished_for_an_offer_is_no_hand_that_passed_it_on() -> None:
    text = "Denmark offers two trainers. All contact would go through UNHCR."

    assert facts(text, Kind.OFFER).via is None


def test_a_request_of_lawyers_alone_needs_a_state_and_shows_the_body() -> None:
    text = (
        "Dear all,\n\nWe would need a trainer for our seven lawyers.\n\n"
        "Amina Diallo\nNational Bar Association\n"
    )
    found = facts(text, sender_address="x@lawyers-foundation.example")

    assert found.needs_state
    assert found.evidence["needs_state"]


def test_people_to_be_trained_are_those_that_a_request_is_for() -> None:
    text = "The ministry asks for two experts who would train eighteen judges for a year."

    assert facts(text).facts.beneficiaries == "eighteen judges"


def test_states_that_an_offer_names_are_those_that_it_is_for() -> None:
    text = "We offer a course on evidence to Peru, Chile and Bolivia."

    found = facts(text, Kind.OFFER, sender_address="x@irb.gc.ca")

    assert found.facts.beneficiaries == "Peru, Chile and Bolivia"


def test_this_week_presses_only_where_something_is_asked_for() -> None:
    assert facts("We need tents this week.").urgent
    assert not facts("The chair is away this week. We thank you.").urgent


def test_an_emergency_office_is_nothing_urgent() -> None:
    assert not facts("The ministry for emergency management asks for two trainers.").urgent


def test_money_that_goes_to_unhcr_is_channelled_through_it() -> None:
    found = facts("The sum will be transferred to the account of UNHCR.", Kind.OFFER)

    assert found.channelling == "unhcr"


def test_bilateral_agreements_that_are_not_planned_are_no_bilateral_way() -> None:
    found = facts("Взнос перечислим в УВКБ, двусторонние соглашения нам не нужны.", Kind.OFFER)

    assert found.channelling == "unhcr"


def test_a_direct_way_named_after_a_semicolon_is_bilateral() -> None:
    text = (
        "Conocimos la necesidad por una ficha; no hace falta más, y todo se arreglará "
        "directamente entre los dos ministerios."
    )

    assert facts(text, Kind.OFFER).channelling == "bilateral"
