"""Presses about a message rather than a draft: its original, its note, a draft opened of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot import looking, replies, setting_aside
from bot.belonging import is_its_note
from bot.board import card_text, note_text
from bot.callbacks import Verb
from bot.keyboards import draft_kinds_keyboard
from bot.labels import label
from bot.notes import draft_kinds_left
from bot.office_words import say
from bot.scene import Reply
from nlp.reading import DRAFT_KINDS
from store import drafts, inbox, open_list, openings, outbox, shown_notes
from store.errors import UnknownDraftError, UnknownMessageError
from store.model import NewOutboxRow, OutboxKind
from store.openings import NotOpened

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from bot.scene import Scene
    from store.model import InboxMessage

    #: puts an attempt at a message into the queue, in the session's transaction
    Enqueue = Callable[[Session, str, int], None]

#: what stands under notes
VERBS: Final = frozenset(
    {Verb.LETTER, Verb.NOTE, Verb.DRAFT, Verb.SHOW, Verb.RETRY, *setting_aside.VERBS}
)
#: of these, what readers may not
CHANGES: Final = frozenset({Verb.DRAFT, Verb.RETRY, *setting_aside.VERBS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """What can be pressed under a note."""

    enqueue: Enqueue

    def pressed(self, scene: Scene) -> Reply:
        """Do what a button under a note says."""
        if scene.press.verb is Verb.SHOW:
            return _card(scene)
        message_id, _, kind = (scene.press.argument or "").partition(".")
        try:
            message = inbox.get(scene.session, message_id)
        except UnknownMessageError:
            return Reply(toast=say("replies.unknown_ref"), is_alert=True)
        if scene.press.verb is Verb.LETTER:
            return looking.original_of(scene.session, message, scene.office)
        if not is_its_note(scene.pressed.shown, message.ref):
            return Reply(toast=say("replies.not_its_card"), is_alert=True)
        return self._under_its_note(scene, message, kind)

    def _under_its_note(self, scene: Scene, message: InboxMessage, what: str) -> Reply:
        if scene.press.verb in setting_aside.VERBS:
            return setting_aside.pressed(scene, message, what)
        if scene.press.verb is Verb.NOTE:
            return _note(scene, message)
        if scene.press.verb is Verb.RETRY:
            return self._retry(scene, message)
        return self._open(scene, message, what) if what else _pick_kind(scene, message)

    def _retry(self, scene: Scene, message: InboxMessage) -> Reply:
        """Run a parked message again; who is faster has the effect, the other is told."""
        attempt = inbox.retry(scene.session, message.id, who=scene.officer, now=scene.now)
        if attempt is None:
            return Reply(toast=say("replies.not_parked"), is_alert=True)
        self.enqueue(scene.session, message.id, attempt)
        shown_notes.edit(scene.session, message.id, scene.now)
        return Reply(toast=say("replies.tried_again"))

    def _open(self, scene: Scene, message: InboxMessage, kind: str) -> Reply:
        """Ask for a draft of this kind; the worker reads for it and the card comes by itself."""
        if kind not in DRAFT_KINDS:
            return Reply(toast=say("replies.not_understood"), is_alert=True)
        asked = openings.ask(
            scene.session,
            message.id,
            kind,
            scene.officer,
            chat_id=scene.pressed.chat_id,
            chat_message=scene.pressed.message_id,
            now=scene.now,
        )
        # by the outbox, like what follows when the draft is there: so the last word is the newest
        payload = {"message": message.id, "shown": scene.pressed.message_id}
        target = f"chat:{scene.pressed.chat_id}"
        edit = NewOutboxRow(kind=OutboxKind.NOTE_EDIT, target=target, payload=payload)
        outbox.add(scene.session, [edit], now=scene.now)
        if isinstance(asked, NotOpened):
            return Reply(toast=_why_not(scene, message, kind, asked), is_alert=True)
        self.enqueue(scene.session, message.id, asked)
        return Reply(toast=replies.drafting(label("kinds", kind)))


def _card(scene: Scene) -> Reply:
    """The card of a draft, below the note that names it."""
    try:
        draft = drafts.get(scene.session, scene.press.draft)
    except UnknownDraftError:
        return Reply(toast=say("replies.unknown_draft"), is_alert=True)
    open_list.see(scene.session, draft.id, now=scene.now)
    text = card_text(scene.session, draft, scene.office, now=scene.now)
    return Reply(toast=say("replies.sent_below"), messages=(text,), about=draft.message_id)


def _pick_kind(scene: Scene, message: InboxMessage) -> Reply:
    left = draft_kinds_left(drafts.of_message(scene.session, message.id))
    keyboard = draft_kinds_keyboard(message.id, left)
    return Reply(toast=say("replies.pick_kind"), keyboard=keyboard)


def _note(scene: Scene, message: InboxMessage) -> Reply:
    return Reply(text=note_text(scene.session, message.id, scene.office, now=scene.now))


def _why_not(scene: Scene, message: InboxMessage, kind: str, why: NotOpened) -> str:
    there = drafts.of_message(scene.session, message.id)
    ref = next((one.ref for one in there if one.content.kind == kind), "")
    return say(f"not_opened.{why}", ref=ref)
