"""The keyboards of what comes after a decision: criteria, consent, letters to the sender."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot import choice
from bot.callbacks import Press, Verb
from bot.keyboards import Button, in_pairs, markup
from bot.labels import label
from bot.missing import is_request
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
_LETTER_BUTTONS: Final = {
    OutboxKind.REGISTERED: "✉️ Tell the sender",
    OutboxKind.DECLINED: "✉️ Answer the sender",
}


def after_rows(draft: Draft, *, has_sender: bool = True) -> list[list[Button]]:
    """What can be done with a decided draft, beside looking; without a sender none is written to.

    The card says why.
    """
    rows = [
        [button(word, Verb.WRITE, draft, kind)]
        for kind, word in _LETTER_BUTTONS.items()
        if has_sender and kind in offered(draft)
    ]
    if draft.status is DraftStatus.CONFIRMED and is_request(draft.content):
        judge = button("⚖️ Meets criteria?", Verb.JUDGE, draft)
        rows.append([judge, button("🤝 Consent", Verb.CONSENT, draft)])
    return rows


def letter_keyboard(
    draft: Draft, kind: OutboxKind, seen: int, wording: int | None
) -> InlineKeyboardMarkup | None:
    """Under a letter as it would go."""
    number = "" if wording is None else f".{wording}"
    send = button("✉️ Send", Verb.RELEASE, draft, f"{kind}.{seen}{number}")
    edit = button("✏️ Edit", Verb.EDIT, draft, kind)
    return markup([[send, edit], [button("✖️ Not now", Verb.WRITE, draft, f"{kind}.{NOT_NOW}")]])


def judge_keyboard(draft: Draft) -> InlineKeyboardMarkup | None:
    """Under how the criteria stand."""
    meets = button("⚖️ It meets them", Verb.JUDGE, draft, MEETS)
    return markup([[meets, button("◻️ Not yet", Verb.JUDGE, draft, NOT_YET)]])


def judge_reasons_keyboard(
    draft: Draft, what: str, seen: int, reasons: Sequence[JudgeReason]
) -> InlineKeyboardMarkup | None:
    """Why it meets them, or not yet; the press says it."""
    said = [button(one.button, Verb.JUDGED, draft, f"{what}.{seen}.{one.id}") for one in reasons]
    own = button("✍️ Another reason", Verb.JUDGED, draft, f"{what}.{seen}.{TO_TYPE}")
    return markup([*in_pairs([*said, own]), [button("↩️ Back", Verb.JUDGE, draft, AGAIN)]])


def consent_keyboard(
    draft: Draft, last: Consent | None, *, letter_says: bool | None, has_sender: bool = True
) -> InlineKeyboardMarkup | None:
    """What may be recorded; no is said at once, yes with its scope."""
    seen = last.id if last else 0
    rows = []
    if letter_says is not None:
        says = "given" if letter_says else "refused"
        word = f"📄 As the letter says: {says}"
        rows.append([
            button(word, Verb.CONSENT, draft, f"{QUOTED}scope") if letter_says
            else button(word, Verb.CONSENTED, draft, f"{QUOTED}r.{seen}")
        ])  # fmt: skip
    rows.append([
        button("🤝 Given", Verb.CONSENT, draft, "scope"),
        button("✖️ Refused", Verb.CONSENTED, draft, f"r.{seen}"),
    ])  # fmt: skip
    if last is not None and last.is_open:
        rows.append([button("↩️ Withdrawn", Verb.CONSENTED, draft, f"w.{seen}")])
    if last is not None:
        rows.append([
            button("✍️ Who said it", Verb.CONSENTED, draft, f"by.{seen}"),
            button("✍️ In which message", Verb.CONSENTED, draft, f"in.{seen}"),
        ])  # fmt: skip
    if has_sender:
        rows.append([button("✉️ Ask the sender for it", Verb.WRITE, draft, OutboxKind.CONSENT)])
    return markup(rows)


def scope_keyboard(
    draft: Draft, seen: int, areas: frozenset[str], *, quoted: bool
) -> InlineKeyboardMarkup | None:
    """Towards whom and what they may be shown: a press records the consent."""
    mark, chosen = QUOTED if quoted else "", choice.pack(areas)
    scopes = [
        button(
            f"{label('towards', towards)}: {label('consent_forms', form)}",
            Verb.CONSENTED, draft, f"{mark}{code}.{seen}.{chosen}",
        )
        for code, (towards, form) in SCOPES.items()
    ]  # fmt: skip
    rows = in_pairs(scopes)
    if len(draft.content.themes) > 1:
        rows.append([button("🗂 Only some areas", Verb.CONSENT, draft, f"{mark}areas.{chosen}")])
    return markup([*rows, [button("↩️ Back", Verb.CONSENT, draft, AGAIN)]])


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
    done = button("💾 Done", Verb.CONSENT, draft, f"{mark}scope.{choice.pack(areas)}")
    return markup([*in_pairs(buttons), [done]])


def button(text: str, verb: Verb, draft: Draft, argument: str | None = None) -> Button:
    """A button about a draft."""
    press = Press(verb=verb, draft=draft.id, revision=draft.revision, argument=argument)
    return Button(text, press)
