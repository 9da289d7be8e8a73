"""Attaching a draft to an earlier record, whose reference the officer types."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot import replies, step_replies
from bot.board import card_text
from bot.deciding import told
from bot.office_words import say
from bot.prompts import prompt_for
from bot.scene import Reply
from store import drafts, inbox, merging
from store.errors import NotMergeableError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.scene import DraftScene
    from store.model import Draft

#: what is to be typed, in a prompt
WHAT: Final = "attach"
_REF: Final = re.compile(r"[A-Z]{2,6}-[0-9]{4}-[0-9]{4,}(?:-[0-9]+)?")


def ask_for(scene: DraftScene) -> Reply:
    """Ask for the reference."""
    prompt = prompt_for(scene.draft, WHAT, say("prompts.attach", ref=scene.draft.ref))
    text = card_text(scene.session, scene.draft, scene.office, now=scene.now)
    return Reply(prompt=prompt, keyboard=text.keyboard)


def attach(scene: DraftScene, typed: str) -> Reply:
    """Merge the draft into the record that was typed, or say why that cannot be."""
    found = _REF.search(typed.upper())
    if found is None:
        return Reply(toast=say("step_replies.no_ref"))
    earlier = _draft_of(scene.session, found[0])
    if isinstance(earlier, str):
        return Reply(toast=earlier)
    if earlier.message_id == scene.draft.message_id:
        return Reply(toast=say("step_replies.same_letter"))
    try:
        outcome = merging.merge(
            scene.session, scene.draft.id, scene.press.revision, scene.officer,
            into=earlier.id, now=scene.now,
        )  # fmt: skip
    except NotMergeableError:
        return Reply(toast=replies.not_mergeable(earlier.ref))
    return told(scene, outcome)


def _draft_of(session: Session, ref: str) -> Draft | str:
    """The draft that a reference names, of the draft, the register or the letter; or why none."""
    draft = drafts.by_ref(session, ref)
    if draft is not None:
        return draft
    message = inbox.by_ref(session, ref)
    if message is None:
        return step_replies.no_such_ref(ref)
    if len(message.drafts) != 1:
        return step_replies.which(ref, message.drafts)
    return drafts.by_ref(session, message.drafts[0]) or step_replies.no_such_ref(ref)
