"""Scores of what is stated in so many words, on texts with exactly one of request and offer.

Where nearly all texts say the same, accuracy alone flatters: beside it stand the accuracy of always
giving the commonest answer, and the mean F1 over the values, which a rare one weighs as much as a
common one.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from nlp.cases import f1, is_one_of_two, mean, share
from nlp.reading import Kind

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from nlp.cases import Case
    from nlp.reading import Proposal
    from nlp.records import Record

    #: what is labelled, what was said
    Answers = Sequence[tuple[Hashable, Hashable]]
    Sets = Sequence[tuple[frozenset[str], frozenset[str]]]


def fact_measures(cases: Sequence[Case]) -> dict[str, float | None]:
    """All measures of facts; no draft counts as nothing found."""
    pairs = [(case.record, _draft_of(case)) for case in cases if is_one_of_two(case)]
    forms = [(frozenset(r.forms), frozenset(p.forms if p else ())) for r, p in pairs]
    alarms = [(r.emergency, bool(p and p.emergency)) for r, p in pairs]
    consents = [(r.consent, p.consent if p else None) for r, p in pairs if Kind.REQUEST in r.kinds]
    channels = [
        (r.channelling, p.channelling if p else None) for r, p in pairs if Kind.OFFER in r.kinds
    ]
    return {
        **_states(pairs),
        "forms_f1": _micro(forms),
        "forms_macro_f1": mean(_of_member(forms, form) for form in _members(forms)),
        "forms_acc": _accuracy(forms),
        "forms_commonest_acc": _commonest(forms),
        "forms_commonest_f1": _micro(_always_commonest(forms)),
        "emergency_f1": f1(
            sum(a and b for a, b in alarms),
            sum(b for _, b in alarms),
            sum(a for a, _ in alarms),
        ),
        **_named("consent", consents),
        **_named("channelling", channels),
    }


def _states(pairs: Sequence[tuple[Record, Proposal | None]]) -> dict[str, float | None]:
    return {
        "states_exact": share(set(r.states) == set(p.states if p else ()) for r, p in pairs),
        "beneficiaries_exact": share(
            set(r.beneficiaries) == set(p.beneficiaries if p else ()) for r, p in pairs
        ),
    }


def _named(name: str, answers: Answers) -> dict[str, float | None]:
    """Of a field with one value, of which saying nothing is one."""
    labelled = {true for true, _ in answers}
    return {
        f"{name}_acc": _accuracy(answers),
        f"{name}_macro_f1": mean(
            f1(
                sum(true == said == value for true, said in answers),
                sum(said == value for _, said in answers),
                sum(true == value for true, _ in answers),
            )
            for value in labelled
        ),
        f"{name}_commonest_acc": _commonest(answers),
    }


def _accuracy(answers: Answers) -> float | None:
    return share(true == said for true, said in answers)


def _commonest(answers: Answers) -> float | None:
    """What always giving the answer that most labels have would reach."""
    counted = Counter(true for true, _ in answers)
    return max(counted.values()) / len(answers) if answers else None


def _always_commonest(answers: Sets) -> Sets:
    """The answers of one who always says what most texts say."""
    counted = Counter(true for true, _ in answers)
    return [(true, counted.most_common(1)[0][0]) for true, _ in answers]


def _members(answers: Sets) -> set[str]:
    return {member for true, _ in answers for member in true}


def _of_member(answers: Sets, member: str) -> float | None:
    return f1(
        sum(member in true & said for true, said in answers),
        sum(member in said for _, said in answers),
        sum(member in true for true, _ in answers),
    )


def _micro(answers: Sets) -> float | None:
    return f1(
        sum(len(true & said) for true, said in answers),
        sum(len(said) for _, said in answers),
        sum(len(true) for true, _ in answers),
    )


def _draft_of(case: Case) -> Proposal | None:
    """The draft of the labelled kind, else any draft."""
    kinds = {Kind.REQUEST, Kind.OFFER} & set(case.record.kinds)
    drafts = case.reading.proposals
    return next((p for p in drafts if p.kind in kinds), drafts[0] if drafts else None)
