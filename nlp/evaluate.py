"""Scores of the reader on labelled texts: the measures, each also by language and by channel."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from nlp.reading import DRAFT_KINDS, CriterionStatus, Kind
from nlp.records import circumstances_of, passages_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from nlp.analyse import Reader
    from nlp.reading import Evidence, Passage, Proposal, Reading
    from nlp.records import Record

_WORD: Final = re.compile(r"\w+")
_BEST: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Measure -> value between 0 and 1 (counts apart); None where no text speaks to it."""

    texts: int
    overall: dict[str, float | None]
    by_language: dict[str, dict[str, float | None]] = field(default_factory=dict)
    by_channel: dict[str, dict[str, float | None]] = field(default_factory=dict)
    #: kind -> precision, recall, F1
    kinds: dict[str, dict[str, float | None]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One labelled text, what was read of it, and the passages that it was read from."""

    record: Record
    reading: Reading
    passages: Sequence[Passage]


def evaluate(
    records: Iterable[Record],
    reader: Reader,
    *,
    split: Callable[[Record], Sequence[Passage]] = passages_of,
) -> Scores:
    """Read every text and compare with its labels.

    Args:
        records: labelled texts.
        reader: what is measured.
        split: gives the passages of a text; by default the whole text is one.

    """
    cases = []
    for record in records:
        passages = tuple(split(record))
        reading = reader.analyse(passages, circumstances_of(record))
        cases.append(Case(record=record, reading=reading, passages=passages))
    return score(cases)


def score(cases: Sequence[Case]) -> Scores:
    """The measures of texts already read."""
    return Scores(
        texts=len(cases),
        overall=_measures(cases),
        by_language=_grouped(cases, lambda case: case.record.language),
        by_channel=_grouped(cases, lambda case: case.record.channel),
        kinds={str(kind): _of_kind(cases, kind) for kind in Kind},
    )


def _grouped(
    cases: Sequence[Case], key: Callable[[Case], str]
) -> dict[str, dict[str, float | None]]:
    groups = sorted({key(case) for case in cases})
    return {group: _measures([c for c in cases if key(c) == group]) for group in groups}


def _measures(cases: Sequence[Case]) -> dict[str, float | None]:
    """All measures, in the order in which they are printed."""
    return {
        "language_acc": _share(c.reading.language == c.record.language for c in cases),
        "kind_macro_f1": _kind_macro_f1(cases),
        "draft_recall": _draft_recall(cases),
        "false_draft_rate": _false_draft_rate(cases),
        **_theme_measures(cases),
        **_criteria_measures(cases),
        **_fact_measures(cases),
        "letters_taken_for_cases": float(sum(map(_swallowed, cases))),
        "quotes_not_verbatim": float(sum(_not_verbatim(case) for case in cases)),
    }


def _share(answers: Iterable[bool]) -> float | None:
    given = list(answers)
    return sum(given) / len(given) if given else None


def _f1(right: int, said: int, true: int) -> float | None:
    return 2 * right / (said + true) if said + true else None


def _kinds(case: Case) -> set[Kind]:
    return {finding.kind for finding in case.reading.kinds}


def _of_kind(cases: Sequence[Case], kind: Kind) -> dict[str, float | None]:
    right = sum(kind in _kinds(c) and kind in c.record.kinds for c in cases)
    said = sum(kind in _kinds(c) for c in cases)
    true = sum(kind in c.record.kinds for c in cases)
    return {
        "precision": right / said if said else None,
        "recall": right / true if true else None,
        "f1": _f1(right, said, true) if true else None,
        "texts": float(true),
    }


def _kind_macro_f1(cases: Sequence[Case]) -> float | None:
    values = [_of_kind(cases, kind)["f1"] for kind in Kind]
    present = [value for value in values if value is not None]
    return sum(present) / len(present) if present else None


def _wanted(case: Case) -> set[Kind]:
    return set(case.record.kinds) & set(DRAFT_KINDS)


def _draft_recall(cases: Sequence[Case]) -> float | None:
    return _share(
        any(proposal.kind is kind for proposal in case.reading.proposals)
        for case in cases
        for kind in _wanted(case)
    )


def _false_draft_rate(cases: Sequence[Case]) -> float | None:
    return _share(bool(case.reading.proposals) for case in cases if not _wanted(case))


def _swallowed(case: Case) -> bool:
    """A text that should give a draft was set aside as an individual's own case."""
    return bool(_wanted(case)) and Kind.INDIVIDUAL_CASE in _kinds(case)


def _theme_measures(cases: Sequence[Case]) -> dict[str, float | None]:
    right = said = true = 0
    hits = []
    for case in cases:
        if not _wanted(case):
            continue
        confident: dict[str, float] = {}
        for proposal in case.reading.proposals:
            for theme in proposal.themes:
                confident[theme.id] = max(theme.confidence, confident.get(theme.id, 0.0))
        labels = set(case.record.themes)
        right, said = right + len(labels & set(confident)), said + len(confident)
        true += len(labels)
        best = sorted(confident, key=lambda area: -confident[area])[:_BEST]
        hits += [bool(labels & set(best))] if labels else []
    return {"theme_micro_f1": _f1(right, said, true), "theme_top3_hit": _share(hits)}


def _criteria_measures(cases: Sequence[Case]) -> dict[str, float | None]:
    right = said = true = 0
    hits = []
    for case in cases:
        if Kind.REQUEST not in case.record.kinds:
            continue
        shown = {
            finding.id: finding.evidence
            for proposal in case.reading.proposals
            if proposal.kind is Kind.REQUEST
            for finding in proposal.criteria
            if finding.status is CriterionStatus.EVIDENCED
        }
        found = set(shown) & set(case.record.criteria)
        right, said, true = right + len(found), said + len(shown), true + len(case.record.criteria)
        hits += [_same_place(shown[one], case.record.criteria[one]) for one in found]
    return {"criteria_f1": _f1(right, said, true), "evidence_hit": _share(hits)}


def _same_place(shown: Sequence[Evidence], labelled: str) -> bool:
    """Whether the strongest quote shares at least half of the shorter side's words."""
    mine, theirs = _words(shown[0].quote) if shown else Counter(), _words(labelled)
    shorter = min(mine.total(), theirs.total())
    return bool(shorter) and (mine & theirs).total() * 2 >= shorter


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.casefold()))


def _fact_measures(cases: Sequence[Case]) -> dict[str, float | None]:
    """On texts with exactly one of request and offer; no draft counts as nothing found."""
    pairs = [(case.record, _draft_of(case)) for case in cases if _one_of_two(case)]
    forms = [(set(r.forms), set(p.forms) if p else set()) for r, p in pairs]
    alarms = [(r.emergency, bool(p and p.emergency)) for r, p in pairs]
    offers = [(r, p) for r, p in pairs if Kind.OFFER in r.kinds]
    requests = [(r, p) for r, p in pairs if Kind.REQUEST in r.kinds]
    return {
        "states_exact": _share(set(r.states) == set(p.states if p else ()) for r, p in pairs),
        "beneficiaries_exact": _share(
            set(r.beneficiaries) == set(p.beneficiaries if p else ()) for r, p in pairs
        ),
        "forms_f1": _f1(
            sum(len(a & b) for a, b in forms),
            sum(len(b) for _, b in forms),
            sum(len(a) for a, _ in forms),
        ),
        "emergency_f1": _f1(
            sum(a and b for a, b in alarms),
            sum(b for _, b in alarms),
            sum(a for a, _ in alarms),
        ),
        "consent_acc": _share(r.consent is (p.consent if p else None) for r, p in requests),
        "channelling_acc": _share(
            r.channelling == (p.channelling if p else None) for r, p in offers
        ),
    }


def _one_of_two(case: Case) -> bool:
    return len({Kind.REQUEST, Kind.OFFER} & set(case.record.kinds)) == 1


def _draft_of(case: Case) -> Proposal | None:
    """The draft of the labelled kind, else any draft."""
    wanted = {Kind.REQUEST, Kind.OFFER} & set(case.record.kinds)
    drafts = case.reading.proposals
    return next((p for p in drafts if p.kind in wanted), drafts[0] if drafts else None)


def _not_verbatim(case: Case) -> int:
    texts = [passage.text for passage in case.passages]
    return sum(texts[e.passage][e.start : e.end] != e.quote for e in all_evidence(case.reading))


def all_evidence(reading: Reading) -> list[Evidence]:
    """Every piece of evidence in a reading."""
    found = [e for finding in reading.kinds for e in finding.evidence]
    for proposal in reading.proposals:
        for theme in proposal.themes:
            found += theme.evidence
        for criterion in proposal.criteria:
            found += criterion.evidence
            found += [e for quotes in criterion.parts.values() for e in quotes]
        found += proposal.conditions
        found += [amount.evidence for amount in proposal.facts.amounts]
        for shown in (proposal.evidence, proposal.facts.evidence):
            found += [e for quotes in shown.values() for e in quotes]
    return found
