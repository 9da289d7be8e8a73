"""Reads whether others may be approached with a request, and whether it is confidential.

Only words about handing the letter on or approaching somebody count; what is not said is None.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlp.phrases import Hit
    from nlp.reading import Evidence
    from nlp.view import Clause, View


#: words around a word of handing on that belong to it
_REACH = 14
_SECRET_REACH = 6
#: words of a sentence that says one thing only
_SHORT = 14
#: words from a plain yes to the handing on that it allows: `no problem to circulate`
_NEXT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What is said about other States and stakeholders; `given` None where nothing is."""

    given: bool | None = None
    evidence: tuple[Evidence, ...] = ()
    confidential: tuple[Evidence, ...] = ()


def read(view: View, speakers: Sequence[str]) -> Consent:
    """Consent of a request. A refusal weighs more than an agreement."""
    said = [(clause, answer) for clause in view.clauses for answer in [_answer(clause, speakers)]]
    agreed = tuple(clause.evidence() for clause, answer in said if answer is True)
    refused = tuple(clause.evidence() for clause, answer in said if answer is False)
    secret = tuple(clause.evidence() for clause in view.clauses if _secret(clause))
    if agreed and not any(_refuses(clause) for clause in view.clauses):
        return Consent(given=True, evidence=agreed, confidential=secret)
    if refused:
        return Consent(given=False, evidence=refused, confidential=secret)
    if secret:
        return Consent(given=False, evidence=secret, confidential=secret)
    return Consent()


def _answer(clause: Clause, speakers: Sequence[str]) -> bool | None:
    if clause.has("consent.pending"):
        return None
    if _refuses(clause):
        return False
    bars = clause.cues.get("consent.bar", ())
    for yes in clause.cues.get("consent.yes", ()):
        # a limit that follows a plain yes (`as long as you do not ...`) leaves it a yes,
        # and so does a no that begins it (`no objection to`)
        if _is_told(clause) and all(yes.first <= bar.first for bar in bars):
            return True
    answers = {_near(clause, reach, speakers) for reach in clause.cues.get("consent.reach", ())}
    if False in answers:
        return False
    return True if True in answers else None


def _refuses(clause: Clause) -> bool:
    return clause.has("consent.no") or (clause.has("consent.nobody") and _is_told(clause))


def _is_told(clause: Clause) -> bool:
    """A whole saying counts where it is all that is said, or beside what is handed to whom."""
    return clause.last - clause.first <= _SHORT or clause.has(
        "consent.reach", "consent.letter", "consent.others", "consent.secret", "consent.please"
    )


def _near(clause: Clause, reach: Hit, speakers: Sequence[str]) -> bool | None:
    """Answer around one word of handing on; a chat message may be one sentence of many matters."""
    low, high = reach.first - _REACH, reach.last + _REACH

    def here(name: str) -> list[Hit]:
        return [hit for hit in clause.cues.get(f"consent.{name}", ()) if low <= hit.first <= high]

    letter = here("letter")
    plain = any(0 < reach.first - yes.last <= _NEXT for yes in here("free"))
    if plain and not here("bar") and clause.last - clause.first <= _SHORT:
        return True
    if not (letter or here("others") or _other_state(clause, low, high, speakers)):
        return None
    free = here("free")
    barred = [bar for bar in here("bar") if not any(_within(bar, yes) for yes in free)]
    if barred or (here("later") and (letter or here("please"))):
        return False
    return True if free else None


def _within(inner: Hit, outer: Hit) -> bool:
    """A no that begins inside a yes: `no objection`, `nothing is opposed to it`."""
    return outer.first <= inner.first <= outer.last


def _other_state(clause: Clause, low: int, high: int, speakers: Sequence[str]) -> bool:
    row = clause.leaf.row
    start, end = row[max(low, clause.first)].start, row[min(high, clause.last - 1)].end
    return any(
        start <= mention.start < end and mention.code not in speakers
        for mention in clause.leaf.states
    )


def _secret(clause: Clause) -> bool:
    """The letter itself is secret, not what is said in interviews or kept in files."""
    if clause.has("consent.disclaimer"):
        return False
    return any(
        abs(secret.first - keep.first) <= _SECRET_REACH
        for secret in clause.cues.get("consent.secret", ())
        for group in ("consent.letter", "consent.please", "consent.keep")
        for keep in clause.cues.get(group, ())
    )
