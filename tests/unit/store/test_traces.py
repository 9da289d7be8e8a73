"""What is left in a draft of a message that had completed it, once that message is erased."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from store import completions, drafts, erasure, inbox, revisions
from store.completing import completed
from store.content import Criterion, Facts, Source, Theme
from store.traces import without
from tests.factories import NOW, a_content, a_read_message, an_arrival, an_evidence

if TYPE_CHECKING:
    from store.session import Database

ANSWER = Source(message="m2", ref="ACSG-2026-0002", how="answer", received_at=NOW)
FIRST = a_content(
    organisation=None,
    criteria=(Criterion(id="15iii", status="not_evidenced", confidence=0.2),),
    facts=Facts(),
)
MORE = a_content(
    organisation="Ministry of the Interior",
    themes=(Theme(id="coi", confidence=0.9, evidence=(an_evidence(),)),),
    criteria=(
        Criterion(
            id="15iii",
            status="evidenced",
            confidence=0.9,
            evidence=(an_evidence("training"),),
            parts={"lasting": (an_evidence("training"),)},
        ),
    ),
    facts=Facts(contact="Ms A, +41 22 000 00 00"),
)


def test_what_an_answer_brought_goes_and_the_letters_own_words_stay() -> None:
    both, changes = completed(FIRST, MORE, ANSWER)
    assert changes.evidenced
    assert both.facts.contact

    left = without(both, "m2")

    assert left.sources == ()
    assert (left.organisation, left.facts) == (None, Facts())
    assert left.criteria[0].status == "not_evidenced"
    assert not any(left.criteria[0].parts.values())
    assert left.themes == FIRST.themes


def test_a_content_that_another_message_completed_is_left_as_it_is() -> None:
    both, _ = completed(FIRST, MORE, ANSWER)

    assert without(both, "m3") == both


def test_an_area_that_only_the_answer_showed_goes_with_it() -> None:
    both, _ = completed(replace(FIRST, themes=()), MORE, ANSWER)
    assert [one.id for one in both.themes] == ["coi"]

    assert without(both, "m2").themes == ()


def test_erasing_an_answer_takes_its_words_out_of_the_draft(
    database: Database,
) -> None:
    with database.begin() as session:
        letter, answer = inbox.accept(session, [an_arrival(1), an_arrival(2)], now=NOW, year=2026)
        drafts.save_reading(session, letter.id, 1, a_read_message(), (FIRST,), now=NOW)
        drafts.save_reading(session, answer.id, 1, a_read_message(), (), now=NOW)
        (draft,) = drafts.of_message(session, letter.id)
        source = replace(ANSWER, message=answer.id, ref=answer.ref)
        held = completions.hold(session, draft.id)
        assert completions.complete(session, held, MORE, source, now=NOW)

    with database.begin() as session:
        erasure.erase(session, answer.id, why="test", now=NOW)

    with database.reading() as session:
        now_says = revisions.content_at(session, draft.id, 2)
        assert now_says == without(now_says, answer.id)
        assert now_says.facts.contact is None
        assert drafts.get(session, draft.id).status == draft.status
