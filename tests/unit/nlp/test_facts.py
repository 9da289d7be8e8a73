from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.facts import Findings, find
from nlp.reading import Circumstances, Kind, Passage, Role
from nlp.sentences import cut

LETTER = """REPUBLIC OF ZAMBIA
MINISTRY OF HOME AFFAIRS
Office of the Commissioner for Refugees

Ref. COR/14
Lusaka, 11 February 2026

Dear Sir,

We need two experienced interviewers and four laptops for a period of six months, from 1 May 2026.
Many applicants come from Somalia and the Democratic Republic of the Congo.
There is no objection to this letter being shown to other States.

Yours faithfully,

Chanda Mwale
Commissioner for Refugees
"""


def facts(text: str, kind: Kind = Kind.REQUEST, role: Role = Role.OWN, **about: Any) -> Findings:
    passages = (Passage(text=text, role=role),)
    return find(passages, cut(passages)[0], Circumstances(**about), kind)


def test_the_state_of_the_letterhead_asks_and_not_those_where_people_come_from() -> None:
    found = facts(LETTER)

    assert found.states == ("ZM",)
    assert found.beneficiaries == ("ZM",)


def test_a_letter_gives_organisation_contact_span_and_start() -> None:
    found = facts(LETTER)

    assert found.organisation == "Office of the Commissioner for Refugees"
    assert found.facts.contact == "Chanda Mwale"
    assert found.facts.duration == "six months"
    assert found.facts.start == "2026-05-01"


def test_people_and_things_are_two_forms() -> None:
    assert facts(LETTER).forms == ("technical", "material")


def test_the_host_of_the_sender_tells_the_state_of_a_short_mail() -> None:
    found = facts("We lack interpreters.", sender_address="a@interieur-td.example")

    assert found.states == ("TD",)


def test_what_is_only_quoted_is_no_evidence() -> None:
    found = facts("The Government of Kenya needs trainers for USD 5,000.", role=Role.QUOTED)

    assert found == Findings()


def test_quoted_lines_inside_a_mail_are_no_evidence() -> None:
    found = facts("Thank you.\n\nOn Monday you wrote:\n> USD 70,000 for Kenya", kind=Kind.OFFER)

    assert found.facts.amounts == ()
    assert found.beneficiaries == ()


def test_an_association_of_lawyers_is_no_state() -> None:
    text = "BARREAU DE KINSHASA\nOrdre des avocats\n\nNous pouvons former des avocats au Tchad."

    found = facts(text, kind=Kind.OFFER, sender_address="x@barreau-kin-cd.example")

    assert found.states == ()
    assert found.beneficiaries == ("TD",)


def test_an_organisation_that_asks_alone_needs_a_state() -> None:
    text = "Our NGO would welcome trainers for legal aid.\n\nAna Lima\nFoundation for Refugees"

    assert facts(text, sender_address="x@foundation.example").needs_state


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("You may share this letter with other States.", True),
        ("We have no objection to your approaching other governments.", True),
        ("Vous pouvez transmettre la présente à d'autres pays.", True),
        ("No vemos inconveniente en que se comparta esta nota con otros Estados.", True),
        ("Podem mostrar isto a outros países.", True),
        ("لا مانع لدينا من إطلاع دول أخرى على هذا الكتاب.", True),
        ("Не возражаем против передачи письма другим государствам.", True),
        ("Please do not share this letter with other States.", False),
        ("Merci de ne pas diffuser cette lettre à d'autres États.", False),
        ("No se autoriza la difusión de esta carta a terceros países.", False),
        ("Pedimos que não divulguem este ofício a outros governos.", False),
        ("نرجو عدم إطلاع أي دولة على هذا الخطاب.", False),
        ("Просим не сообщать о письме другим государствам.", False),
        ("Please treat this letter as strictly confidential.", False),
        ("Other States have helped us with training.", None),
        ("We share a border with other countries.", None),
    ],
)
def test_consent_needs_words_about_others(text: str, given: bool | None) -> None:  # noqa: FBT001
    assert facts(text).consent is given


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("Please arrange this through UNHCR.", "unhcr"),
        ("Nous préférons passer par le HCR.", "unhcr"),
        ("La coordinación se hará por conducto del ACNUR.", "unhcr"),
        ("نفضل أن يتم ذلك عن طريق المفوضية.", "unhcr"),
        ("Просим вести переписку через УВКБ.", "unhcr"),
        ("We will deal directly with the ministry concerned.", "bilateral"),
        ("Será de gobierno a gobierno.", "bilateral"),
        ("Договоримся напрямую с ведомством.", "bilateral"),
        ("Two judges could come in March.", None),
    ],
)
def test_a_channel_is_read_only_where_it_is_named(text: str, way: str | None) -> None:
    assert facts(text, kind=Kind.OFFER).channelling == way


def test_thousands_within_days_are_an_emergency() -> None:
    found = facts("Since Sunday 14,000 people have crossed the border. We need tents urgently.")

    assert found.emergency
    assert found.urgent


def test_a_growing_number_of_cases_is_no_emergency() -> None:
    assert not facts("Arrivals rose to 14,000 in 2025 and we lack staff.").emergency


def test_a_limit_of_an_offer_is_kept_as_a_clause() -> None:
    found = facts("We can send judges; travel is borne by the host.", kind=Kind.OFFER)

    assert [place.quote for place in found.conditions] == ["travel is borne by the host."]


def test_the_office_that_passes_a_letter_on_is_named() -> None:
    text = "I forward a letter of our counterpart.\nKind regards\nLea Roth\nUNHCR Country Office"

    assert facts(text, sender_address="roth@unhcr.example").via == "UNHCR"


NAMES = ["Chad", "في الأردن", "USD 5 000", "from 1 May 2026", "Contact: Ana Lima", "> quoted", "\n"]
PIECES = st.lists(st.one_of(st.text(max_size=40), st.sampled_from(NAMES)), max_size=12)


@settings(deadline=None, max_examples=60)
@given(PIECES, st.sampled_from([Kind.REQUEST, Kind.OFFER, Kind.GOOD_PRACTICE]))
def test_every_quote_stands_where_it_says(pieces: list[str], kind: Kind) -> None:
    text = " ".join(pieces)

    found = facts(text, kind)

    places = [place for some in found.evidence.values() for place in some]
    places += [place for some in found.facts.evidence.values() for place in some]
    places += [*found.conditions, *(amount.evidence for amount in found.facts.amounts)]
    assert all(text[place.start : place.end] == place.quote for place in places)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "1" * 1_000_000,
        "ا" * 1_000_000,
        "1 " * 200_000,
        "ACSG@" * 100_000,
        "from for until " * 40_000,
    ],
    ids=["letters", "digits", "arabic", "numbers", "signs", "leads"],
)
def test_a_text_made_to_be_slow_is_bounded(text: str) -> None:
    passages = (Passage(text=text, role=Role.OWN),)
    sentences = cut(passages)[0]
    begun = time.process_time()

    find(passages, sentences, Circumstances(), Kind.OFFER)

    assert time.process_time() - begun < 10


def test_two_thousand_sentences_are_read_quickly() -> None:
    text = "The Ministry of Chad needs two trainers for six months from 1 May 2026. " * 2000
    passages = (Passage(text=text, role=Role.OWN),)
    sentences = cut(passages)[0]
    find(passages, sentences[:1], Circumstances(), Kind.REQUEST)
    begun = time.process_time()

    find(passages, sentences, Circumstances(), Kind.REQUEST)

    assert time.process_time() - begun < 5


def test_a_plain_yes_right_before_handing_on_agrees() -> None:
    assert facts("We need two trainers. No objection to circulate.").consent is True
