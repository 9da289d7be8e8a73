"""Presses that change a draft: each calls one decision of the store and says how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import acquaintance, choice, replies, unread, unsure
from bot.board import card_text
from bot.corrections import areas_of, with_areas, with_kind
from bot.foreign import clean, clip
from bot.keyboards import TYPED
from bot.labels import ids
from bot.office_words import say
from bot.prompts import REASON, prompt_for
from bot.reject_reasons import reasons
from bot.scene import Reply
from store import decisions, findables, outbox
from store.errors import NotForTheRegisterError
from store.model import OPEN_STATUSES, DraftStatus, OutboxKind
from store.outcome import Decided, Stale

if TYPE_CHECKING:
    from telegram import InlineKeyboardMarkup

    from bot.scene import DraftScene
    from store.outcome import Outcome

_LONGEST_REASON = 500
_OFFER = "offer"
#: of what drafts are found by; a round makes the rest
_MADE_AT_ONCE = 200


def confirm(scene: DraftScene) -> Reply:
    """Record that the draft renders its letter faithfully."""
    first = unsure.to_look_at(scene) or unread.asked_first(scene)
    if first is not None:
        return first
    press, now, left = scene.press, scene.now, unread.unread(scene)
    year = now.astimezone(scene.office.zone).year
    try:
        outcome = decisions.confirm(
            scene.session, press.draft, press.revision, scene.officer, now=now, year=year
        )
    except NotForTheRegisterError:
        return Reply(toast=say("replies.not_for_register"), is_alert=True)
    if isinstance(outcome, Decided):
        if left:
            unread.note_unread(scene, left)
        acquaintance.make_known(scene.session, outcome.draft, scene.officer, now=now)
        if outcome.draft.content.kind == _OFFER:
            # its card names requests that it may answer, also one of this minute
            findables.catch_up(scene.session, most=_MADE_AT_ONCE)
    return told(scene, outcome)


def reject(scene: DraftScene) -> Reply:
    """Keep it out of the register for a reason of the list, or ask for one."""
    if scene.press.argument == TYPED:
        words = say("prompts.reason", ref=scene.draft.ref)
        return Reply(prompt=prompt_for(scene.draft, REASON, words), keyboard=_first_keyboard(scene))
    reason = next((one for one in reasons() if one.id == scene.press.argument), None)
    if reason is None:
        return Reply(toast=say("replies.not_understood"), is_alert=True)
    return reject_for(scene, reason.words, kind=reason.kind)


def reject_for(scene: DraftScene, words: str, *, kind: str | None = None) -> Reply:
    """Keep it out of the register for a reason in the officer's words.

    Args:
        scene: what was pressed or answered.
        words: the reason.
        kind: what the reason says of the letter's kind, where it does.

    """
    reason = clip(clean(words), _LONGEST_REASON)
    if not reason:
        return Reply(toast=say("replies.give_reason"), is_alert=True)
    press = scene.press
    outcome = decisions.reject(
        scene.session,
        press.draft,
        press.revision,
        scene.officer,
        reason=reason,
        old=scene.draft.content.kind,
        new=kind,
        now=scene.now,
    )
    return told(scene, outcome)


def set_kind(scene: DraftScene) -> Reply:
    """Correct the kind."""
    kind = scene.press.argument or ""
    if kind not in ids("kinds"):
        return Reply(toast=say("replies.not_understood"), is_alert=True)
    outcome = decisions.correct(
        scene.session,
        scene.press.draft,
        scene.press.revision,
        scene.officer,
        change=lambda content: with_kind(content, kind),
        field="kind",
        old=scene.draft.content.kind,
        new=kind,
        now=scene.now,
    )
    return told(scene, outcome)


def set_areas(scene: DraftScene) -> Reply:
    """Correct the thematic areas to the choice."""
    chosen = choice.unpack(scene.press.argument)
    if chosen is None:
        words = say("replies.areas_changed")
        return Reply(toast=words, is_alert=True, keyboard=_first_keyboard(scene))
    outcome = decisions.correct(
        scene.session,
        scene.press.draft,
        scene.press.revision,
        scene.officer,
        change=lambda content: with_areas(content, chosen),
        field="themes",
        old=sorted(areas_of(scene.draft.content)),
        new=sorted(chosen),
        now=scene.now,
    )
    return told(scene, outcome)


def told(scene: DraftScene, outcome: Outcome) -> Reply:
    """What the officer sees; the card itself follows from the outbox where it went that way."""
    text = card_text(scene.session, outcome.draft, scene.office, now=scene.now)
    if isinstance(outcome, Decided):
        if outcome.draft == scene.draft:
            return Reply(toast=say("replies.nothing_changed"), keyboard=text.keyboard)
        return Reply(toast=_done(outcome), text=None if is_the_card(scene) else text)
    if isinstance(outcome, Stale):
        words = replies.stale(outcome, scene.office.zone)
    else:
        status, zone = outcome.draft.status, scene.office.zone
        words = replies.decided_before(status, outcome.by, outcome.at, zone)
    return Reply(toast=words, is_alert=True, text=text)


def _done(outcome: Decided) -> str:
    draft = outcome.draft
    if draft.status is DraftStatus.WITHDRAWN and draft.register_ref:
        return say("decided.withdrawn_from_register", register_ref=draft.register_ref)
    if draft.register_ref:
        return say("decided.confirmed", ref=draft.ref, register_ref=draft.register_ref)
    if draft.status is DraftStatus.MERGED:
        return say("decided.merged", ref=draft.ref, into=draft.reason)
    what = "saved" if draft.status in OPEN_STATUSES else draft.status
    return say(f"decided.{what}", ref=draft.ref)


def is_the_card(scene: DraftScene) -> bool:
    """Whether the pressed message is the one that the outbox will edit."""
    target = f"chat:{scene.pressed.chat_id}"
    sent = outbox.provider_ref(
        scene.session, OutboxKind.CARD, {"draft": scene.draft.id}, target=target
    )
    return sent == str(scene.pressed.message_id)


def _first_keyboard(scene: DraftScene) -> InlineKeyboardMarkup | None:
    return card_text(scene.session, scene.draft, scene.office, now=scene.now).keyboard
