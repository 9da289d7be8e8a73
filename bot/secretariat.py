"""What officers do: a press, a typed reason, a command; who may, and what follows.

Each is one transaction that also marks its update as handled, so that none has its effect twice.
Nothing here talks to the chat.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot import (
    discretion,
    letters,
    lists,
    presses,
    prompts,
)
from bot.belonging import is_its_card, shown_ref
from bot.callbacks import Press, Verb, parse
from bot.letters import Letters
from bot.office_words import say
from bot.scene import DraftScene, Office, Person, Pressed, Reply, Scene
from store import audit, chat_updates, deletions, drafts, officers, open_list, shown
from store.errors import UnknownDraftError
from store.model import OfficerRole

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from bot.chat_replies import Sent
    from bot.letters import Enqueue
    from bot.prompts import Asked
    from store.model import Officer
    from store.session import Database

_log = structlog.get_logger()


class Secretariat:
    """The use cases of the secretariat's chat."""

    def __init__(
        self, db: Database, office: Office, *, clock: Callable[[], datetime], enqueue: Enqueue
    ) -> None:
        """Connect the use cases; `enqueue` hands an attempt at a message to the workers."""
        self._db = db
        self._letters = Letters(enqueue=enqueue)
        self._office = office
        self._clock = clock

    def press(self, pressed: Pressed) -> Reply | None:
        """A button was pressed; None where this press had its effect before."""
        with self._db.begin() as session:
            if not chat_updates.handled(session, pressed.update_id):
                return None
            reply = self._press(session, pressed)
            self._remember(session, pressed, reply)
            return reply

    def reason(self, pressed: Pressed, replies_to: int | None = None) -> Reply | None:
        """A typed text, most often in reply to a message of ours: what was asked is answered."""
        with self._db.begin() as session:
            if not chat_updates.handled(session, pressed.update_id):
                return None
            asked = self._asked(session, pressed, replies_to)
            if asked is None:
                return Reply()
            prompts.close(session, pressed)
            return self._answered(session, pressed, asked)

    def text(self, pressed: Pressed) -> Reply | None:
        """A text that replies to nothing of ours: an answer to an open question, or talk."""
        if not pressed.data.startswith("/"):
            return self.reason(pressed)
        with self._db.begin() as session:
            if not chat_updates.handled(session, pressed.update_id):
                return None
            if self._known(session, pressed.person) is None:
                return Reply()
            return Reply(messages=(presses.plain(say("replies.unknown_command")),))

    def command(self, pressed: Pressed) -> Reply | None:
        """A command in the secretariat's chat; `pressed.data` is `name argument`."""
        name, _, argument = pressed.data.partition(" ")
        with self._db.begin() as session:
            if not chat_updates.handled(session, pressed.update_id):
                return None
            officer = self._known(session, pressed.person)
            if officer is None:
                _refuse(session, pressed.person.id, name, now=self._clock())
                return Reply(messages=(presses.plain(say("replies.no_officer")),))
            return self._commanded(session, name, argument.strip(), officer)

    def _commanded(self, session: Session, name: str, argument: str, officer: Officer) -> Reply:
        now, office = self._clock(), self._office
        if name in presses.DEEDS:
            if officer.role is OfficerRole.READER:
                _refuse(session, officer.id, name, who=officer, now=now)
                return Reply(messages=(presses.plain(say("replies.readers_look")),))
            return presses.DEEDS[name](session, argument, office, now, officer)
        if name in presses.PERSONAL:
            return presses.PERSONAL[name](session, argument, office, now, officer)
        if name not in presses.COMMANDS:
            return Reply()
        about = lists.message_of(session, argument) if name in presses.SHOWING else None
        text = presses.COMMANDS[name](session, argument, office, now)
        return Reply(messages=(text,), about=about)

    def is_officer(self, user_id: int) -> bool:
        """Whether this account is one of ours, in whatever role."""
        with self._db.reading() as session:
            return officers.find(session, user_id) is not None

    def _answered(self, session: Session, pressed: Pressed, asked: Asked) -> Reply:
        draft = drafts.by_ref(session, asked.ref)
        if draft is None:
            return Reply()
        verb = presses.TYPED_SAYINGS.get(asked.what, Verb.REASON)
        press = Press(verb=verb, draft=draft.id, revision=asked.revision, argument=asked.argument)
        refused, scene = self._scene(session, pressed, press)
        if refused is not None or scene is None:
            return _as_message(refused)
        found, typed = self._draft_scene(scene), presses.TYPED.get(asked.what)
        return _as_message(typed(found, pressed.data) if found and typed else None)

    def _asked(self, session: Session, pressed: Pressed, replies_to: int | None) -> Asked | None:
        """What the message asks that is replied to; else what is open, also to other replies."""
        by = None
        if replies_to is not None:
            by = prompts.asked_by(session, pressed.chat_id, replies_to)
        return by or prompts.open_to(session, pressed, now=self._clock())

    def sent(self, reply: Reply, chat_id: int, sent: Sent) -> None:
        """Note what the chat has got.

        Erasing finds there what shows a letter, and its files leave again; what is typed in reply
        to a prompt answers that prompt, whatever was asked after it.
        """
        now, about, prompt = self._clock(), reply.about, reply.prompt
        if about is None and prompt is None:
            return
        with self._db.begin() as session:
            if about is not None:
                over = now + deletions.SHOWN_FOR
                shown.note(session, about, chat_id, sent.texts)
                shown.note(session, about, chat_id, sent.files, delete_at=over)
            if prompt is not None and sent.prompt is not None:
                prompts.sent(session, chat_id, sent.prompt, prompt.asked, now=now)

    def _remember(self, session: Session, pressed: Pressed, reply: Reply) -> None:
        """Which question is open after a press; looking at something leaves it open."""
        asked = None if reply.prompt is None else reply.prompt.asked
        press = parse(pressed.data)
        if asked is not None:
            prompts.ask(session, pressed, asked, now=self._clock())
        elif press is not None and press.verb in {*presses.STEPS, *presses.DECISIONS, Verb.BACK}:
            prompts.close(session, pressed)

    def _press(self, session: Session, pressed: Pressed) -> Reply:
        press = parse(pressed.data)
        if press is None:
            return Reply(toast=say("replies.not_understood"), is_alert=True)
        refused, scene = self._scene(session, pressed, press)
        if refused is not None or scene is None:
            return refused or Reply()
        if press.verb in presses.TURNS:
            return self._turn(scene)
        if press.verb in presses.ACTS:
            return presses.ACTS[press.verb](scene)
        if press.verb in letters.VERBS:
            return self._letters.pressed(scene)
        return self._about_draft(scene)

    def _about_draft(self, scene: Scene) -> Reply:
        press, found = scene.press, self._draft_scene(scene)
        if found is None:
            return Reply(toast=say("replies.unknown_draft"), is_alert=True)
        if not is_its_card(found):
            _log.warning("not_its_card", draft=press.draft, officer=scene.officer.id)
            return Reply(toast=say("replies.not_its_card"), is_alert=True)
        _log.info("pressed", verb=press.verb, draft=press.draft, officer=scene.officer.id)
        open_list.see(scene.session, found.draft.id, now=scene.now)
        return presses.acted(found)

    def _scene(
        self, session: Session, pressed: Pressed, press: Press
    ) -> tuple[Reply | None, Scene | None]:
        """Who it is and whether they may: a refusal or the scene."""
        now = self._clock()
        officer = self._known(session, pressed.person)
        if officer is None:
            _refuse(session, pressed.person.id, press.verb, draft=press.draft, now=now)
            return Reply(toast=say("replies.no_officer"), is_alert=True), None
        changes = press.verb in {*presses.DECISIONS, *presses.STEPS, *letters.CHANGES}
        if changes and officer.role is OfficerRole.READER:
            _refuse(session, officer.id, press.verb, draft=press.draft, who=officer, now=now)
            return Reply(toast=say("replies.readers_look"), is_alert=True), None
        return None, Scene(
            session=session,
            press=press,
            pressed=pressed,
            officer=officer,
            office=self._office,
            now=now,
        )

    def _known(self, session: Session, person: Person) -> Officer | None:
        if officers.find(session, person.id) is None:
            return None
        officers.rename(session, person.id, person.name)
        return officers.find(session, person.id)

    def _draft_scene(self, scene: Scene) -> DraftScene | None:
        try:
            draft = drafts.get(scene.session, scene.press.draft)
        except UnknownDraftError:
            return None
        return DraftScene(
            session=scene.session,
            press=scene.press,
            pressed=scene.pressed,
            officer=scene.officer,
            office=discretion.for_draft(scene.session, draft, scene.office),
            now=scene.now,
            draft=draft,
        )

    def _turn(self, scene: Scene) -> Reply:
        """A page of a list."""
        if shown_ref(scene.pressed.shown) is not None:
            return Reply(toast=say("replies.not_its_card"), is_alert=True)
        turn = presses.TURNS[scene.press.verb]
        return Reply(text=turn(scene.session, scene.press.argument or "", scene.office, scene.now))


def _refuse(
    session: Session,
    user_id: int,
    verb: str,
    *,
    draft: int = 0,
    who: Officer | None = None,
    now: datetime,
) -> None:
    """Keep a trace of the try of a stranger, or of a reader."""
    _log.warning("refused", verb=verb, draft=draft, user=user_id)
    details = {"user": user_id, "verb": verb[:20]}
    audit.record(session, what="refused", who=who, draft_id=draft or None, details=details, now=now)


def _as_message(reply: Reply | None) -> Reply:
    """A reply to a message has no toast: the words become a message."""
    if reply is None:
        return Reply()
    told = (presses.plain(reply.toast),) if reply.toast else ()
    return Reply(messages=(*told, *reply.messages), about=reply.about)
