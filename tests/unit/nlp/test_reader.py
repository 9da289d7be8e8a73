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
