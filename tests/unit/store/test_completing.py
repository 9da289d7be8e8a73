"""What a draft says once another message is read into it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from store import codec
from store.completing import completed, of_own_letter
from store.content import Amount, Content, Criterion, Facts, Source, Theme
from tests.factories import NOW, a_content, an_evidence

ANSWER = Source(message="m2", ref="ACSG-2026-0050", how="answer", received_at=NOW)


def criterion(id_: str, status: str, **parts: str) -> Criterion:
    return Criterion(
        id=id_,
        status=status,
        confidence=0.5,
        evidence=(an_evidence(id_),) if status == "evidenced" else (),
        parts={name: (an_evidence(quote),) for name, quote in parts.items()},
    )


def test_what_was_missing_turns_over() -> None:
    before = a_content(criteria=(criterion("15ii", "not_evidenced"),))
    more = a_content(criteria=(criterion("15ii", "evidenced"),), themes=(), conditions=())

    content, changes = completed(before, more, ANSWER)

    assert content.criteria[0].status == "evidenced"
    assert content.criteria[0].evidence[0].message == "m2"
    assert changes.evidenced == ("15ii",)


def test_a_further_part_is_added_and_the_others_stay() -> None:
    before = a_content(criteria=(criterion("15ii", "evidenced", gap="four officers"),))
    more = a_content(criteria=(criterion("15ii", "evidenced", gap="x", objectives="forty"),))

    content, changes = completed(before, more, ANSWER)

    parts = content.criteria[0].parts
    assert (parts["gap"][0].quote, parts["objectives"][0].quote) == ("four officers", "forty")
    assert parts["objectives"][0].ref == "ACSG-2026-0050"
    assert changes.evidenced == ("15ii.objectives",)


def test_a_part_counts_though_the_whole_is_not_shown() -> None:
    before = a_content(criteria=(criterion("15ii", "not_evidenced"),))
    more = a_content(criteria=(criterion("15ii", "not_evidenced", objectives="forty"),))

    content, changes = completed(before, more, ANSWER)

    assert content.criteria[0].status == "not_evidenced"
    assert content.criteria[0].parts["objectives"][0].quote == "forty"
    assert changes.evidenced == ("15ii.objectives",)


def test_a_part_of_what_is_not_asked_for_changes_nothing() -> None:
    before = a_content(criteria=(criterion("15vi", "not_applicable"),))
    more = a_content(criteria=(criterion("15vi", "not_evidenced", other_support="EU"),))

    content, _ = completed(before, more, ANSWER)

    assert content.criteria == before.criteria


def test_nothing_that_is_evidenced_falls_back() -> None:
    before = a_content(criteria=(criterion("13a", "evidenced"),))
    more = a_content(criteria=(criterion("13a", "not_evidenced"),), themes=(), conditions=())

    content, changes = completed(before, more, ANSWER)

    assert content.criteria == before.criteria
    assert not changes


def test_empty_fields_are_filled_and_full_ones_only_named() -> None:
    before = a_content(organisation=None, consent=False, facts=Facts(start="2026-03-01"))
    facts = Facts(start="2027-01-01", end="2028-01-01")
    more = a_content(organisation="Ministry", consent=True, facts=facts, conditions=())

    content, changes = completed(before, more, ANSWER)

    assert (content.organisation, content.consent) == ("Ministry", False)
    assert (content.facts.start, content.facts.end) == ("2026-03-01", "2028-01-01")
    assert set(changes.filled) == {"organisation", "facts.end"}
    assert set(changes.differing) == {"consent", "facts.start"}


def test_the_same_amount_is_not_added_again() -> None:
    amount = Amount(text="120 000 euros", value=120000.0, currency="EUR")
    other = Amount(text="USD 5,000", value=5000.0, currency="USD")
    more = a_content(facts=Facts(amounts=(amount, other)))

    content, _ = completed(a_content(), more, ANSWER)

    assert [one.text for one in content.facts.amounts] == ["EUR 120,000", "USD 5,000"]


def test_what_officers_corrected_is_left_alone() -> None:
    before = a_content(themes=(), criteria=(criterion("15ii", "not_evidenced"),))
    more = a_content(criteria=(criterion("15ii", "evidenced"),), conditions=())

    content, changes = completed(
        before, more, ANSWER, decided={"themes", "criteria.15ii", "facts.amounts"}
    )

    assert (content.themes, content.criteria) == ((), before.criteria)
    assert not changes


def test_areas_that_only_an_answer_shows_are_not_those_of_the_letter() -> None:
    content, _ = completed(a_content(themes=()), a_content(), ANSWER)

    assert content.themes
    assert of_own_letter(content).themes == ()
    by_hand = replace(content, themes=(Theme(id="rsd", confidence=1.0),))
    assert of_own_letter(by_hand).themes == by_hand.themes


STATUSES = st.sampled_from(["evidenced", "not_evidenced", "not_applicable", "optional"])
CONTENTS = st.builds(
    lambda statuses, organisation, consent: a_content(
        criteria=tuple(criterion(f"c{at}", one) for at, one in enumerate(statuses)),
        organisation=organisation,
        consent=consent,
    ),
    st.lists(STATUSES, max_size=4),
    st.none() | st.text("abcdé", min_size=1, max_size=5),
    st.none() | st.booleans(),
)


@given(CONTENTS, CONTENTS)
def test_nothing_is_ever_lost_or_overwritten(before: Content, more: Content) -> None:
    content, _ = completed(before, more, ANSWER)

    there = {one.quote for *_, one in codec.evidence_of(before)}
    assert there <= {one.quote for *_, one in codec.evidence_of(content)}
    for old, new in zip(before.criteria, content.criteria, strict=False):
        assert new == old or old.status != "evidenced" or new.evidence == old.evidence


@given(CONTENTS, CONTENTS)
def test_reading_the_same_again_adds_nothing(before: Content, more: Content) -> None:
    once, _ = completed(before, more, ANSWER)

    again, changes = completed(once, more, ANSWER)

    assert not changes
    assert codec.load(codec.dump(again)) == again
