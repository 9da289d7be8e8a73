"""Presses on what a card offers as belonging together: merge with it, or not the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import looking, replies
from bot.board import card_text
from bot.deciding import told
from bot.neighbours import neighbours_of
from bot.office_words import say
from bot.scene import Reply
from store import likenesses, merging
from store.errors import NotMergeableError

if TYPE_CHECKING:
    from bot.neighbours import Neighbour
    from bot.scene import DraftScene


def merge(scene: DraftScene) -> Reply:
    """Merge the draft into the one that the button names, if the card offers it still."""
    other = _offered(scene)
    if other is None:
        return told_late(scene)
    try:
        outcome = merging.merge(
            scene.session,
            scene.draft.id,
            scene.press.revision,
            scene.officer,
            into=other.draft_id,
            now=scene.now,
        )
    except NotMergeableError:
        return Reply(toast=replies.not_mergeable(other.ref), is_alert=True)
    return told(scene, outcome)


def apart(scene: DraftScene) -> Reply:
    """Keep that they are not the same; the card no longer asks."""
    other = _offered(scene)
    if other is None or not likenesses.tell_apart(
        scene.session, scene.draft.id, other.draft_id, scene.officer, now=scene.now
    ):
        return told_late(scene)
    text = card_text(scene.session, scene.draft, scene.office, now=scene.now)
    return Reply(toast=replies.told_apart(other.ref), text=text)


def told_late(scene: DraftScene) -> Reply:
    """Somebody has said something before: the card as it stands."""
    late = looking.outdated(scene)
    if late is not None:
        return late
    text = card_text(scene.session, scene.draft, scene.office, now=scene.now)
    return Reply(toast=say("replies.no_longer_asked"), is_alert=True, text=text)


def _offered(scene: DraftScene) -> Neighbour | None:
    found = neighbours_of(scene.session, scene.draft)
    return next((one for one in found if str(one.draft_id) == scene.press.argument), None)
