"""Presses by which an officer releases a letter to a draft's sender, after seeing it as it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot import replies
from bot.judging_keyboards import NOT_NOW, letter_keyboard
from bot.labels import label
from bot.measure import fits
from bot.moments import moment
from bot.office_words import say
from bot.own_letters import about_of, letter_of, offered, reworded
from bot.question import target_of
from bot.reminder_words import remind_about, reminder_line
from bot.render import render
from bot.scene import Reply, Text
from store import drafts, releases, wordings
from store.model import OutboxKind

if TYPE_CHECKING:
    from bot.acknowledge import Answer
    from bot.scene import DraftScene
    from store.wordings import Wording

_CHAT: Final = "chat:"
#: of a row's number, in both databases
_MOST_DIGITS: Final = 18
#: a letter that is answered, if at all
_ASKS: Final = frozenset({OutboxKind.QUESTION, OutboxKind.CONSENT})


def preview(scene: DraftScene) -> Reply:
    """The letter as it would go, below the card, with Send, Edit and Not now."""
    name, _, more = (scene.press.argument or "").partition(".")
    if more == NOT_NOW:
        return Reply(text=_told(scene, name, say("replies.nothing_sent")))
    kind = _kind(name)
    why_not = why_not_now(scene, kind)
    if kind is None or why_not:
        return Reply(toast=why_not or say("replies.not_understood"), is_alert=True)
    text = shown(scene, kind)
    return Reply(toast=say("replies.not_sent_yet"), messages=(text,), about=scene.draft.message_id)


def send(scene: DraftScene) -> Reply:
    """Release it, once for what the officer saw."""
    name, _, more = (scene.press.argument or "").partition(".")
    seen, _, number = more.partition(".")
    kind, target = _kind(name), target_of(scene.session, scene.draft, scene.office.own)
    why_not = why_not_now(scene, kind)
    if kind is None or target is None or why_not or not seen.isdecimal():
        return Reply(toast=why_not or say("replies.not_understood"), is_alert=True)
    wording = wording_of(scene, name, number)
    if number and wording is None:
        return Reply(toast=say("replies.words_gone"), is_alert=True)
    remind = remind_about(scene.office) if kind in _ASKS else {}
    done = releases.release(
        scene.session, kind, scene.draft, target, scene.officer, seen=int(seen),
        wording=wording.id if wording else None, now=scene.now, **remind,
    )  # fmt: skip
    if not done:
        words = _sent_before(scene, kind) or say("replies.nothing_changed")
        return Reply(toast=words, is_alert=True, text=_told(scene, name, words))
    when = moment(scene.now, scene.office.zone)
    state = say("letter_shown.sent_by", by=scene.officer.name, when=when)
    return Reply(
        toast=say("replies.letter_sent"), text=shown(scene, kind, wording=wording, state=state)
    )


def why_not_now(scene: DraftScene, kind: OutboxKind | None) -> str:
    """What stands against such a letter, in words; empty where nothing does."""
    if kind is None or kind not in offered(scene.draft):
        return say("replies.no_longer_so")
    reachable = target_of(scene.session, scene.draft, scene.office.own)
    return "" if reachable else say("replies.nobody_to_ask")


def shown(
    scene: DraftScene, kind: OutboxKind, *, wording: Wording | None = None, state: str = ""
) -> Text:
    """The letter in the chat, word for word."""
    answer = letter_of(scene.session, scene.draft, kind, contact=scene.office.contact)
    answer = in_words_of(scene, answer, wording)
    count = releases.count(scene.session, kind, scene.draft.id)
    keyboard = None
    if not state:
        keyboard = letter_keyboard(scene.draft, kind, count, wording.id if wording else None)
    before = "" if state else _sent_before(scene, kind)
    follows = reminder_line(scene.office, scene.now) if kind in _ASKS else ""
    markup = laid_out(scene, kind, answer, state=state, before=before, follows=follows)
    return Text(markup=markup, keyboard=keyboard)


def in_words_of(scene: DraftScene, answer: Answer, wording: Wording | None) -> Answer:
    """The letter in an officer's words, where there are some."""
    if wording is None:
        return answer
    about = about_of(scene.session, scene.draft, contact=scene.office.contact)
    return reworded(answer, wording.text, about)


def wording_of(scene: DraftScene, what: str, number: str) -> Wording | None:
    """The words that a button names, if they are those of this letter on this draft."""
    is_number = number.isdecimal() and len(number) <= _MOST_DIGITS
    found = wordings.get(scene.session, int(number)) if is_number else None
    is_its = found is not None and (found.draft_id, found.what) == (scene.draft.id, what)
    return found if is_its else None


def laid_out(
    scene: DraftScene,
    kind: OutboxKind,
    answer: Answer,
    *,
    state: str,
    before: str = "",
    follows: str = "",
) -> str:
    """The markup; one language alone where two have no room."""
    office, draft = scene.office, scene.draft
    target = target_of(scene.session, draft, office.own) or ""
    is_chat = target.startswith(_CHAT)

    def rendered(text: str) -> str:
        return render(
            "office/own_letter.html.j2",
            ref=draft.ref,
            letter=label("own_letters", kind),
            to="" if is_chat or not office.full else target,
            by="chat" if is_chat else "mail",
            subject="" if is_chat else answer.subject,
            text=text,
            state=state,
            before=before,
            follows=follows,
        )

    whole = rendered(answer.text)
    return whole if fits(whole) else rendered(answer.parts[0].text)


def _sent_before(scene: DraftScene, kind: OutboxKind) -> str:
    found = [
        one
        for one in drafts.history(scene.session, scene.draft.id)
        if one.what == releases.EVENT and one.details.get("kind") == kind
    ]
    if not found:
        return ""
    return replies.sent_before(found[-1], scene.office.zone)


def _told(scene: DraftScene, name: str, words: str) -> Text:
    markup = render(
        "office/own_letter_left.html.j2",
        ref=scene.draft.ref,
        letter=label("own_letters", name),
        words=words,
    )
    return Text(markup=markup)


def _kind(name: str) -> OutboxKind | None:
    return OutboxKind(name) if name in {*OutboxKind} else None
