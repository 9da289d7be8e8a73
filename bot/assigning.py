"""Presses that give a draft to an officer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import looking, replies, step_replies
from bot.board import card_text
from bot.deciding import is_the_card
from bot.office_words import say
from bot.render import render
from bot.scene import Reply, Text
from bot.step_keyboards import NOBODY, officers_keyboard
from store import assigning, drafts, officers
from store.model import OPEN_STATUSES, OfficerRole

if TYPE_CHECKING:
    from bot.scene import DraftScene
    from store.model import Officer


def assign(scene: DraftScene) -> Reply:
    """Show who may look after it; with an argument, give it to this one."""
    if scene.draft.status not in OPEN_STATUSES:
        return looking.outdated(scene) or Reply()
    may = [one for one in officers.listed(scene.session) if one.role is not OfficerRole.READER]
    wanted = scene.press.argument
    if wanted is None:
        return Reply(
            toast=say("step_replies.pick_officer"), keyboard=officers_keyboard(scene.draft, may)
        )
    to = next((one for one in may if str(one.id) == wanted), None)
    if to is None and wanted != NOBODY:
        return Reply(toast=say("step_replies.no_such_officer"), is_alert=True)
    return _given(scene, to)


def _given(scene: DraftScene, to: Officer | None) -> Reply:
    to_id = None if to is None else to.id
    new = assigning.assign(scene.session, scene.draft.id, to_id, scene.officer, now=scene.now)
    draft = drafts.get(scene.session, scene.draft.id)
    text = card_text(scene.session, draft, scene.office, now=scene.now)
    if not new:
        return Reply(toast=say("replies.nothing_changed"), keyboard=text.keyboard)
    toast = step_replies.assigned(draft.ref, "" if to is None else to.name)
    messages: tuple[Text, ...] = ()
    if to is not None and to.id != scene.officer.id:
        by = scene.officer.name
        markup = render("office/assigned.html.j2", ref=draft.ref, id=to.id, whom=to.name, by=by)
        messages = (Text(markup=markup),)
    shown = None if is_the_card(scene) else text
    return Reply(toast=replies.toast(toast), text=shown, messages=messages)
