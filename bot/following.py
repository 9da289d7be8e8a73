"""The next open draft in a few words, for a button."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot import discretion
from bot.foreign import clip
from bot.labels import label
from bot.locales import country
from bot.office_words import say
from store import drafts, open_list

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.scene import Office
    from store.model import Draft

_LONGEST: Final = 60


def following_words(session: Session, draft: Draft, office: Office, officer_id: int) -> str:
    """Such as `Next: ACSG-2026-0043-1 · Request · Chad — 8 of 30`; empty where none waits."""
    found = open_list.following(session, draft, officer_id)
    if found is None:
        return ""
    other = drafts.get(session, found.draft_id)
    shown_in = discretion.for_draft(session, other, office)
    states = other.content.states if shown_in.full else ()
    parts = [other.ref, label("kinds", other.content.kind), *map(country, states[:1])]
    what = clip(say("step_replies.next", what=" · ".join(parts)), _LONGEST)
    return say("step_replies.next_place", next=what, number=found.place, total=found.total)
