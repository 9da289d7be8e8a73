"""The keyboards of what gave no draft: acts under a note, the question whether it is a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.callbacks import Press, Verb
from bot.keyboards import PAGE, Button, in_pairs, markup
from bot.labels import label
from bot.notes import CASE
from bot.office_words import say
from ingest.inbound import Channel
from store.aside_list import UNREAD
from store.asides import Said
from store.model import MessageStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from telegram import InlineKeyboardMarkup

    from store.asides import Aside
    from store.model import Draft, InboxMessage, ReadMessage

#: what may be said under Verb.CASE
ANSWER: Final = "answer"
SILENT: Final = "silent"
NOT: Final = "not"
#: under Verb.REPLY
SEND: Final = "send"
#: every kind, in the buttons of the list
ALL: Final = "all"


def aside_row(
    message: InboxMessage,
    read: ReadMessage | None,
    drafts: Sequence[Draft],
    aside: Aside,
) -> tuple[Button, ...]:
    """What can be done with a message that gave no draft, but for making one."""
    if read is None or drafts or message.status is not MessageStatus.DONE:
        return ()
    row = [Button(say("aside_keyboards.is_case"), Press(verb=Verb.CASE, argument=message.id))]
    has_sender = message.channel != Channel.OFFICE
    if has_sender and aside.answered_at is None and not _is_case(read, aside):
        press = Press(verb=Verb.REPLY, argument=message.id)
        row.append(Button(say("aside_keyboards.answer"), press))
    if aside.left_at is None:
        press = Press(verb=Verb.LEAVE, argument=message.id)
        row.append(Button(say("aside_keyboards.leave"), press))
    return tuple(row)


def undo_row(message_id: str, until: str) -> tuple[Button, ...]:
    """What takes an answer back; nothing where it is too late, which is where `until` is empty."""
    press = Press(verb=Verb.TAKE_BACK, argument=message_id)
    return (Button(say("aside_keyboards.undo", until=until), press),) if until else ()


def _is_case(read: ReadMessage, aside: Aside) -> bool:
    """Whether it is one person's case, as far as is known: their answer is another one."""
    if aside.said is not None:
        return aside.said is Said.CASE
    return bool(read.kinds) and read.kinds[0][0] == CASE


def case_keyboard(message_id: str, *, may_answer: bool) -> InlineKeyboardMarkup | None:
    """Whether it is one person's case, and whether they are answered."""
    said = [(say("aside_keyboards.yes_and_answer"), ANSWER)] if may_answer else []
    said += [(say("aside_keyboards.yes_no_answer"), SILENT), (say("aside_keyboards.no"), NOT)]
    buttons = [
        Button(text, Press(verb=Verb.CASE, argument=f"{message_id}.{what}")) for text, what in said
    ]
    return markup([*in_pairs(buttons), [_back(message_id)]])


def reply_keyboard(message_id: str) -> InlineKeyboardMarkup | None:
    """Under the answer as it would go."""
    send = Button(say("keyboards.send"), Press(verb=Verb.REPLY, argument=f"{message_id}.{SEND}"))
    return markup([[send, _back(message_id)]])


def aside_keyboard(
    kind: str, offset: int, total: int, counts: Mapping[str, int]
) -> InlineKeyboardMarkup | None:
    """Back and on through the list, and its kinds."""
    pages = []
    if offset > 0:
        pages.append(_page("◀️", kind, max(offset - PAGE, 0)))
    if offset + PAGE < total:
        pages.append(_page("▶️", kind, offset + PAGE))
    kinds = [_page(f"{kind_name(one)} {number}", one, 0) for one, number in counts.items()]
    if kind != ALL:
        kinds.append(_page(say("aside_keyboards.all"), ALL, 0))
    shown = kinds if len(counts) > 1 or kind != ALL else []
    return markup([row for row in [pages, *in_pairs(shown)] if row])


def kind_name(kind: str) -> str:
    """As what a message was set aside, for people."""
    return say("aside.not_read") if kind == UNREAD else label("kinds", kind)


def _page(text: str, kind: str, offset: int) -> Button:
    return Button(text, Press(verb=Verb.ASIDE, argument=f"{kind}.{offset}"))


def _back(message_id: str) -> Button:
    return Button(say("keyboards.back"), Press(verb=Verb.NOTE, argument=message_id))
