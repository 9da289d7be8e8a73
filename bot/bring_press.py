"""Presses on the message about a letter that an officer brings in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot import bringing, gathering, replies
from bot.bring_words import CANCEL, DONE, FOR
from bot.office_words import say
from bot.scene import Reply
from store import brought, gatherings
from store.brought import How
from store.gatherings import GatheringState
from store.model import OfficerRole

if TYPE_CHECKING:
    from bot.scene import Scene
    from store.brought import Brought
    from store.gatherings import Gathering

_MOST_DIGITS: Final = 18


def pressed(scene: Scene) -> Reply:
    """How it reached them, for whom, that's all, or cancel; the message follows by itself."""
    if scene.officer.role is OfficerRole.READER:
        bringing.refuse(scene.session, scene.officer.id, scene.now)
        return Reply(toast=say("replies.readers_look"), is_alert=True)
    number, _, what = (scene.press.argument or "").partition(".")
    is_number = number.isdecimal() and len(number) <= _MOST_DIGITS
    found = gatherings.find(scene.session, int(number)) if is_number else None
    letter = None if found is None else brought.of_gathering(scene.session, found.id)
    if found is None or letter is None or what not in {FOR, DONE, CANCEL, *How}:
        return Reply(toast=say("replies.not_understood"), is_alert=True)
    if letter.officer_id != scene.officer.id:
        return Reply(toast=replies.whose_letter(letter.officer_name), is_alert=True)
    toast = _done(scene, found, letter, what) if _is_free(found) else say("replies.brought_before")
    gathering.renew(scene.session, found, scene.now)
    return Reply(toast=toast)


def _is_free(found: Gathering) -> bool:
    return found.is_open and found.state is not GatheringState.CLOSING


def _done(scene: Scene, found: Gathering, letter: Brought, what: str) -> str:
    session, has_pieces = scene.session, bool(gatherings.pieces(scene.session, found.id))
    if what == CANCEL:
        gathering.discard(session, found, scene.now)
        return say("replies.thrown_away")
    if what == FOR:
        brought.say(session, found.id, asks_for=not letter.asks_for)
        return ""
    if what != DONE:
        brought.say(session, found.id, how=How(what))
    elif letter.how is None or not has_pieces:
        return say("replies.nothing_brought")
    if has_pieces:
        gatherings.move(session, found.id, GatheringState.CLOSING, closes_at=scene.now)
    return ""
