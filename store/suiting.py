"""Registered requests that an offer may answer: by areas, and by the States that it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store import finding
from store.finding import Term, Wanted
from store.model import DraftStatus

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from store.model import Content, Draft

_OFFER: Final = "offer"
_REQUEST: Final = Term(codes=("kind.request",))


def wanted_by(offer: Content) -> Wanted | None:
    """What fits an offer: one of its areas, and one of the States that it is for if it names any.

    None where it names no area: then everything would fit.
    """
    areas = tuple(f"area.{one.id}" for one in offer.themes)
    if offer.kind != _OFFER or not areas:
        return None
    states = tuple(f"state.{one}" for one in for_whom(offer))
    terms = (_REQUEST, Term(codes=areas), *((Term(codes=states),) if states else ()))
    return Wanted(terms=terms, statuses=(DraftStatus.CONFIRMED,))


def for_whom(offer: Content) -> tuple[str, ...]:
    """The States that an offer is for; who offers is none of them."""
    return tuple(one for one in offer.beneficiaries if one not in offer.states)


def requests(session: Session, offer: Draft, *, limit: int) -> list[Draft]:
    """Registered requests that an offer may answer, those that came first at the beginning.

    By what they are found by, which a round keeps up to date: nothing is written here.
    """
    wanted = wanted_by(offer.content)
    if wanted is None:
        return []
    # one letter may ask and offer
    found = finding.find(session, wanted, limit=limit + 1).found
    drafts = [one.draft for one in found if one.draft and one.message_id != offer.message_id]
    return drafts[:limit]
