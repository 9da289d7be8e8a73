"""The topic of what somebody has sent: how it stands, adding to it, correcting, withdrawing it.

Nothing is closed here: who wants to withdraw is heard, and officers decide.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot import replies, status_words
from bot.destination import ADD, CORRECT, TOPIC
from bot.hello import at_rest
from bot.topic import Answered, Line, Said
from bot.typed_command import command_of
from store import outbox, submitted, wishes
from store.model import NewOutboxRow, OutboxKind
from store.wishes import Proven

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from bot.topic import Heard, Means
    from bot.words import Words
    from store.submitted import Senders, Submitted
    from store.visitors import Visitor

NAME: Final = TOPIC


class Status:
    """What they sent, one page at a time."""

    name = NAME
    commands: Sequence[str] = ("status", "cancel")

    def hear(
        self,
        session: Session,  # noqa: ARG002 - as all topics
        visitor: Visitor,
        heard: Heard,
        means: Means,  # noqa: ARG002 - as all topics
    ) -> Answered | None:
        """The commands; what is added to a letter is a letter itself."""
        command = command_of(heard.text)
        if command == "status":
            return Answered(visitor=at_rest(visitor), lines=(_page(heard, 0),))
        if command == "cancel" and visitor.topic == NAME:
            return Answered(visitor=at_rest(visitor), lines=(Line(topic=NAME, name="stopped"),))
        return None

    def press(
        self, session: Session, visitor: Visitor, heard: Heard, means: Means
    ) -> Answered | None:
        """A page, a letter, or what is to be done with it."""
        _, verb, argument = heard.pressed or ("", "", "")
        if verb == "page":
            at = int(argument) if argument.isdecimal() else 0
            return Answered(visitor=visitor, lines=(_page(heard, at),), in_place=True)
        senders = submitted.senders_of(session, heard.user_id)
        found = submitted.find(session, senders, argument)
        if found is None:
            return None
        line = Line(topic=NAME, name=verb, about={"user": heard.user_id, "ref": argument})
        if verb in {ADD, CORRECT}:
            visitor = replace(visitor, topic=NAME, state={"ref": argument, "as": verb})
            return Answered(visitor=visitor, lines=(line,))
        if verb == "wished":
            _wish(session, found, senders, heard, now=means.clock())
        elif verb not in {"one", "sure"}:
            return None
        return Answered(visitor=visitor, lines=(line,), in_place=True)

    def say(self, session: Session, line: Line, words: Words, means: Means) -> Said:
        """The words of a line, as the records stand now."""
        if line.name == "stopped":
            return Said(text=words("status.stopped"))
        if line.name == "to_office":
            return Said(text=_to_office(line))
        senders = submitted.senders_of(session, line.about["user"])
        if line.name == "page":
            return status_words.page(session, senders, line.about["at"], words, means.office)
        found = submitted.find(session, senders, line.about["ref"])
        if found is None:
            raise KeyError(line.about["ref"])
        return status_words.one(session, found, line.name, words, means.office)


def _page(heard: Heard, at: int) -> Line:
    return Line(topic=NAME, name="page", about={"user": heard.user_id, "at": at})


def _wish(
    session: Session, found: Submitted, senders: Senders, heard: Heard, *, now: datetime
) -> None:
    """Let officers know; never close anything: a chat account proves too little for that."""
    proven = Proven.CHAT if senders.address is None else Proven.PAIRED
    if not wishes.record(session, found.message.id, proven, now=now):
        return
    about = {"ref": found.message.ref, "proven": proven.value}
    line = {"topic": NAME, "name": "to_office", "about": about}
    rows = [
        NewOutboxRow(
            kind=OutboxKind.TALK, target=target, payload={"user": heard.user_id, "line": line}
        )
        for target in wishes.offices(session, found.message.id)
    ]
    outbox.add(session, rows, now=now)


def _to_office(line: Line) -> str:
    return replies.withdrawal_wished(line.about["ref"], line.about["proven"])
