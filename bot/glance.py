"""One line on a draft or a message in a list: what can be told without a word of the letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bot import discretion
from bot.callbacks import Press, Verb
from bot.cards import BAND_MARKS, STATUS_MARKS
from bot.keyboards import Button
from bot.labels import label
from bot.locales import flag
from bot.missing import is_partial, is_request
from bot.moments import age
from bot.office_words import say
from store.model import DraftStatus

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from bot.keyboards import Rows
    from bot.scene import Office
    from store.finding import Found
    from store.model import Content

_MOST_FLAGS: Final = 3
#: buttons with numbers side by side
_IN_A_ROW: Final = 5
#: of criteria, what nobody is asked for has no mark here
_MARKED: Final = ("evidenced", "not_evidenced")


def glance(
    session: Session, found: Found, number: int, office: Office, now: datetime
) -> dict[str, Any]:
    """What a line of a list shows."""
    draft = found.draft
    line = {"number": number, "age": age(found.received_at, now), "ref": found.ref}
    if draft is None:
        kind = label("kinds", found.kind) if found.kind else say("glance.not_read")
        return line | {"mark": "▫️", "kind": kind, "flags": "", "parts": "", "status": ""}
    content = draft.content
    full = discretion.for_draft(session, draft, office).full
    states = content.states[:_MOST_FLAGS] if full else ()
    more = "…" if full and len(content.states) > _MOST_FLAGS else ""
    return line | {
        "mark": BAND_MARKS.get(content.band, "○"),
        "ref": draft.ref if draft.register_ref is None else f"{draft.register_ref} ({draft.ref})",
        "kind": label("kinds", content.kind),
        "flags": "".join(flag(code) for code in states) + more,
        "parts": f"{'🚨' if content.emergency else '⏱' if content.urgent else ''}{_parts(content)}",
        "status": "" if draft.status is DraftStatus.DRAFT else label("statuses", draft.status),
    }


def numbers(found: Sequence[Found], first: int) -> Rows:
    """Buttons that open what is listed, by its number."""
    buttons = [Button(str(first + at), _opens(one)) for at, one in enumerate(found)]
    return [buttons[at : at + _IN_A_ROW] for at in range(0, len(buttons), _IN_A_ROW)]


def _opens(found: Found) -> Press:
    if found.draft is None:
        return Press(verb=Verb.SEE, argument=found.message_id)
    return Press(verb=Verb.SHOW, draft=found.draft.id, revision=found.draft.revision)


def _parts(content: Content) -> str:
    """How complete a request is: a mark for each criterion that matters."""
    if not is_request(content):
        return ""
    return "".join(
        STATUS_MARKS["evidenced_in_part" if is_partial(one) else one.status]
        for one in content.criteria
        if one.status in _MARKED
    )
