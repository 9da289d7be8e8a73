from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.analyse import Reader, load_reader
from nlp.encoder import UnknownEncoderError, asks_network
from nlp.evaluate import all_evidence
from nlp.model import ModelMissingError
from nlp.reading import (
    DRAFT_KINDS,
    Band,
    Circumstances,
    CriterionStatus,
    Kind,
    Passage,
    Reading,
    Role,
)

MAIL = Circumstances()
REQUEST = (
    "The Office of the Commissioner for Refugees of Zambia has 5,300 undecided asylum claims and "
    "seven eligibility officers. We would be grateful for two experienced decision-makers who "
    "would train our officers for six months."
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader()


def read(reader: Reader, text: str, role: Role = Role.OWN, about: Circumstances = MAIL) -> Reading:
    return reader.analyse([Passage(text=text, role=role)], about)


def test_a_message_in_which_one_sentence_asks_is_never_surely_nothing(reader: Reader) -> None:
    # the whole of this one is taken for a newsletter's passage; the fourth sentence asks
    letter = (
        "Excellency, the Department of Refugee Affairs of the Republic of Zambia presents its "
        "compliments to the secretariat of the Asylum Capacity Support Group. Since 2023 the "
        "number of asylum applications has doubled, and eleven hundred cases wait for a first "
        "interview. The Department has reviewed its procedures and found that it has only four "
        "officers who can carry out interviews. We would be grateful for support with the "
        "training of twelve further interviewers over eighteen months, at an estimated cost of "
        "EUR 140,000. The training is part of the National Asylum Action Plan adopted last year."
    )

    found = read(reader, letter)

    assert found.kinds[0].kind is Kind.REQUEST or found.kinds[0].band is Band.UNSURE


@pytest.mark.parametrize(
    "text",
    [
        (
            "Dear winner, your e-mail address has won 850,000 US dollars in the international "
            "lottery. Send your bank details and a copy of your passport to claim the prize."
        ),
        (
            "Your mailbox is full. Click here to verify your account within 24 hours or it will be "
            "closed. IT Support"
        ),
        (
            "Monthly newsletter of the Migration Press Club. In this issue: ministers met in "
            "Brussels to discuss asylum reform; a new film about refugees opens in cinemas."
        ),
    ],
)
def test_what_asks_for_nothing_of_ours_stays_surely_nothing(reader: Reader, text: str) -> None:
    found = read(reader, text).kinds[0]

    assert (found.kind, found.band) == (Kind.OTHER, Band.SURE)


def test_a_letter_that_asks_for_help_gives_a_request(reader: Reader) -> None:
    reading = read(reader, REQUEST)

    assert reading.kinds[0].kind is Kind.REQUEST
    assert [proposal.kind for proposal in reading.proposals] == [Kind.REQUEST]
    assert reading.proposals[0].themes


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        (
            (
                "Dear Secretariat, our asylum office in Freetown would be grateful for two "
                "trainers. Could someone come in May?"
            ),
            (
                "Dear Secretariat, our asylum office in Bern can send two trainers to a State that "
                "needs them. They could leave in May."
            ),
        ),
        (
            "Nous aurions besoin de deux formateurs pour nos agents.",
            "Nous proposons deux formateurs pour vos agents.",
        ),
        (
            "Estimados señores: nos faltan intérpretes de kichwa y no los encontramos en el país.",
            (
                "Estimados señores: ofrecemos nuestra red de intérpretes de kichwa a los países "
                "que la necesiten."
            ),
        ),
        (
            "السادة في الأمانة، نحتاج إلى مترجمين للغة الصومالية في مكتبنا.",
            "السادة في الأمانة، يسرنا أن نضع مترجمينا تحت تصرف الدول التي تحتاج إليهم.",
        ),
        (
            "Exmos. Senhores, precisamos de dois formadores para os nossos técnicos.",
            "Exmos. Senhores, podemos enviar dois formadores aos países que deles precisem.",
        ),
        (
            "Уважаемые коллеги, нам не хватает переводчиков с тамильского, найти их невозможно.",
            "Уважаемые коллеги, мы готовы направить двух переводчиков в страну, которой они нужны.",
        ),
    ],
    ids=["en", "fr", "es", "ar", "pt", "ru"],
)
def test_the_same_trade_is_asked_for_by_one_and_given_by_another(
    reader: Reader, asked: str, given: str
) -> None:
    assert read(reader, asked).kinds[0].kind is Kind.REQUEST
    assert read(reader, given).kinds[0].kind is Kind.OFFER


def test_every_criterion_has_a_standing(reader: Reader) -> None:
    reading = read(reader, REQUEST)

    standing = {one.id: one.status for one in reading.proposals[0].criteria}
    assert len(standing) == 9
    assert all(
        bool(one.evidence) is (one.status is CriterionStatus.EVIDENCED)
        for one in reading.proposals[0].criteria
    )


@pytest.mark.parametrize(
    "about", [Circumstances(bounce=True), Circumstances(automatic=True)], ids=["bounce", "robot"]
)
def test_what_a_program_wrote_is_other(reader: Reader, about: Circumstances) -> None:
    reading = read(reader, REQUEST, about=about)

    assert [finding.kind for finding in reading.kinds] == [Kind.OTHER]
    assert reading.proposals == ()


@pytest.mark.parametrize("kind", DRAFT_KINDS)
@pytest.mark.parametrize("about", [MAIL, Circumstances(automatic=True)], ids=["mail", "robot"])
def test_of_a_kind_that_a_person_says_all_is_read(
    reader: Reader, kind: Kind, about: Circumstances
) -> None:
    passages = [Passage(text=REQUEST, role=Role.OWN)]

    [proposal] = reader.analyse(passages, about, told=[kind]).proposals

    assert (proposal.kind, proposal.states) == (kind, ("ZM",))
    assert proposal.themes
    assert len(proposal.criteria) == (9 if kind is Kind.REQUEST else 0)


@pytest.mark.parametrize("role", [Role.QUOTED, Role.SIGNATURE])
def test_words_that_are_not_the_senders_are_never_evidence(reader: Reader, role: Role) -> None:
    passages = [
        Passage(text="Please find our request below.", role=Role.OWN),
        Passage(text=REQUEST, role=role),
    ]

    reading = reader.analyse(passages, MAIL)

    assert {evidence.passage for evidence in all_evidence(reading)} <= {0}


def test_a_letter_passed_on_without_a_word_is_the_letter(reader: Reader) -> None:
    reading = read(reader, REQUEST, Role.FORWARDED)

    assert reading.proposals[0].kind is Kind.REQUEST


def test_a_message_without_words_is_other_and_unsure(reader: Reader) -> None:
    reading = reader.analyse([], MAIL)

    assert [finding.kind for finding in reading.kinds] == [Kind.OTHER]
    assert reading.language == "und"


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.text(max_size=300), st.sampled_from(Role)), max_size=4))
def test_every_quote_of_any_text_is_verbatim(reader: Reader, texts: list[tuple[str, Role]]) -> None:
    passages = [Passage(text=text, role=role) for text, role in texts]
    passages.append(Passage(text=REQUEST, role=Role.OWN))

    reading = reader.analyse(passages, MAIL)

    evidence = all_evidence(reading)
    assert evidence
    assert all(passages[e.passage].text[e.start : e.end] == e.quote for e in evidence)
    assert all(0 <= e.confidence <= 1 for e in evidence)


def test_a_megabyte_without_punctuation_is_read_in_bounded_time(reader: Reader) -> None:
    started = time.monotonic()

    read(reader, "we have no interpreters and the files wait " * 24_000)

    assert time.monotonic() - started < 60


def test_what_was_not_read_to_its_end_is_told(reader: Reader) -> None:
    reading = read(reader, "Ten words. " * 2_500)

    assert reading.unread == (0,)


def test_a_reading_names_what_it_was_made_with(reader: Reader) -> None:
    reading = read(reader, REQUEST)

    assert reading.model_version.startswith("both-")
    assert reading.taxonomy_version
    assert reading.criteria_version


def test_a_reader_that_was_not_trained_says_what_to_do() -> None:
    with pytest.raises(ModelMissingError, match=r"python -m nlp\.training"):
        load_reader("nobody")


def test_an_encoder_that_does_not_exist_is_named() -> None:
    with pytest.raises(UnknownEncoderError, match="nobody"):
        asks_network("nobody")


def test_a_word_or_two_are_in_the_language_that_was_written_before(reader: Reader) -> None:
    assert read(reader, "ok 👍", about=Circumstances(earlier_language="pt")).language == "pt"


def test_what_is_clear_by_itself_is_not_in_the_language_of_before(reader: Reader) -> None:
    about = Circumstances(earlier_language="pt")

    assert read(reader, "Merci beaucoup, nous attendons.", about=about).language == "fr"


PLEDGES = (
    "Office of the Commissioner for Refugees of Zambia\n\n"
    "The Government of Zambia makes two pledges and seeks support for each:\n"
    "1. Zambia will clear its backlog of 5,300 undecided asylum claims and needs four "
    "experienced decision-makers for six months.\n"
    "2. Zambia will set up a country of origin information unit and needs two researchers "
    "who would train its staff for a year.\n"
)


def test_each_of_several_numbered_pledges_gives_a_proposal_with_its_own_facts(
    reader: Reader,
) -> None:
    reading = read(reader, PLEDGES)

    spans = [proposal.facts.duration for proposal in reading.proposals]

    assert spans == ["six months", "a year"]
    assert all(proposal.states == ("ZM",) for proposal in reading.proposals)


def test_areas_of_one_numbered_pledge_are_shown_by_its_own_sentences(reader: Reader) -> None:
    reading = read(reader, PLEDGES)

    first, second = (
        {e.quote for theme in proposal.themes for e in theme.evidence}
        for proposal in reading.proposals
    )

    assert not any("information unit" in quote for quote in first)
    assert not any("5,300" in quote for quote in second)


def test_quotes_of_numbered_pledges_stand_at_their_places(reader: Reader) -> None:
    reading = read(reader, PLEDGES)

    assert all(PLEDGES[e.start : e.end] == e.quote for e in all_evidence(reading))
