"""Presses behind "More": what else can be done, hold, take up again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import unread, vouching
from bot.deciding import told
from bot.scene import Reply
from bot.step_keyboards import more_keyboard
from store import decisions

if TYPE_CHECKING:
    from bot.scene import DraftScene


def more(scene: DraftScene) -> Reply:
    """What else can be done with a draft."""
    keyboard = more_keyboard(
        scene.draft, is_foreign=bool(unread.foreign(scene)), vouches=vouching.may(scene)
    )
    return Reply(keyboard=keyboard)


def hold(scene: DraftScene) -> Reply:
    """Put it aside for a reason of the office."""
    press = scene.press
    outcome = decisions.hold(
        scene.session, press.draft, press.revision, scene.officer, now=scene.now
    )
    return told(scene, outcome)


def resume(scene: DraftScene) -> Reply:
    """Take it up again."""
    press = scene.press
    outcome = decisions.resume(
        scene.session, press.draft, press.revision, scene.officer, now=scene.now
    )
    return told(scene, outcome)
