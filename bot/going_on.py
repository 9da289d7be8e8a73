"""The press that leads from one draft to the next, so that an officer goes through all in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import step_replies
from bot.board import card_text
from bot.deciding import is_the_card
from bot.office_words import say
from bot.scene import Reply
from store import drafts, open_list, shown

if TYPE_CHECKING:
    from bot.scene import DraftScene


def go_on(scene: DraftScene) -> Reply:
    """The next open draft: below the card that stays, else in place of the pressed message."""
    session, pressed = scene.session, scene.pressed
    found = open_list.following(session, scene.draft, scene.officer.id)
    if found is None:
        return Reply(toast=say("step_replies.no_other"), is_alert=True)
    draft = drafts.get(session, found.draft_id)
    open_list.see(session, draft.id, now=scene.now)
    text = card_text(session, draft, scene.office, now=scene.now)
    toast = step_replies.place(found.place, found.total)
    if is_the_card(scene):
        return Reply(toast=toast, messages=(text,), about=draft.message_id)
    shown.turned(session, draft.message_id, pressed.chat_id, pressed.message_id)
    return Reply(toast=toast, text=text)
