"""The program's short answers to officers, in one place and in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.foreign import clip
from bot.moments import moment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from store.model import HistoryEntry
    from store.outcome import Stale, TooLate

LONGEST_TOAST: Final = 200

NOT_UNDERSTOOD: Final = "This button is from an older version. /queue shows the cards anew."
NO_OFFICER: Final = "Only officers of the secretariat can do this. Nothing was changed."
READERS_LOOK: Final = "Your role may look, not decide. Nothing was changed."
ADMINISTRATORS_ONLY: Final = "Only an administrator can let people in or out. Nothing was changed."
LAST_ADMINISTRATOR: Final = "The only administrator stays one: name another first."
ADD_WHOM: Final = (
    "Whom? Send /add with their user id, or /add in reply to something that they wrote here "
    "(or that was forwarded from them)."
)
NOT_ITS_CARD: Final = "This is not this card's button. Nothing was changed."
UNKNOWN_DRAFT: Final = "This draft is no longer there."
NOT_FOR_REGISTER: Final = "This kind has no place in the register: correct the kind, or reject it."
NOT_IN_CHAT: Final = "Words of letters stay out of this chat (ACSG_CHAT_CONTENT=minimal)."
CONFIDENTIAL: Final = "This letter is confidential: its words stay out of the chat."
PRESS_OPEN: Final = "🔐 Open under the card shows it."
NO_PAGE: Final = "There is no page to open it on (ACSG_WEB_LISTEN, ACSG_PUBLIC_URL)."
NOT_SHOWN: Final = "The chat did not take this page; Original under the card has all of them."
PICTURE_REFUSED: Final = "the chat did not take it"
NOTHING_CHANGED: Final = "Nothing was changed."
PICK_REASON: Final = "Why is it not registered?"
PICK_KIND: Final = "What is it?"
BUSY: Final = "This message is being read just now. Please look again in a moment."
NOT_READ: Final = "This message has not been read yet: /parked says what to do."
NOT_PARKED: Final = "This message is not parked any more. Nothing was changed."
TRIED_AGAIN: Final = "It is being read once more. Its card or note follows."
PICK_AREAS: Final = "Tap areas to add or remove them, then Done."
AREAS_CHANGED: Final = "The list of areas has changed; please begin again."
NO_QUOTES: Final = "No words of the letter stand for that by now."
SENT_BELOW: Final = "Sent below."
GIVE_REASON: Final = "The reason is empty. Nothing was changed."
NOT_SENT_YET: Final = "This is what the sender would get. Nothing is sent before you press Send."
NOTHING_TO_ASK: Final = "There is nothing to ask the sender."
NOBODY_TO_ASK: Final = "This letter has no sender who may be asked. Nothing was sent."
ALREADY_DECIDED: Final = "This draft is decided. Nothing was sent."
CHANGED_SINCE: Final = "The draft has changed since. Press Missing on its card; nothing was sent."
NO_LONGER_ASKED: Final = "Somebody has answered this before. The card now shows how it stands."
UNKNOWN_COMMAND: Final = "There is no such command here. /help names them all."
ERASED: Final = "The content of this letter was erased; only its trace is kept."
SAY_CASE: Final = "Is it one person's case? Nothing is sent or erased before you say."
SAID_CASE: Final = "Noted as one person's case."
ANSWER_ON_ITS_WAY: Final = "Noted; the kind answer leaves in a minute, unless you undo it."
SAID_NO_CASE: Final = "Noted: not one person's case. No clock runs."
SAID_BEFORE: Final = "That was said before. Nothing was changed."
ANSWERED_BEFORE: Final = "It was answered before. Nothing was sent again."
NOBODY_TO_ANSWER: Final = "This message has no sender who may be answered. Nothing was sent."
REPLY_SENT: Final = "The answer leaves in a minute, unless you undo it."
LEFT: Final = "Noted: nothing to be done. It stands in /aside no longer."
QUARANTINED: Final = (
    "The virus scanner found something in a file of this letter, so it is not sent here. "
    "It is kept; ask an administrator."
)
NOT_IN_LETTER: Final = (
    "These words do not stand in the letter so. Copy a sentence of it exactly, at least three "
    "words, and reply to the question again. Nothing was changed."
)
#: between "Reply to this message with" and the draft's reference
WORDS_THAT_PROVE: Final = "the words that show it, copied exactly from the letter of"
NO_LONGER_SO: Final = "This no longer fits how the draft stands. Nothing was sent."
NOT_TO_WITHDRAW: Final = (
    "There is no wish to withdraw it, or it is not in the register. Nothing was changed."
)
LETTER_SENT: Final = "The letter is on its way to the sender."
NOTHING_SENT: Final = "Nothing was sent."
WORDS_GONE: Final = "These words are no longer kept. Nothing was sent."
NO_WORDS: Final = "There were no words. Nothing was changed."
NOT_TO_JUDGE: Final = "Only registered requests are judged by the criteria."
WHY_SO: Final = "Why? A press records it, with your name and the date."
JUDGED_NOW: Final = "Recorded. It can be said anew at any time; what was said before is kept."
JUDGED_SINCE: Final = "Somebody has said something since. Nothing was recorded; look again."
NO_CONSENT_HERE: Final = "Consent is recorded for registered requests only."
HOW_FAR: Final = "Who may be approached, and what may they be shown? A press records it."
CONSENT_RECORDED: Final = "Recorded. It can be recorded anew; what was said before is kept."
CONSENT_SINCE: Final = "Somebody has recorded something since. Nothing was recorded; look again."
NOT_OF_THIS_CASE: Final = "No message of this case has this reference. Nothing was changed."
UNKNOWN_REF: Final = "There is no draft or letter with this reference."
ASK_REF: Final = "Give a reference: /show ACSG-2026-0001-1"
OFFICER_IN_PRIVATE: Final = (
    "You are an officer of the secretariat, so this is not taken as a letter. "
    "Cards and commands are in the secretariat's chat. To open a draft of what was said to you "
    "send /new; a letter that somebody sent you, forward it here."
)
NOTHING_BROUGHT: Final = "There are no words and no files yet."
BROUGHT_BEFORE: Final = "This was ended before."
THROWN_AWAY: Final = "Thrown away. Nothing was kept."


def whose_letter(name: str) -> str:
    """Somebody else brings it in."""
    return toast(f"{name} brings this in; only they can go on with it. Nothing was changed.")


def page_code(code: str) -> str:
    """What lets in to the page; for an alert, which nobody else in the chat sees."""
    return f"Your code: {code}\n\nFor you alone, once, for 5 minutes. The address is below."


def too_late(outcome: TooLate, zone: ZoneInfo, word: str) -> str:
    """Somebody decided before."""
    return toast(f"Already {word} by {outcome.by}, {moment(outcome.at, zone)}.")


def stale(outcome: Stale, zone: ZoneInfo) -> str:
    """The card showed an earlier state."""
    when = moment(outcome.at, zone)
    return toast(f"{outcome.by} changed it, {when}. The card now shows how it stands.")


def question_leaves(at: str) -> str:
    """It was released, and can be taken back for a while."""
    return f"The question leaves at {at}. Until then, Undo on the card takes it back."


def drafting(kind: str) -> str:
    """A draft of a message is being made."""
    return f"{kind}: the draft is being made. Its card comes below."


def has_draft(ref: str) -> str:
    """A message has a draft of this kind."""
    return f"There is a draft of this kind: {ref}. Nothing was changed."


def asked(entry: HistoryEntry | None, zone: ZoneInfo) -> str:
    """The sender has been asked."""
    by = f" by {entry.who}, {moment(entry.at, zone)}" if entry else ""
    return toast(f"The sender has been asked{by}. Nothing was sent again.")


def sent_before(entry: HistoryEntry, zone: ZoneInfo) -> str:
    """A letter of this kind went before."""
    return toast(f"{entry.who} has sent one before, {moment(entry.at, zone)}.")


def too_many_words(length: int, longest: int) -> str:
    """A letter in an officer's words is too long."""
    return f"These are {length} characters; at most {longest} can be sent. Nothing was changed."


def unknown_placeholders(strange: Sequence[str], known: Sequence[str]) -> str:
    """Names in braces that are filled in with nothing."""
    said = ", ".join(f"{{{clip(one, 40)}}}" for one in strange[:5])
    names = ", ".join(f"{{{one}}}" for one in known)
    return f"{said} cannot be filled in; there are {names}. Nothing was changed."


def not_sent(outcome: TooLate | Stale, zone: ZoneInfo) -> str:
    """Another officer was faster."""
    return toast(f"{outcome.by} was faster, {moment(outcome.at, zone)}. Nothing was sent again.")


def withdraw_sure(register_ref: str) -> str:
    """Asked once more before a record is withdrawn."""
    return f"Withdraw {register_ref} from the register, as its sender wishes? It keeps its number."


def not_mergeable(ref: str) -> str:
    """Another draft can take up nothing."""
    return f"{ref} is neither open nor registered any more. Nothing was changed."


def told_apart(ref: str) -> str:
    """An officer has said so."""
    return f"Noted: not the same as {ref}."


def look_first(named: str) -> str:
    """Unsure fields that have not been looked at."""
    return toast(f"Look first: {named}")


def too_large(name: str, size_bytes: int) -> str:
    """A file that the chat does not take."""
    return f"{name}: {size_bytes / 1_000_000:.0f} MB are too much for the chat."


def toast(words: str) -> str:
    """Words that the Bot API takes as the answer to a press."""
    return clip(words, LONGEST_TOAST)


#: of who wants to withdraw a letter, by `store.wishes.Proven`
WISHED_BY: Final = {
    "chat": "by chat, not linked to an address",
    "paired": "by chat, linked to an address",
}
WITHDRAWAL_WISHED: Final = (
    "❗ {ref}: the sender wants to withdraw it ({who}). Nothing is closed by that: "
    "/show {ref} and decide."
)
