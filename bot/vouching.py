"""Presses by which whoever was asked to read a letter says whether its draft is right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot import looking, replies, step_replies
from bot.board import card_text
from bot.deciding import is_the_card
from bot.foreign import clean, clip
from bot.letter_languages import of_draft
from bot.office_words import say
from bot.prompts import prompt_for
from bot.render import render
from bot.scene import Reply, Text
from bot.step_keyboards import LINE, RIGHT, WRONG
from store import drafts, officer_languages, vouches
from store.model import OPEN_STATUSES

if TYPE_CHECKING:
    from bot.scene import DraftScene

#: a key of `presses.TYPED`
TYPED: Final = "vouch"
_LONGEST: Final = 500


def may(scene: DraftScene) -> bool:
    """Whether whoever presses was asked to read this letter, and reads it."""
    return (
        scene.draft.status in OPEN_STATUSES
        and vouches.was_asked(scene.session, scene.draft.id, scene.officer)
        and bool(_languages(scene))
    )


def vouch(scene: DraftScene) -> Reply:
    """Say that it is right, or ask what is not; where words may not be typed, that alone."""
    what, _, where = (scene.press.argument or "").partition(".")
    if what not in {RIGHT, WRONG}:
        return Reply(toast=say("replies.not_understood"), is_alert=True)
    changed = looking.outdated(scene)
    if changed is not None:
        return changed
    if not may(scene):
        return Reply(toast=say("step_replies.not_asked_to_read"), is_alert=True)
    if what == WRONG and scene.office.full:
        words = say("prompts.vouch", ref=scene.draft.ref)
        return Reply(prompt=prompt_for(scene.draft, TYPED, words))
    return _said(scene, is_right=what == RIGHT, is_line=where == LINE)


def say_in_words(scene: DraftScene, words: str) -> Reply:
    """What is not right, as it was typed; kept also where the draft was changed meanwhile."""
    reason = clip(clean(words), _LONGEST)
    if not reason:
        return Reply(toast=say("step_replies.say_what_is_not_right"), is_alert=True)
    if scene.draft.status not in OPEN_STATUSES:
        told = looking.outdated(scene)
        return Reply(toast="" if told is None else told.toast)
    if not may(scene):
        return Reply(toast=say("step_replies.not_asked_to_read"), is_alert=True)
    return _said(scene, is_right=False, words=reason)


def _said(
    scene: DraftScene, *, is_right: bool, words: str | None = None, is_line: bool = False
) -> Reply:
    vouches.say(
        scene.session,
        scene.draft,
        scene.officer,
        is_right=is_right,
        languages=_languages(scene),
        revision=scene.press.revision,
        words=words,
        now=scene.now,
    )
    told = step_replies.vouched(scene.draft.ref, scene.officer.name, is_right=is_right)
    if is_line:
        plain = render("office/plain.html.j2", lines=[told])
        return Reply(toast=replies.toast(told), text=Text(markup=plain))
    draft = drafts.get(scene.session, scene.draft.id)
    card = card_text(scene.session, draft, scene.office, now=scene.now)
    return Reply(toast=replies.toast(told), text=None if is_the_card(scene) else card)


def _languages(scene: DraftScene) -> tuple[str, ...]:
    """Languages of the letter that whoever presses has named."""
    read = officer_languages.reads(scene.session, scene.officer.id)
    return tuple(one for one in of_draft(scene.session, scene.draft) if one in read)
