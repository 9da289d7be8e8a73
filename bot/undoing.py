"""The press that takes the last decision back, while nothing of it has left the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import acquaintance, replies, step_replies
from bot.board import card_text
from bot.deciding import is_the_card
from bot.scene import Reply
from store import undoing
from store.undoing import NotUndone

if TYPE_CHECKING:
    from bot.scene import DraftScene


def undo(scene: DraftScene) -> Reply:
    """Put the draft back where it stood; the register's reference is not given to another."""
    ended = undoing.undo(
        scene.session, scene.draft.id, scene.press.revision, scene.officer, now=scene.now
    )
    if isinstance(ended, NotUndone):
        words = step_replies.not_undone(ended.why, ended.by, ended.draft.reason or "")
    else:
        acquaintance.forget(scene.session, ended.draft, at=ended.decided_at, now=scene.now)
        before = scene.draft
        words = step_replies.undone(before.ref, ended.action, before.register_ref)
    is_alert = isinstance(ended, NotUndone)
    if not is_alert and is_the_card(scene):
        return Reply(toast=replies.toast(words))  # the outbox edits it
    text = card_text(scene.session, ended.draft, scene.office, now=scene.now)
    return Reply(toast=replies.toast(words), is_alert=is_alert, text=text)
