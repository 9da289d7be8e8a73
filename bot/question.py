"""The question to a sender on what a request does not say: its words, and whom it may go to.

`[question]` of `templates/words/` has the questions, `templates/ask/` the letter around
them. Nothing of the sender's letter is in it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.acknowledge import in_languages, may_answer
from bot.measure import units
from bot.missing import missing
from bot.originals import language_code
from bot.render import render
from bot.sender_repute import reading
from bot.spoken import chosen
from bot.words import catalogue
from store import answered, inbox

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy.orm import Session

    from bot.acknowledge import Answer
    from store.content import Content
    from store.model import Draft, ReadMessage

_CHAT: Final = "chat:"
#: of 4,096; the rest is for the words that stand above a preview
_LONGEST_IN_CHAT: Final = 3_700


def asks_of(content: Content) -> tuple[str, ...]:
    """What its sender would be asked, by the names under `[question]`; only of a request anything.

    What nobody has put into words yet is not asked.
    """
    names = [name for part in missing(content) for name in part.asks]
    return tuple(name for name in names if name in _questions("en"))


def question_of(session: Session, draft: Draft, content: Content, *, contact: str) -> Answer:
    """The question on what a draft does not say, in its sender's language.

    Args:
        session: to read from.
        draft: whose letter was received.
        content: what it says, in the revision that the officer saw.
        contact: how to reach a person.

    """
    message = inbox.get(session, draft.message_id)
    by_mail = message.channel != "chat"

    def words(code: str) -> str:
        questions = [said(name, code) for name in asks_of(content)]
        return render(
            f"ask/{code}.txt.j2",
            ref=message.ref,
            questions=questions,
            contact=contact,
            by_mail=by_mail,
        )

    spoken = (chosen(session, message), draft.language, language_code(session, message))
    answer = in_languages(message.ref, words, *spoken)
    if not by_mail and units(answer.text) > _LONGEST_IN_CHAT:
        return replace(answer, parts=answer.parts[:1])
    return answer


def target_of(session: Session, draft: Draft, own: Collection[str]) -> str | None:
    """Where a question on a draft may go: where its acknowledgement went, else to who wrote.

    None where nobody may be asked: bounces, lists, programs, `<>`, ourselves, files.
    """
    message = inbox.get(session, draft.message_id)
    if message.channel == "chat":
        return None if message.reply_chat is None else f"{_CHAT}{message.reply_chat}"
    if message.channel != "email":
        return None
    read = reading(session, message.id)
    target = answered.where(session, message.id) or _address(read)
    return target if target and may_answer(message, read, target, own) else None


def said(name: str, code: str) -> str:
    """One question in one language."""
    return _questions(code)[name]


def names() -> Sequence[str]:
    """All questions there are words for."""
    return list(_questions("en"))


def _address(read: ReadMessage | None) -> str | None:
    return read.sender_address.lower() if read and read.sender_address else None


def _questions(code: str) -> dict[str, str]:
    return catalogue(code)["question"]
