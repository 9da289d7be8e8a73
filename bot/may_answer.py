"""Which requests an offer may answer, as one line of its card: where an officer may look next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot import discretion
from bot.labels import label
from bot.locales import country
from bot.office_words import say
from store import suiting
from store.model import DraftStatus

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.scene import Office
    from store.model import Content, Draft

_MOST: Final = 3
#: of one request
_MOST_NAMED: Final = 2


def may_answer_line(session: Session, offer: Draft, office: Office) -> str:
    """The line; empty where no request fits.

    A request that may not be shown in the chat is there by its reference alone.

    Args:
        session: of the record.
        offer: a registered one.
        office: as the offer may be shown in it.

    """
    if offer.status is not DraftStatus.CONFIRMED:
        return ""
    found = suiting.requests(session, offer, limit=_MOST)
    named = []
    for one in found:
        full = discretion.for_draft(session, one, office).full
        named.append(f"{one.ref} ({_about(offer.content, one.content)})" if full else one.ref)
    requests = say("lists.semicolon").join(named)
    return f"🧩 {say('standing.may_answer', requests=requests)}" if named else ""


def _about(offer: Content, request: Content) -> str:
    """Whose request it is, and what of it is offered."""
    offered = {one.id for one in offer.themes}
    areas = [label("areas", one.id) for one in request.themes if one.id in offered]
    states = [country(one) for one in request.states]
    return say("lists.comma").join((*states[:_MOST_NAMED], *areas[:_MOST_NAMED]))
