"""Presses that make two drafts of a letter that holds two things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import choice, replies, step_replies
from bot.board import card_text
from bot.deciding import is_the_card, told
from bot.office_words import say
from bot.scene import Reply
from bot.step_keyboards import PARTED, split_keyboard
from nlp.reading import DRAFT_KINDS
from store import splitting
from store.splitting import Part, Split, is_two

if TYPE_CHECKING:
    from bot.scene import DraftScene


def pick(scene: DraftScene) -> Reply:
    """The kind and areas that go to the second draft, with what was chosen so far."""
    draft = scene.draft
    if scene.press.argument is None:
        part = Part(kind=draft.content.kind, areas=frozenset())
        return Reply(toast=say("step_replies.pick_split"), keyboard=split_keyboard(draft, part))
    chosen = _part(scene)
    if chosen is None:
        return _begin_again(scene)
    return Reply(keyboard=split_keyboard(draft, chosen))


def split(scene: DraftScene) -> Reply:
    """Make the second draft."""
    part = _part(scene)
    if part is None:
        return _begin_again(scene)
    if scene.press.revision == scene.draft.revision and not is_two(scene.draft.content, part):
        return _begin_again(scene)
    ended = splitting.split(
        scene.session, scene.draft.id, scene.press.revision, scene.officer, part,
        target=f"chat:{scene.pressed.chat_id}", now=scene.now,
    )  # fmt: skip
    if not isinstance(ended, Split):
        return told(scene, ended)
    text = card_text(scene.session, ended.first, scene.office, now=scene.now)
    toast = step_replies.split(ended.first.ref, ended.second.ref)
    return Reply(toast=replies.toast(toast), text=None if is_the_card(scene) else text)


def _part(scene: DraftScene) -> Part | None:
    areas, _, kind = (scene.press.argument or "").partition(PARTED)
    chosen = choice.unpack(areas)
    if chosen is None or kind not in DRAFT_KINDS:
        return None
    return Part(kind=str(kind), areas=chosen)


def _begin_again(scene: DraftScene) -> Reply:
    text = card_text(scene.session, scene.draft, scene.office, now=scene.now)
    return Reply(toast=say("step_replies.split_again"), is_alert=True, keyboard=text.keyboard)
