"""The keyboards of what comes after a decision: criteria, consent, letters to the sender."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot import choice
from bot.callbacks import Press, Verb
from bot.keyboards import Button, in_pairs, markup
from bot.labels import label
from bot.missing import is_request
from bot.office_words import say
from bot.own_letters import offered
from store.consents import Form, Said, Towards
from store.model import DraftStatus, OutboxKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import InlineKeyboardMarkup

    from bot.judge_reasons import JudgeReason
    from store.consents import Consent
    from store.model import Draft

#: after the kind of a letter: it is put away
NOT_NOW: Final = "not"
#: words that the officer will type
TO_TYPE: Final = "typed"
#: in the pressed message
AGAIN: Final = "again"
MEETS: Final = "meets"
NOT_YET: Final = "not_yet"
#: what a press on a scope says: towards whom, what is shown
SCOPES: Final[dict[str, tuple[Towards, Form]]] = {
    "as": (Towards.ANYONE, Form.SUMMARY),
    "al": (Towards.ANYONE, Form.LETTER),
    "ss": (Towards.STATES, Form.SUMMARY),
    "sl": (Towards.STATES, Form.LETTER),
    "ns": (Towards.NAMED, Form.SUMMARY),
    "nl": (Towards.NAMED, Form.LETTER),
}
#: the same without a scope
REFUSALS: Final[dict[str, Said]] = {"r": Said.REFUSED, "w": Said.WITHDRAWN}
#: before a code: the letter says so
QUOTED: Final = "l"
#: what a decided draft has a button for; consent is asked for elsewhere
_LETTERS: Final = (
    OutboxKind.REGISTERED, OutboxKind.OFFER, OutboxKind.DECLINED, OutboxKind.WITHDRAWN,
)  # fmt: skip


def after_rows(
    draft: Draft, *, has_sender: bool = True, is_wished: bool = False
) -> list[list[Button]]:
    """What can be done with a decided draft, beside looking; without a sender none is written to.

    The card says why. Where its sender wants to withdraw it, an officer may do so.
    """
    letters = [
        button(say(f"letter_buttons.{kind}"), Verb.WRITE, draft, kind)
        for kind in _LETTERS
        if has_sender and kind in offered(draft)
    ]
    rows = [letters] if letters else []
    if may_withdraw(draft, is_wished=is_wished):
        words = say("judging_keyboards.withdraw")
        rows.insert(0, [button(words, Verb.WITHDRAW, draft)])
    if draft.status is DraftStatus.CONFIRMED and is_request(draft.content):
        judge = button(say("judging_keyboards.judge"), Verb.JUDGE, draft)
        rows.append([judge, button(say("judging_keyboards.consent"), Verb.CONSENT, draft)])
    return rows


def may_withdraw(draft: Draft, *, is_wished: bool) -> bool:
    """Whether it stands in the register, and its sender wants it out."""
    return is_wished and draft.status is DraftStatus.CONFIRMED


def withdraw_keyboard(draft: Draft) -> InlineKeyboardMarkup | None:
    """The same asked once more."""
    words = say("judging_keyboards.yes_withdraw", register_ref=draft.register_ref)
    yes = button(words, Verb.WITHDRAWN, draft)
    return markup([[yes], [button(say("keyboards.back"), Verb.BACK, draft)]])


def letter_keyboard(
    draft: Draft, kind: OutboxKind, seen: int, wording: int | None
) -> InlineKeyboardMarkup | None:
    """Under a letter as it would go."""
    number = "" if wording is None else f".{wording}"
    send = button(say("keyboards.send"), Verb.RELEASE, draft, f"{kind}.{seen}{number}")
    edit = button(say("keyboards.edit"), Verb.EDIT, draft, kind)
    later = button(say("judging_keyboards.not_now"), Verb.WRITE, draft, f"{kind}.{NOT_NOW}")
    return markup([[send, edit], [later]])


def judge_keyboard(draft: Draft) -> InlineKeyboardMarkup | None:
    """Under how the criteria stand."""
    meets = button(say("judging_keyboards.meets"), Verb.JUDGE, draft, MEETS)
    not_yet = button(say("judging_keyboards.not_yet"), Verb.JUDGE, draft, NOT_YET)
    return markup([[meets, not_yet]])


def judge_reasons_keyboard(
    draft: Draft, what: str, seen: int, reasons: Sequence[JudgeReason]
) -> InlineKeyboardMarkup | None:
    """Why it meets them, or not yet; the press says it."""
    said = [button(one.button, Verb.JUDGED, draft, f"{what}.{seen}.{one.id}") for one in reasons]
    words = say("keyboards.another_reason")
    own = button(words, Verb.JUDGED, draft, f"{what}.{seen}.{TO_TYPE}")
    return markup(
        [*in_pairs([*said, own]), [button(say("keyboards.back"), Verb.JUDGE, draft, AGAIN)]]
    )


def consent_keyboard(
    draft: Draft, last: Consent | None, *, letter_says: bool | None, has_sender: bool = True
) -> InlineKeyboardMarkup | None:
    """What may be recorded; no is said at once, yes with its scope."""
    seen = last.id if last else 0
    rows = []
    if letter_says is not None:
        rows.append([
            button(say("judging_keyboards.letter_gives"), Verb.CONSENT, draft, f"{QUOTED}scope")
            if letter_says else button(
                say("judging_keyboards.letter_refuses"), Verb.CONSENTED, draft, f"{QUOTED}r.{seen}"
            )
        ])  # fmt: skip
    rows.append([
        button(say("judging_keyboards.given"), Verb.CONSENT, draft, "scope"),
        button(say("judging_keyboards.refused"), Verb.CONSENTED, draft, f"r.{seen}"),
    ])  # fmt: skip
    if last is not None and last.is_open:
        words = say("judging_keyboards.withdrawn")
        rows.append([button(words, Verb.CONSENTED, draft, f"w.{seen}")])
    if last is not None:
        rows.append([
            button(say("judging_keyboards.who_said_it"), Verb.CONSENTED, draft, f"by.{seen}"),
            button(say("judging_keyboards.in_which_message"), Verb.CONSENTED, draft, f"in.{seen}"),
        ])  # fmt: skip
    if has_sender:
        words = say("judging_keyboards.ask_for_it")
        rows.append([button(words, Verb.WRITE, draft, OutboxKind.CONSENT)])
    return markup(rows)


def scope_keyboard(
    draft: Draft, seen: int, areas: frozenset[str], *, quoted: bool
) -> InlineKeyboardMarkup | None:
    """Towards whom and what they may be shown: a press records the consent."""
    mark, chosen = QUOTED if quoted else "", choice.pack(areas)
    scopes = [
        button(
            say(
                "judging_keyboards.scope",
                towards=label("towards", towards), form=label("consent_forms", form),
            ),
            Verb.CONSENTED, draft, f"{mark}{code}.{seen}.{chosen}",
        )
        for code, (towards, form) in SCOPES.items()
    ]  # fmt: skip
    rows = in_pairs(scopes)
    if len(draft.content.themes) > 1:
        words = say("judging_keyboards.some_areas")
        rows.append([button(words, Verb.CONSENT, draft, f"{mark}areas.{chosen}")])
    return markup([*rows, [button(say("keyboards.back"), Verb.CONSENT, draft, AGAIN)]])


def scope_areas_keyboard(
    draft: Draft, areas: frozenset[str], *, quoted: bool
) -> InlineKeyboardMarkup | None:
    """The draft's areas, those of the consent marked; nothing is recorded here."""
    mark = QUOTED if quoted else ""
    buttons = [
        button(
            f"{'✅ ' if one.id in areas else ''}{label('areas', one.id)}",
            Verb.CONSENT, draft, f"{mark}areas.{choice.pack(areas ^ {one.id})}",
        )
        for one in draft.content.themes
    ]  # fmt: skip
    done = button(say("keyboards.done"), Verb.CONSENT, draft, f"{mark}scope.{choice.pack(areas)}")
    return markup([*in_pairs(buttons), [done]])


def button(text: str, verb: Verb, draft: Draft, argument: str | None = None) -> Button:
    """A button about a draft."""
    press = Press(verb=verb, draft=draft.id, revision=draft.revision, argument=argument)
    return Button(text, press)
