"""Reads how an offer is to be channelled: through UNHCR, bilaterally, or not said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp.pieces import pieces

if TYPE_CHECKING:
    from nlp.phrases import Hit
    from nlp.reading import Evidence
    from nlp.view import Clause, View

#: words before a direct way in which a no turns it round
_TURN = 4
#: words between a go-between and what it is asked to do
_REACH = 6


def read(view: View) -> tuple[str | None, tuple[Evidence, ...]]:
    """`unhcr` or `bilateral` with the sentences that say so; None where both or neither stand."""
    rows = [piece for clause in view.clauses for piece in pieces(clause)]
    through = [clause for clause in rows if _through(clause)]
    direct = [clause for clause in rows if clause not in through and _direct(clause)]
    if through and (not direct or len(through) > len(direct)):
        return "unhcr", tuple(clause.evidence() for clause in through)
    if direct and not through:
        return "bilateral", tuple(clause.evidence() for clause in direct)
    return None, ()


def _through(clause: Clause) -> bool:
    straight = clause.cues.get("channelling.bilateral", ())
    turned = any(_is_turned(clause, hit) for hit in straight)
    both = any(not _is_turned(clause, hit) for hit in straight)
    if both:
        return False
    return (
        clause.has("channelling.unhcr")
        or (turned and _names_office(clause))
        or _brokered(clause)
        or _paid(clause)
    )


def _paid(clause: Clause) -> bool:
    """The money goes to UNHCR."""
    return any(
        abs(way.first - purse.first) <= _REACH
        for way in clause.cues.get("channelling.pays", ())
        for purse in clause.cues.get("channelling.purse", ())
    )


def _brokered(clause: Clause) -> bool:
    """The secretariat or UNHCR is asked to choose, connect or arrange."""
    return any(
        abs(broker.first - office.first) <= _REACH
        for broker in clause.cues.get("channelling.broker", ())
        for office in clause.cues.get("channelling.go_between", ())
    )


def _direct(clause: Clause) -> bool:
    if clause.has("channelling.unhcr"):
        return False
    straight = clause.cues.get("channelling.bilateral", ())
    return any(not (_is_turned(clause, hit) or _is_one_of_two(clause, hit)) for hit in straight)


def _is_one_of_two(clause: Clause, hit: Hit) -> bool:
    """`through you or directly`: both will do."""
    return clause.has("channelling.go_between", "bodies.relay") and any(
        hit.first - _TURN <= one.last < hit.first
        for one in clause.cues.get("channelling.either", ())
    )


def _is_turned(clause: Clause, hit: Hit) -> bool:
    return any(
        hit.first - _TURN <= no.last < hit.first for no in clause.cues.get("channelling.rather", ())
    ) or any(no.first <= hit.first <= no.last for no in clause.cues.get("channelling.no_deal", ()))


def _names_office(clause: Clause) -> bool:
    """A direct way refused says something of channelling only beside UNHCR or the secretariat."""
    return clause.has("channelling.unhcr", "bodies.relay")
