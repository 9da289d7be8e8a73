"""Presses behind "More": what else can be done, hold, take up again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import languages
from bot.deciding import told
from bot.scene import Reply
from bot.step_keyboards import more_keyboard
from store import decisions

if TYPE_CHECKING:
    from bot.scene import DraftScene


def more(scene: DraftScene) -> Reply:
    """What else can be done with a draft."""
    read = languages.read_by(scene.session, scene.officer.id)
    is_foreign = languages.is_foreign(scene.draft, read)
    return Reply(keyboard=more_keyboard(scene.draft, is_foreign=is_foreign))


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
