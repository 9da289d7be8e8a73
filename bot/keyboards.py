"""The keyboards under cards and lists; all that a press needs is in its button."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot import choice
from bot.callbacks import Press, Verb, pack
from bot.labels import area_ids, ids, label
from bot.missing import is_request
from bot.office_words import say
from bot.reject_reasons import reasons
from store.model import OPEN_STATUSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.neighbours import Neighbour
    from store.model import Draft

PAGE: Final = 15
#: a reason that the officer will type
TYPED: Final = "typed"
#: what was shown before, in the same message
AGAIN: Final = "again"
#: the letter of ours that is edited
QUESTION: Final = "question"
#: why a draft may belong to another: the mails' own thread
THREAD: Final = "thread"


@dataclass(frozen=True, slots=True)
class Button:
    """A word and what a press on it says."""

    text: str
    press: Press


Rows = list[list[Button]]


def card_keyboard(
    draft: Draft,
    near: Sequence[Neighbour] = (),
    *,
    full: bool,
    has_page: bool = False,
    undo_until: str = "",
    following: str = "",
    after: Sequence[list[Button]] = (),
) -> InlineKeyboardMarkup | None:
    """The first keyboard of a card; a decided one can still be looked into.

    Without `full`, what would bring the letter's words into the chat has no button; it is opened on
    the page, where there is one. What the draft may belong to stands above the rest: it is to be
    answered first.

    Args:
        draft: whose card it is.
        near: what it may belong to.
        full: words of letters may enter the chat.
        has_page: the program's own page is there to be opened.
        undo_until: time of day until which the last decision can be undone; empty: it cannot.
        following: the next open draft in a few words; empty: it is not offered.
        after: what can be done with a decided one.

    """
    look = [
        button(say("keyboards.evidence"), Verb.EVIDENCE, draft),
        button(say("keyboards.original"), Verb.ORIGINAL, draft),
    ]
    if not full:
        look = [button(say("keyboards.open"), Verb.OPEN, draft)] if has_page else []
    undo_words = say("keyboards.undo", until=undo_until)
    undo = [[button(undo_words, Verb.UNDO, draft)]] if undo_until else []
    if draft.status not in OPEN_STATUSES:
        onward = [[button(f"▶️ {following}", Verb.NEXT, draft)]] if following else []
        return markup([*undo, *onward, *after, *([look] if look else [])])
    change = [button(say("keyboards.correct"), Verb.CORRECT, draft)]
    if is_request(draft.content):
        change.append(button(say("keyboards.missing"), Verb.ASK, draft))
    change.append(button(say("keyboards.more"), Verb.MORE, draft))
    rows = [
        *undo,
        *(_near(draft, one) for one in near),
        [
            button(say("keyboards.confirm"), Verb.CONFIRM, draft),
            button(say("keyboards.reject"), Verb.REJECT, draft),
        ],
        change,
    ]
    rows = [row for row in rows if row]
    return markup([*rows, look] if look else rows)


def _near(draft: Draft, other: Neighbour) -> list[Button]:
    """What an officer may say of a draft that this one may belong to."""
    its = str(other.draft_id)
    is_thread = other.reason == THREAD
    words = say("keyboards.attach_to" if is_thread else "keyboards.merge_into", ref=other.ref)
    row = [button(words, Verb.MERGE, draft, its)] if other.takes else []
    if not is_thread:
        row.append(button(say("keyboards.not_the_same"), Verb.APART, draft, its))
    return row


def reasons_keyboard(draft: Draft) -> InlineKeyboardMarkup | None:
    """Why to reject, and a reason of one's own."""
    buttons = [button(one.button, Verb.REASON, draft, one.id) for one in reasons()]
    own = button(say("keyboards.another_reason"), Verb.REASON, draft, TYPED)
    return markup([*in_pairs([*buttons, own]), [back_button(draft)]])


def kinds_keyboard(draft: Draft) -> InlineKeyboardMarkup | None:
    """All kinds, the present one marked."""
    buttons = [
        button(
            f"{'● ' if kind == draft.content.kind else ''}{label('kinds', kind)}",
            Verb.KIND,
            draft,
            kind,
        )
        for kind in ids("kinds")
    ]
    return markup([*in_pairs(buttons), ways_back(draft)])


def areas_keyboard(draft: Draft, chosen: frozenset[str]) -> InlineKeyboardMarkup | None:
    """All areas with the choice so far; nothing is saved before Done."""
    buttons = [
        button(
            f"{'✅ ' if area in chosen else ''}{label('areas', area)}",
            Verb.AREAS,
            draft,
            choice.pack(chosen ^ {area}),
        )
        for area in area_ids()
    ]
    done = button(say("keyboards.done"), Verb.SET_AREAS, draft, choice.pack(chosen))
    return markup([*in_pairs(buttons), [done, *ways_back(draft)]])


def ways_back(draft: Draft) -> list[Button]:
    """From a field to the others, and to the card."""
    return [button(say("keyboards.other_field"), Verb.CORRECT, draft), back_button(draft)]


def missing_keyboard(draft: Draft) -> InlineKeyboardMarkup | None:
    """Under what is missing: the question, as the sender would get it."""
    return markup([[button(say("keyboards.ask_the_sender"), Verb.QUESTION, draft)]])


def question_keyboard(draft: Draft, wording: int | None = None) -> InlineKeyboardMarkup | None:
    """Under the question as it would go, in our words or in those of an officer."""
    number = None if wording is None else str(wording)
    send = button(say("keyboards.send"), Verb.SEND, draft, number)
    edit = button(say("keyboards.edit"), Verb.EDIT, draft, QUESTION)
    return markup([[send, edit], [button(say("keyboards.back"), Verb.ASK, draft, AGAIN)]])


def letter_keyboard(
    message_id: str,
    drafts: Sequence[Draft] = (),
    *,
    above: Sequence[Button] = (),
    acts: Sequence[Button] = (),
    may_draft: bool,
    full: bool,
    may_retry: bool = False,
) -> InlineKeyboardMarkup | None:
    """Under the note on a message that the reader made no draft of; drafts that there are since."""
    rows = [
        [Button(f"📄 {draft.ref}", Press(verb=Verb.SHOW, draft=draft.id, revision=draft.revision))]
        for draft in drafts
    ]
    rows += [list(one) for one in (above, acts) if one]
    original = Button(say("keyboards.original"), Press(verb=Verb.LETTER, argument=message_id))
    row = [original] if full else []
    if may_draft:
        press = Press(verb=Verb.DRAFT, argument=message_id)
        row.append(Button(say("keyboards.make_a_draft"), press))
    if may_retry:
        press = Press(verb=Verb.RETRY, argument=message_id)
        row.append(Button(say("keyboards.try_again"), press))
    return markup([*rows, row] if row else rows)


def draft_kinds_keyboard(message_id: str, kinds: Sequence[str]) -> InlineKeyboardMarkup | None:
    """What to make of a message."""
    buttons = [
        Button(label("kinds", kind), Press(verb=Verb.DRAFT, argument=f"{message_id}.{kind}"))
        for kind in kinds
    ]
    back = Button(say("keyboards.back"), Press(verb=Verb.NOTE, argument=message_id))
    return markup([*in_pairs(buttons), [back]])


def pages_keyboard(verb: Verb, offset: int, total: int) -> InlineKeyboardMarkup | None:
    """Back and on through a list."""
    row = []
    if offset > 0:
        row.append(Button("◀️", Press(verb=verb, argument=str(max(offset - PAGE, 0)))))
    if offset + PAGE < total:
        row.append(Button("▶️", Press(verb=verb, argument=str(offset + PAGE))))
    return markup([row] if row else [])


def button(text: str, verb: Verb, draft: Draft, argument: str | None = None) -> Button:
    """A button about a draft as it stands."""
    press = Press(verb=verb, draft=draft.id, revision=draft.revision, argument=argument)
    return Button(text, press)


def back_button(draft: Draft) -> Button:
    """Back to the card's first keyboard."""
    return button(say("keyboards.back"), Verb.BACK, draft)


def in_pairs(buttons: Sequence[Button]) -> Rows:
    """Two buttons a row."""
    return [list(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]


def markup(rows: Rows) -> InlineKeyboardMarkup | None:
    """Rows of buttons as the chat takes them; None where there are none."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(one.text, callback_data=pack(one.press)) for one in row]
            for row in rows
        ]
    )
