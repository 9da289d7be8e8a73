"""Presses by which an officer follows the wish to withdraw a letter that is registered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot import replies
from bot.deciding import told
from bot.judging_keyboards import may_withdraw, withdraw_keyboard
from bot.office_words import say
from bot.scene import Reply
from store import decisions, wishes

if TYPE_CHECKING:
    from bot.scene import DraftScene

#: of the record, for officers
REASON: Final = "as its sender wished"


def ask(scene: DraftScene) -> Reply:
    """Ask once more; nothing is changed before."""
    if not _is_wished(scene):
        return Reply(toast=say("replies.not_to_withdraw"), is_alert=True)
    words = replies.withdraw_sure(scene.draft.register_ref or scene.draft.ref)
    return Reply(toast=words, keyboard=withdraw_keyboard(scene.draft))


def withdraw(scene: DraftScene) -> Reply:
    """Take it out of the register; it keeps its reference."""
    if wishes.of_message(scene.session, scene.draft.message_id) is None:
        return Reply(toast=say("replies.not_to_withdraw"), is_alert=True)
    outcome = decisions.withdraw_registered(
        scene.session,
        scene.press.draft,
        scene.press.revision,
        scene.officer,
        reason=REASON,
        now=scene.now,
    )
    return told(scene, outcome)


def _is_wished(scene: DraftScene) -> bool:
    wish = wishes.of_message(scene.session, scene.draft.message_id)
    return may_withdraw(scene.draft, is_wished=wish is not None)
