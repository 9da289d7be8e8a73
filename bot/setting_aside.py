"""Presses under the note on a message that gave no draft: a case or not, answer, leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot import discretion, step_replies
from bot.acknowledge import is_sure_case, may_answer
from bot.aside_keyboards import ANSWER, NOT, SEND, SILENT, case_keyboard, reply_keyboard
from bot.board import note_text
from bot.callbacks import Verb
from bot.enquiry import enquiry_answer
from bot.office_words import say
from bot.render import render
from bot.scene import Reply, Text
from bot.sender_repute import reading
from ingest.pleas import signs_in_kept
from store import answered, asides, drafts, outbox, unanswering
from store.asides import Said
from store.model import MessageStatus, NewOutboxRow, OutboxKind
from store.moves import UNDO_FOR

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.scene import Scene
    from store.model import InboxMessage

VERBS: Final = frozenset({Verb.CASE, Verb.REPLY, Verb.LEAVE, Verb.TAKE_BACK})
_CHAT: Final = "chat:"


def pressed(scene: Scene, message: InboxMessage, what: str) -> Reply:
    """Do what such a button says."""
    if message.status is MessageStatus.ERASED:
        return _shown(scene, message, say("replies.erased"), is_alert=True)
    if message.status is not MessageStatus.DONE or drafts.of_message(scene.session, message.id):
        # it is read just now, or there is a draft since: the note shows how it stands
        return _shown(scene, message, say("replies.nothing_changed"), is_alert=True)
    if scene.press.verb in _ACTS:
        return _ACTS[scene.press.verb](scene, message, what)
    return _say(scene, message, what)


def _say(scene: Scene, message: InboxMessage, what: str) -> Reply:
    act = _SAYS.get(what)
    if act is None:
        keyboard = case_keyboard(message.id, may_answer=_target(scene, message) is not None)
        return Reply(toast=say("replies.say_case"), keyboard=keyboard)
    return act(scene, message)


def _say_no(scene: Scene, message: InboxMessage) -> Reply:
    new = asides.say(scene.session, message.id, Said.NOT_CASE, scene.officer, now=scene.now)
    return _shown(
        scene, message, say("replies.said_no_case") if new else say("replies.said_before")
    )


def _say_case(scene: Scene, message: InboxMessage) -> Reply:
    new = _noted(scene, message)
    return _shown(scene, message, say("replies.said_case") if new else say("replies.said_before"))


def _say_and_answer(scene: Scene, message: InboxMessage) -> Reply:
    _noted(scene, message)
    target = _target(scene, message)
    if target is None:
        return _shown(scene, message, say("replies.nobody_to_answer"), is_alert=True)
    if _was_answered_kindly(scene, message) or not _release(scene, message):
        return _shown(scene, message, say("replies.answered_before"))
    _put_out(scene, message, OutboxKind.PLEA, target)
    return _shown(scene, message, say("replies.answer_on_its_way"))


_SAYS: Final[dict[str, Callable[[Scene, InboxMessage], Reply]]] = {
    ANSWER: _say_and_answer,
    SILENT: _say_case,
    NOT: _say_no,
}


def _noted(scene: Scene, message: InboxMessage) -> bool:
    read = reading(scene.session, message.id)
    if read is not None:
        signs = signs_in_kept(read.subject, read.segments)
        asides.note_signs(scene.session, message.id, signs)
    return asides.say(
        scene.session,
        message.id,
        Said.CASE,
        scene.officer,
        erase_after=scene.office.erase_after,
        now=scene.now,
    )


def _reply(scene: Scene, message: InboxMessage, what: str) -> Reply:
    return _send(scene, message) if what == SEND else _preview(scene, message)


def _leave(scene: Scene, message: InboxMessage, _what: str) -> Reply:
    new = asides.leave(scene.session, message.id, scene.officer, now=scene.now)
    return _shown(scene, message, say("replies.left") if new else say("replies.said_before"))


def _preview(scene: Scene, message: InboxMessage) -> Reply:
    target = _target(scene, message)
    if target is None:
        return _shown(scene, message, say("replies.nobody_to_answer"), is_alert=True)
    answer = enquiry_answer(
        scene.session,
        message,
        reading(scene.session, message.id),
        target=target,
        address=scene.office.address,
        contact=scene.office.contact,
        zone=scene.office.zone,
    )
    full = discretion.for_message(scene.session, message.id, scene.office).full
    to = target if full and not target.startswith(_CHAT) else ""
    markup = render("office/reply.html.j2", ref=message.ref, to=to, text=answer.text)
    return Reply(
        toast=say("replies.not_sent_yet"),
        text=Text(markup=markup, keyboard=reply_keyboard(message.id)),
    )


def _send(scene: Scene, message: InboxMessage) -> Reply:
    target = _target(scene, message)
    if target is None:
        return _shown(scene, message, say("replies.nobody_to_answer"), is_alert=True)
    if not _release(scene, message):
        return _shown(scene, message, say("replies.answered_before"))
    _put_out(scene, message, OutboxKind.REPLY, target)
    return _shown(scene, message, say("replies.reply_sent"))


def _release(scene: Scene, message: InboxMessage) -> bool:
    return asides.answered(scene.session, message.id, scene.officer, now=scene.now)


def _put_out(scene: Scene, message: InboxMessage, kind: OutboxKind, target: str) -> None:
    """It leaves when it can no longer be taken back; the note changes then."""
    leaves = scene.now + UNDO_FOR
    note = {"message": message.id, "shown": scene.pressed.message_id}
    rows = [
        NewOutboxRow(kind=kind, target=target, payload={"message": message.id}, not_before=leaves),
        NewOutboxRow(
            kind=OutboxKind.NOTE_EDIT, target=f"{_CHAT}{scene.pressed.chat_id}", payload=note,
            not_before=leaves,
        ),
    ]  # fmt: skip
    outbox.add(scene.session, rows, now=scene.now)


def _take_back(scene: Scene, message: InboxMessage, _what: str) -> Reply:
    by = asides.get(scene.session, message.id).answered_by or ""
    why = unanswering.take_back(scene.session, message.id, scene.officer, now=scene.now)
    if why is None:
        return _shown(scene, message, say("step_replies.answer_undone"))
    return _shown(scene, message, step_replies.not_undone(why, by, ""), is_alert=True)


def _was_answered_kindly(scene: Scene, message: InboxMessage) -> bool:
    """Whether the first answer said it already, because the reader was sure."""
    is_sure = is_sure_case(reading(scene.session, message.id))
    return is_sure and answered.where(scene.session, message.id) is not None


def _target(scene: Scene, message: InboxMessage) -> str | None:
    """Where an answer goes: where the acknowledgement went, else to who wrote."""
    if message.channel == "chat":
        return None if message.reply_chat is None else f"{_CHAT}{message.reply_chat}"
    if message.channel != "email":
        return None
    read = reading(scene.session, message.id)
    written = read.reply_to_address or read.sender_address if read else None
    target = answered.where(scene.session, message.id) or (written or "").lower()
    return target if may_answer(message, read, target, scene.office.own) else None


def _shown(scene: Scene, message: InboxMessage, toast: str, *, is_alert: bool = False) -> Reply:
    """The note as it stands now."""
    text = note_text(scene.session, message.id, scene.office, now=scene.now)
    return Reply(toast=toast, is_alert=is_alert, text=text)


_ACTS: Final[dict[Verb, Callable[[Scene, InboxMessage, str], Reply]]] = {
    Verb.REPLY: _reply,
    Verb.LEAVE: _leave,
    Verb.TAKE_BACK: _take_back,
}
