"""The message that tells of many new drafts at once, and the press that opens the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.board import card_text
from bot.callbacks import Press, Verb
from bot.keyboards import Button, markup
from bot.labels import label
from bot.moments import age
from bot.office_words import has, say
from bot.render import render
from bot.scene import Reply, Text
from store import batches, drafts, open_list

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from bot.scene import Scene


def batch_text(session: Session, *, now: datetime) -> Text:
    """How many wait, of which kinds, since when; nothing of letters."""
    found = batches.listed(session)
    kinds = batches.kinds(session)
    said = render(
        "office/batch.html.j2",
        total=len(found),
        kinds=[_counted(kind, number) for kind, number in kinds],
        oldest=age(min(one.received_at for one in found), now) if found else "",
    )
    first = Button(say("batch.first"), Press(verb=Verb.FIRST))
    return Text(markup=said, keyboard=markup([[first]] if found else []))


def first(scene: Scene) -> Reply:
    """The card of the oldest that nobody has looked at, below; it leads on to the others."""
    found = batches.listed(scene.session)
    if not found:
        text = batch_text(scene.session, now=scene.now)
        return Reply(toast=say("step_replies.batch_seen"), is_alert=True, text=text)
    draft = drafts.get(scene.session, found[0].draft_id)
    open_list.see(scene.session, draft.id, now=scene.now)
    text = card_text(scene.session, draft, scene.office, now=scene.now)
    return Reply(messages=(text,), about=draft.message_id)


def _counted(kind: str, number: int) -> str:
    if not has("new_kinds", kind):
        return f"{number} {label('kinds', kind).lower()}"
    return say(f"new_kinds.{kind}", count=number)
