"""Guided requests: every answer is evidence of what was asked for, at its place, and no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from ingest import chat, guided
from ingest.clues import clues_of
from ingest.guided import Section, directly
from ingest.guided_steps import BY_CODE, STEPS, Step
from ingest.inbound import TextOrigin
from ingest.segments import assemble
from nlp.criteria import criteria
from nlp.reading import (
    Band,
    CriterionFinding,
    CriterionStatus,
    Evidence,
    Kind,
    KindFinding,
    Proposal,
    Reading,
)

if TYPE_CHECKING:
    from ingest.segment import Segment

PLAN = "Objective 3 of the National Asylum Action Plan: fairer decisions."


def sections(**answers: str) -> tuple[Section, ...]:
    return tuple(
        Section(step=code, heading=code.title(), text=text) for code, text in answers.items()
    )


def packed(*given: Section) -> bytes:
    return chat.pack(
        update_id=7,
        chat_id=42,
        user_id=42,
        user_name="Awa",
        language_code="en",
        text="\n\n".join(f"{one.heading}\n{one.text}" for one in given) or "We ask.",
        files=[],
        sent_at=datetime(2026, 3, 3, 8, 0, tzinfo=UTC),
        sections=given,
    )


def segments_of(*given: Section) -> tuple[Segment, ...]:
    return assemble(chat.parse(packed(*given), lambda _: b""), [])


def reading(kind: Kind = Kind.REQUEST, **found: tuple[Evidence, ...]) -> Reading:
    """What the reader makes of it: nothing but the evidence that is given, by criterion."""
    proposal = Proposal(
        kind=Kind.REQUEST,
        confidence=0.4,
        band=Band.UNSURE,
        criteria=tuple(
            CriterionFinding(
                id=one.id,
                status=CriterionStatus.NOT_EVIDENCED,
                confidence=0.0,
                evidence=found.get(f"c{one.id}", ()),
            )
            for one in criteria().all
        ),
    )
    return Reading(
        language="en",
        languages=("en",),
        passage_languages=("en",),
        kinds=(KindFinding(kind=kind, confidence=0.5, band=Band.UNSURE),),
        proposals=(proposal,),
        unread=(),
        model_version="m",
        taxonomy_version="t",
        criteria_version="c",
    )


def found(id_: str, *given: Section, base: Reading | None = None) -> CriterionFinding:
    (proposal,) = directly(segments_of(*given), base or reading()).proposals
    return next(one for one in proposal.criteria if one.id == id_)


def quotes(finding: CriterionFinding) -> list[str]:
    return [one.quote for one in finding.evidence]


@pytest.mark.parametrize("step", [one for one in STEPS if one.criterion], ids=lambda one: one.code)
def test_a_question_asks_for_a_criterion_and_parts_of_the_book(step: Step) -> None:
    criterion = next(one for one in criteria().all if one.id == step.criterion)

    assert set(step.parts) <= set(criterion.parts)


def test_all_that_is_asked_of_a_request_is_asked_by_some_question() -> None:
    asked = {(step.criterion, part) for step in STEPS for part in step.parts or ("",)}
    wanted = {
        (one.id, part)
        for one in criteria().all
        if one.absent is not CriterionStatus.OPTIONAL
        for part in one.parts or ("",)
    }

    assert wanted <= asked


def test_an_answer_is_evidence_of_its_criterion_and_parts_at_its_place() -> None:
    finding = found("15i", *sections(who="Kenya", plan=PLAN))

    assert finding.status is CriterionStatus.EVIDENCED
    assert [(one.passage, one.start, one.end) for one in finding.evidence] == [(1, 0, len(PLAN))]
    assert set(finding.parts) == {"plan", "quality"}


def test_a_question_without_an_answer_is_evidence_of_nothing() -> None:
    assert found("15i", *sections(who="Kenya")).status is CriterionStatus.NOT_EVIDENCED


@pytest.mark.parametrize("no", ["No.", "Non", "Ninguno.", "لا يوجد", "Ainda não", "Пока нет."])
def test_no_is_evidence_of_nothing(no: str) -> None:
    assert found("13b", *sections(commitment=no)).status is CriterionStatus.NOT_EVIDENCED


def test_of_an_answer_only_what_is_so_is_evidence() -> None:
    answer = "We have 12 interviewers. The needs have not yet been assessed."

    assert quotes(found("13a", *sections(assessed=answer))) == ["We have 12 interviewers."]


def test_a_plan_that_is_not_yet_there_is_none() -> None:
    finding = found("15i", *sections(plan="There is no national plan; it is to be drafted."))

    assert finding.status is CriterionStatus.NOT_EVIDENCED


def test_a_lack_answers_the_question_what_is_missing() -> None:
    answer = "We do not yet have anybody who can train our staff."

    assert quotes(found("15ii", *sections(need=answer))) == [answer]


def test_nothing_else_counts_where_the_question_was_answered() -> None:
    elsewhere = Evidence(passage=1, start=0, end=5, quote="By Ju")
    base = reading(c15i=(elsewhere,))

    finding = found("15i", *sections(plan=PLAN, conditions="By June only."), base=base)

    assert quotes(finding) == [PLAN]


def test_what_the_reader_finds_elsewhere_counts_where_nobody_answered() -> None:
    elsewhere = Evidence(passage=0, start=0, end=5, quote="Kenya")

    finding = found("15i", *sections(who="Kenya"), base=reading(c15i=(elsewhere,)))

    assert finding.evidence == (elsewhere,)


def test_choices_are_what_they_say() -> None:
    given = (
        Section(step="form", heading="", text="Both", chosen=("technical", "financial")),
        Section(step="urgency", heading="", text="Yes, this is urgent", chosen=("urgent",)),
        Section(step="consent", heading="", text="No, tell nobody", chosen=("no",)),
    )

    (proposal,) = directly(segments_of(*given), reading()).proposals

    assert (proposal.forms, proposal.urgent, proposal.consent) == (
        ("technical", "financial"), True, False,
    )  # fmt: skip
    assert [one.quote for one in proposal.evidence["consent"]] == ["No, tell nobody"]


def test_a_guided_request_is_surely_one_and_its_contact_is_who_asks() -> None:
    read = directly(segments_of(*sections(who="Kenya, Ms A, a@b.example")), reading(Kind.OTHER))

    assert [(one.kind, one.band) for one in read.kinds] == [(Kind.REQUEST, Band.SURE)]
    assert read.proposals[0].facts.contact == "Kenya, Ms A, a@b.example"


def test_a_plea_stays_a_plea_whatever_it_answers() -> None:
    read = directly(segments_of(*sections(need="Help me")), reading(Kind.INDIVIDUAL_CASE))

    assert (read.kinds[0].kind, read.proposals) == (Kind.INDIVIDUAL_CASE, ())


def test_a_plain_submission_is_not_guided() -> None:
    segments = segments_of()
    base = reading()

    assert not guided.is_guided(segments)
    assert directly(segments, base) == base


def test_a_plain_submission_is_stored_as_before() -> None:
    assert b"sections" not in packed()


def test_a_section_of_an_unknown_question_is_read_as_words() -> None:
    assert not guided.is_guided(segments_of(*sections(elsewhere="We ask.")))


def test_an_original_has_all_answers_under_their_headings() -> None:
    assert chat.text_of(packed(*sections(who="Kenya", plan="Ours"))) == "Who\nKenya\n\nPlan\nOurs"


def attached(text: str) -> Segment:
    (base,) = segments_of()
    return replace(base, id=1, origin=TextOrigin.ATTACHMENT, document_sha256="ab", text=text)


def test_a_reference_at_the_head_of_a_file_counts_where_nobody_wrote_one() -> None:
    message = chat.parse(packed(), lambda _: b"")
    segments = (*segments_of(), attached("Reference: ACSG-2026-0042"))

    clues = clues_of(message, segments, key=None, chat=42)

    assert clues.refs == ("ACSG-2026-0042",)


def test_a_reference_deep_in_a_file_is_somebody_elses_business() -> None:
    message = chat.parse(packed(), lambda _: b"")

    clues = clues_of(message, (attached("x" * 2000 + " ACSG-2026-0042"),), key=None)

    assert clues.refs == ()


def test_every_code_is_short_enough_for_a_button() -> None:
    longest = max(len(f"v:guide:pick:{one}.technical") for one in BY_CODE)

    assert longest <= 64
