"""Scores of the reader on labelled texts: the measures, each also by language and by channel."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from nlp.cases import Case, f1, is_one_of_two, mean, share, wanted
from nlp.fact_scores import fact_measures
from nlp.reading import CriterionStatus, Kind
from nlp.records import circumstances_of, passages_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from nlp.analyse import Reader
    from nlp.reading import Evidence, Passage, Reading
    from nlp.records import Record

_WORD: Final = re.compile(r"\w+")
_BEST: Final = 3
#: measures whose rows by language are printed apart
TOLD_BY_LANGUAGE: Final = ("kind_macro_f1", "draft_recall", "theme_micro_f1", "theme_top3_hit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Measure -> value between 0 and 1 (counts apart); None where no text speaks to it."""

    texts: int
    overall: dict[str, float | None]
    by_language: dict[str, dict[str, float | None]] = field(default_factory=dict)
    by_channel: dict[str, dict[str, float | None]] = field(default_factory=dict)
    #: public pages, and what was composed in the manner of letters
    by_origin: dict[str, dict[str, float | None]] = field(default_factory=dict)
    #: kind -> precision, recall, F1
    kinds: dict[str, dict[str, float | None]] = field(default_factory=dict)
    #: measure -> number of texts that it speaks of
    counts: dict[str, int] = field(default_factory=dict)
    #: language, channel or origin -> number of its texts
    sizes: dict[str, int] = field(default_factory=dict)
    #: measure -> the language that does worst in it
    worst_language: dict[str, str] = field(default_factory=dict)


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
    by_language = _grouped(cases, lambda case: case.record.language)
    return Scores(
        texts=len(cases),
        overall=_measures(cases),
        by_language=by_language,
        by_channel=_grouped(cases, lambda case: case.record.channel),
        by_origin=_grouped(cases, _origin),
        counts=_behind(cases),
        sizes=_sizes(cases),
        worst_language=_worst(by_language),
        kinds={str(kind): _of_kind(cases, kind) for kind in Kind},
    )


def _grouped(
    cases: Sequence[Case], key: Callable[[Case], str]
) -> dict[str, dict[str, float | None]]:
    groups = sorted({key(case) for case in cases})
    return {group: _measures([c for c in cases if key(c) == group]) for group in groups}


def _origin(case: Case) -> str:
    return "public" if case.record.public else "composed"


def _sizes(cases: Sequence[Case]) -> dict[str, int]:
    records = [case.record for case in cases]
    return dict(
        Counter(record.language for record in records)
        + Counter(record.channel for record in records)
        + Counter(map(_origin, cases))
    )


def _worst(by_language: dict[str, dict[str, float | None]]) -> dict[str, str]:
    """The language that does worst, of each measure that is told by language."""
    found = {}
    for name in TOLD_BY_LANGUAGE:
        values = {
            language: value
            for language, row in by_language.items()
            if (value := row[name]) is not None
        }
        if values:
            found[name] = min(values, key=values.__getitem__)
    return found


def _behind(cases: Sequence[Case]) -> dict[str, int]:
    """How many texts each measure speaks of, for all that do not speak of every text."""
    drafts = [case for case in cases if wanted(case)]
    facts = [case for case in cases if is_one_of_two(case)]
    requests = sum(Kind.REQUEST in case.record.kinds for case in facts)
    asked = sum(Kind.REQUEST in case.record.kinds for case in cases)
    counted = {
        "draft_recall": len(drafts),
        "false_draft_rate": len(cases) - len(drafts),
        "theme_micro_f1": len(drafts),
        "theme_top3_hit": sum(bool(case.record.themes) for case in drafts),
        "criteria_f1": asked,
        "evidence_hit": asked,
        "letters_taken_for_cases": len(drafts),
    }
    fields = {"consent": requests, "channelling": len(facts) - requests}
    for name in fact_measures(()):
        counted[name] = fields.get(name.split("_")[0], len(facts))
    return {name: counted.get(name, len(cases)) for name in _measures(())}


def _measures(cases: Sequence[Case]) -> dict[str, float | None]:
    """All measures, in the order in which they are printed."""
    return {
        "language_acc": share(c.reading.language == c.record.language for c in cases),
        "kind_macro_f1": __kind_macro_f1(cases),
        "draft_recall": _draft_recall(cases),
        "false_draft_rate": _false_draft_rate(cases),
        **_theme_measures(cases),
        **_criteria_measures(cases),
        **fact_measures(cases),
        "letters_taken_for_cases": float(sum(map(_swallowed, cases))),
        "quotes_not_verbatim": float(sum(_not_verbatim(case) for case in cases)),
    }


def _kinds(case: Case) -> set[Kind]:
    return {finding.kind for finding in case.reading.kinds}


def _of_kind(cases: Sequence[Case], kind: Kind) -> dict[str, float | None]:
    right = sum(kind in _kinds(c) and kind in c.record.kinds for c in cases)
    said = sum(kind in _kinds(c) for c in cases)
    true = sum(kind in c.record.kinds for c in cases)
    return {
        "precision": right / said if said else None,
        "recall": right / true if true else None,
        "f1": f1(right, said, true) if true else None,
        "texts": float(true),
    }


def __kind_macro_f1(cases: Sequence[Case]) -> float | None:
    return mean(_of_kind(cases, kind)["f1"] for kind in Kind)


def _draft_recall(cases: Sequence[Case]) -> float | None:
    return share(
        any(proposal.kind is kind for proposal in case.reading.proposals)
        for case in cases
        for kind in wanted(case)
    )


def _false_draft_rate(cases: Sequence[Case]) -> float | None:
    return share(bool(case.reading.proposals) for case in cases if not wanted(case))


def _swallowed(case: Case) -> bool:
    """A text that should give a draft was set aside as an individual's own case."""
    return bool(wanted(case)) and Kind.INDIVIDUAL_CASE in _kinds(case)


def _theme_measures(cases: Sequence[Case]) -> dict[str, float | None]:
    right = said = true = 0
    hits = []
    for case in cases:
        if not wanted(case):
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
    return {"theme_micro_f1": f1(right, said, true), "theme_top3_hit": share(hits)}


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
    return {"criteria_f1": f1(right, said, true), "evidence_hit": share(hits)}


def _same_place(shown: Sequence[Evidence], labelled: str) -> bool:
    """Whether the strongest quote shares at least half of the shorter side's words."""
    mine, theirs = _words(shown[0].quote) if shown else Counter(), _words(labelled)
    shorter = min(mine.total(), theirs.total())
    return bool(shorter) and (mine & theirs).total() * 2 >= shorter


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.casefold()))


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
