"""The keyboards behind "More" on a card: what else can be done, officers, what goes to a second."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot import choice
from bot.callbacks import Press, Verb
from bot.keyboards import Button, in_pairs, markup
from bot.labels import label
from bot.office_words import say
from nlp.reading import DRAFT_KINDS
from store.model import OPEN_STATUSES, DraftStatus
from store.splitting import Part, is_two

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import InlineKeyboardMarkup

    from store.model import Draft, Officer

#: whom a draft is given to where it is nobody
NOBODY: Final = "0"
#: of Vouch, and behind it where the message is the line that says who was asked
RIGHT, WRONG, LINE = "right", "wrong", "line"
#: between the areas and the kind that go to a second draft
PARTED: Final = "-"
#: steps of a history on one page
STEPS: Final = 12


def more_keyboard(
    draft: Draft, *, is_foreign: bool = False, vouches: bool = False
) -> InlineKeyboardMarkup | None:
    """What else can be done with a draft.

    Args:
        draft: as it stands.
        is_foreign: whoever asks does not read all of its letter.
        vouches: whoever asks was asked to read it.
    """
    back = button(say("keyboards.back"), Verb.BACK, draft)
    look = [
        button(say("step_keyboards.history"), Verb.HISTORY, draft),
        button(say("step_keyboards.next"), Verb.NEXT, draft),
    ]
    if draft.status not in OPEN_STATUSES:
        return markup([look, [back]])
    hold = button(say("step_keyboards.hold"), Verb.HOLD, draft)
    pause = [hold] if draft.status is not DraftStatus.HELD else []
    if draft.status is not DraftStatus.DRAFT:
        pause.append(button(say("step_keyboards.resume"), Verb.RESUME, draft))
    change = [
        button(say("step_keyboards.assign"), Verb.ASSIGN, draft),
        button(say("step_keyboards.split"), Verb.SPLIT, draft),
        button(say("step_keyboards.attach_to"), Verb.ATTACH, draft),
    ]
    reading = vouch_buttons(draft) if vouches else []
    asking = [reader_button(draft)] if is_foreign else []
    return markup([pause, change, *(row for row in (reading, asking) if row), look, [back]])


def reader_button(draft: Draft) -> Button:
    """Asks who reads the letter's language."""
    return button(say("step_keyboards.ask_a_reader"), Verb.HAND, draft)


def vouch_buttons(draft: Draft, where: str = "") -> list[Button]:
    """For whoever was asked to read the letter: whether its draft is right."""
    return [
        button(say("step_keyboards.read_right"), Verb.VOUCH, draft, f"{RIGHT}{where}"),
        button(say("step_keyboards.read_wrong"), Verb.VOUCH, draft, f"{WRONG}{where}"),
    ]


def line_keyboard(draft: Draft) -> InlineKeyboardMarkup | None:
    """The same below the line that says who was asked."""
    return markup([[one] for one in vouch_buttons(draft, f".{LINE}")])


def reader_keyboard(draft: Draft) -> InlineKeyboardMarkup | None:
    """That button alone, below evidence."""
    return markup([[reader_button(draft)]])


def colleagues_keyboard(draft: Draft, found: Sequence[Officer]) -> InlineKeyboardMarkup | None:
    """Who reads the letter's language."""
    return markup(in_pairs([button(one.name, Verb.HAND, draft, str(one.id)) for one in found]))


def officers_keyboard(draft: Draft, officers: Sequence[Officer]) -> InlineKeyboardMarkup | None:
    """Who may look after a draft; who does is marked."""
    buttons = [
        button(
            f"{'● ' if one.id == draft.assigned_to else ''}{one.name}",
            Verb.ASSIGN,
            draft,
            str(one.id),
        )
        for one in officers
    ]
    if draft.assigned_to is not None:
        buttons.append(button(say("step_keyboards.nobody"), Verb.ASSIGN, draft, NOBODY))
    return markup([*in_pairs(buttons), [button(say("keyboards.back"), Verb.BACK, draft)]])


def split_keyboard(draft: Draft, part: Part) -> InlineKeyboardMarkup | None:
    """The kind and the areas of the second draft; nothing is made before the last button."""
    kinds = [
        _choice(draft, f"{'● ' if kind == part.kind else ''}{label('kinds', kind)}",
                Part(kind=kind, areas=part.areas))
        for kind in DRAFT_KINDS
    ]  # fmt: skip
    areas = [
        _choice(draft, f"{'✅ ' if theme.id in part.areas else ''}{label('areas', theme.id)}",
                Part(kind=part.kind, areas=part.areas ^ {theme.id}))
        for theme in draft.content.themes
    ]  # fmt: skip
    last = [button(say("keyboards.back"), Verb.BACK, draft)]
    if is_two(draft.content, part):
        words = say("step_keyboards.make_the_second")
        last.insert(0, button(words, Verb.SET_SPLIT, draft, pack(part)))
    return markup([kinds, *in_pairs(areas), last])


def pack(part: Part) -> str:
    """What goes to the second draft, small enough for a button."""
    return f"{choice.pack(part.areas)}{PARTED}{part.kind}"


def history_keyboard(draft: Draft, offset: int, total: int) -> InlineKeyboardMarkup | None:
    """Back and on through a history."""
    row = []
    if offset > 0:
        row.append(button("◀️", Verb.HISTORY, draft, str(max(offset - STEPS, 0))))
    if offset + STEPS < total:
        row.append(button("▶️", Verb.HISTORY, draft, str(offset + STEPS)))
    return markup([row] if row else [])


def button(text: str, verb: Verb, draft: Draft, argument: str | None = None) -> Button:
    """A button about a draft as it stands now."""
    press = Press(verb=verb, draft=draft.id, revision=draft.revision, argument=argument)
    return Button(text, press)


def _choice(draft: Draft, text: str, part: Part) -> Button:
    return button(text, Verb.SPLIT, draft, pack(part))
