"""The keyboards of corrections: the fields with what they say now, and the values of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.callbacks import Verb
from bot.cards import STATUS_MARKS
from bot.corrections import criterion_of, value_of
from bot.fields import CLEAR, NONE, Way, fields, shown, word
from bot.foreign import clean, clip
from bot.keyboards import back_button, button, in_pairs, markup, ways_back
from bot.labels import label
from bot.missing import is_partial, is_request
from bot.office_words import say
from nlp.criteria import criteria

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import InlineKeyboardMarkup

    from bot.fields import Field
    from bot.keyboards import Button, Rows
    from store.content import Criterion, Evidence
    from store.model import Draft

#: a criterion's name as a field
CRITERION: Final = "criteria."
#: words of the letter will be typed or picked
PROVES: Final = "s"
_STANDINGS: Final = ("evidenced", "not_evidenced", "not_applicable")
_CRITERIA_A_ROW: Final = 3
_LONGEST: Final = 48


def correct_keyboard(draft: Draft, *, full: bool) -> InlineKeyboardMarkup | None:
    """What can be corrected, with what it says now; criteria stand below the fields.

    Without `full` neither what the letter says is shown nor words of it are asked for.
    """
    content = draft.content
    buttons = [
        button(say("field_keyboards.kind"), Verb.KIND, draft),
        button(say("field_keyboards.areas"), Verb.AREAS, draft),
    ]
    buttons += [
        button(_named(draft, one, full=full), Verb.FIELD, draft, one.name)
        for one in fields().values()
        if (full or one.way is not Way.TYPED) and one.only in {"", content.kind}
    ]
    rows = in_pairs(buttons)
    if is_request(content):
        rows += _criteria_rows(draft)
    return markup([*rows, [back_button(draft)]])


def field_keyboard(draft: Draft, field: Field, code: str) -> InlineKeyboardMarkup | None:
    """The values of a field; `code` is the choice so far, of several."""
    if field.way is Way.SEVERAL:
        return markup([*_several(draft, field, code), ways_back(draft)])
    if field.way is Way.TYPED:
        clear = _set(draft, field, CLEAR, label("values", CLEAR))
        return markup([[clear, *ways_back(draft)]])
    now = field.code_of(value_of(draft.content, field.name))
    buttons = [
        _set(draft, field, one, f"{'● ' if one == now else ''}{word(field, one)}")
        for one in field.codes
    ]
    return markup([*in_pairs(buttons), ways_back(draft)])


def criterion_keyboard(
    draft: Draft, criterion: Criterion, candidates: Sequence[Evidence], *, full: bool
) -> InlineKeyboardMarkup | None:
    """How a criterion may stand, and sentences of the letter that may show it."""
    name = f"{CRITERION}{criterion.id}"
    proofs = [
        [
            button(
                f"{number} “{clip(clean(one.quote), _LONGEST)}”",
                Verb.SET,
                draft,
                f"{name}-{PROVES}{one.segment}.{one.start}.{one.end}",
            )
        ]
        for number, one in enumerate(candidates, start=1)
    ]
    standings = [
        button(
            f"{'● ' if one == criterion.status else ''}{label('marks', one)}",
            Verb.SET,
            draft,
            f"{name}-{one}",
        )
        for one in _STANDINGS
    ]
    words = say("field_keyboards.other_words")
    typed = [button(words, Verb.FIELD, draft, f"{name}-{PROVES}")]
    rows = [standings[:2], [standings[2], *(typed if full else [])]]
    if full and (criterion.evidence or any(criterion.parts.values())):
        rows.append([on_page_button(draft, name)])
    return markup([*proofs, *rows, ways_back(draft)])


def on_page_button(draft: Draft, field: str) -> Button:
    """What shows a field, and the pages on which that stands."""
    return button(say("field_keyboards.where_it_stands"), Verb.EVIDENCE, draft, field)


def _named(draft: Draft, field: Field, *, full: bool) -> str:
    if not full:
        return field.button
    says = shown(draft.content, field)
    return say("field_keyboards.says", field=field.button, says=says)


def _criteria_rows(draft: Draft) -> Rows:
    buttons = []
    for name in criteria().ids:
        one = criterion_of(draft.content, name)
        status = "evidenced_in_part" if is_partial(one) else one.status
        mark = STATUS_MARKS.get(status, "➖")
        buttons.append(button(f"{mark} {name}", Verb.FIELD, draft, f"{CRITERION}{name}"))
    return [buttons[at : at + _CRITERIA_A_ROW] for at in range(0, len(buttons), _CRITERIA_A_ROW)]


def _several(draft: Draft, field: Field, code: str) -> Rows:
    chosen = set(field.chosen(code))
    toggles = [
        button(
            f"{'✅ ' if one in chosen else ''}{word(field, one)}",
            Verb.FIELD,
            draft,
            f"{field.name}-{choice_of(field, chosen ^ {one})}",
        )
        for one in field.codes
    ]
    done = _set(draft, field, choice_of(field, chosen), say("keyboards.done"))
    return [toggles, [done]]


def choice_of(field: Field, chosen: set[str]) -> str:
    """Some of a field's codes as one."""
    return ".".join(one for one in field.codes if one in chosen) or NONE


def _set(draft: Draft, field: Field, code: str, words: str) -> Button:
    return button(words, Verb.SET, draft, f"{field.name}-{code}")
