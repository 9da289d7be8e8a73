"""What an officer's correction makes of a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.corrections import criterion_of, value_of, with_proof, with_standing, with_value
from bot.fields import Way, fields, shown
from bot.proof_sentences import MOST, candidates
from store import drafts, inbox
from tests.factories import NOW, a_content, a_read_message, a_segment, an_arrival, an_evidence

if TYPE_CHECKING:
    from store.session import Database


def test_quotes_that_showed_the_old_value_go() -> None:
    made = with_value(a_content(), "states", ("NE",))

    assert "states" in a_content().evidence
    assert "states" not in made.evidence
    assert made.by_officer == ("states",)


def test_a_state_that_asks_for_itself_still_does_when_it_is_corrected() -> None:
    made = with_value(a_content(beneficiaries=("TD",)), "states", ("NE",))

    assert made.beneficiaries == ("NE",)


def test_others_that_it_is_for_stay_when_the_state_is_corrected() -> None:
    made = with_value(a_content(beneficiaries=("CM",)), "states", ("NE",))

    assert made.beneficiaries == ("CM",)


def test_the_same_value_changes_nothing() -> None:
    assert with_value(a_content(), "states", ("TD",)) == a_content()


def test_quotes_of_parts_become_those_of_a_criterion_that_an_officer_calls_evidenced() -> None:
    one = criterion_of(with_standing(a_content(), "13a", "evidenced"), "13a")

    assert [quote.quote for quote in one.evidence] == ["training of interviewers", "training"]
    assert one.parts == {}


def test_a_criterion_that_is_not_evidenced_has_no_quotes() -> None:
    one = criterion_of(with_standing(a_content(), "13a", "not_evidenced"), "13a")

    assert (one.evidence, one.parts) == ((), {})


def test_a_proof_comes_before_what_was_read_and_stands_once() -> None:
    proof = an_evidence("training", confidence=1.0)

    one = criterion_of(with_proof(a_content(), "13a", proof), "13a")

    assert [quote.quote for quote in one.evidence] == ["training", "training of interviewers"]


@pytest.mark.parametrize("name", list(fields()))
def test_the_audit_keeps_no_words_of_a_letter(name: str) -> None:
    field = fields()[name]
    value = {"facts.contact": "Awa Issa", "organisation": "CNAR", "facts.duration": "two years"}

    if field.way is Way.TYPED and name in value:
        assert field.kept(value[name]) == "said"
    else:
        now = value_of(a_content(), name)
        assert field.kept(now) in (None, False, "said", list(now) if now else [])


def test_few_sentences_are_offered_and_none_that_is_quoted_already(database: Database) -> None:
    lines = [
        f"We lack {number} trained people and nobody can fill this gap." for number in "123456789"
    ]
    with database.begin() as session:
        accepted = inbox.accept(session, [an_arrival()], now=NOW, year=2026)[0]
        read = a_read_message(segments=[a_segment("\n\n".join(lines))])
        [draft] = drafts.save_reading(session, accepted.id, 1, read, [a_content()], now=NOW)

        found = candidates(session, draft, criterion_of(draft.content, "15ii"))

    assert len(found) == MOST
    assert {one.quote for one in found} <= set(lines)


def test_a_button_names_a_state_and_not_its_code() -> None:
    assert shown(a_content(states=("TD", "NE")), fields()["states"]) == "Chad, Niger"
