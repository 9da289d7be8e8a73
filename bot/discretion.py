"""What of a letter may enter the chat: nothing where the office or the letter itself forbids it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.office_words import say
from bot.ties import joined_draft
from store import drafts

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.scene import Office
    from store.model import Draft


def for_draft(session: Session, draft: Draft, office: Office) -> Office:
    """The office as this draft may be shown in it: minimal where anything of it is confidential.

    A draft rests on its letter and on what was added to it; each of these may have given another
    draft, and one original shows them all.
    """
    messages = {draft.message_id, *(one.message for one in draft.content.sources)}
    hidden = draft.content.confidential or any(_is_hidden(session, one) for one in messages)
    return _minimal(office) if hidden else office


def for_message(session: Session, message_id: str, office: Office) -> Office:
    """The same for a message, whether it gave drafts or belongs to one."""
    if _is_hidden(session, message_id):
        return _minimal(office)
    draft = joined_draft(session, message_id)
    return office if draft is None else for_draft(session, draft, office)


def why_not(office: Office) -> str:
    """Why words stay out of the chat, and where they are."""
    is_of_letter = office.full or office.is_confidential
    words = say("replies.confidential") if is_of_letter else say("replies.not_in_chat")
    return f"{words} {say('replies.press_open')}" if office.page else words


def _is_hidden(session: Session, message_id: str) -> bool:
    return any(one.content.confidential for one in drafts.of_message(session, message_id))


def _minimal(office: Office) -> Office:
    return replace(office, full=False, is_confidential=office.full or office.is_confidential)
