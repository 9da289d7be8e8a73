"""Letters of ours about a draft that an officer releases: which there are, and their words.

The words are in `templates/words/`; nothing of the sender's letter is in them.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot import reject_reasons
from bot.acknowledge import Part, in_languages
from bot.delivery_errors import NotDeliveredError
from bot.locales import long_date
from bot.missing import is_request
from bot.originals import language_code
from bot.placeholders import filled
from bot.words import catalogue, words_in
from store import awaited, drafts, inbox, wordings
from store.model import DraftStatus, OutboxKind
from store.sending import OWN_LETTERS
from store.transitions import SERIES

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from bot.acknowledge import Answer
    from bot.words import Words
    from store.model import Draft, OutboxRow

#: those whose words are made here
KINDS: Final = frozenset({*OWN_LETTERS, OutboxKind.REMINDER})
#: a reason of the office's own, which the sender is not told
_OTHER: Final = "other"
_WITHDRAWN: Final = "withdrawn"
#: nobody answers these
_SILENT: Final = frozenset({"spam"})
_ISOLATES: Final = {0x2068: None, 0x2069: None}
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the words of a letter name."""

    draft: Draft
    #: of the message
    reference: str
    contact: str
    by_mail: bool

    @property
    def values(self) -> dict[str, str]:
        """By placeholder."""
        register = self.draft.register_ref or self.reference
        return {"reference": self.reference, "register": register, "contact": self.contact}


def offered(draft: Draft) -> tuple[OutboxKind, ...]:
    """The letters that an officer may release about a draft as it stands."""
    if draft.status is DraftStatus.CONFIRMED:
        more = (OutboxKind.OFFER, OutboxKind.CONSENT) if is_request(draft.content) else ()
        return (OutboxKind.REGISTERED, *more)
    if draft.status is DraftStatus.REJECTED and reason_id(draft) not in _SILENT:
        return (OutboxKind.DECLINED,)
    if draft.status is DraftStatus.WITHDRAWN and draft.register_ref:
        return (OutboxKind.WITHDRAWN,)
    return ()


def reason_id(draft: Draft) -> str:
    """Which reason of the list a draft was rejected for; `other` for an officer's own words."""
    return reject_reasons.reason_id(draft.reason) or _OTHER


def letter_of(session: Session, draft: Draft, kind: OutboxKind, *, contact: str) -> Answer:
    """A letter as it would go, in its sender's language."""
    about = about_of(session, draft, contact=contact)
    return _in_languages(session, about, lambda words: _WRITTEN[kind](words, about))


def of_row(session: Session, row: OutboxRow, *, contact: str, zone: ZoneInfo) -> tuple[Answer, str]:
    """The words of a row of the outbox, and what tells it from other mails on the same letter.

    Raises:
        NotDeliveredError: for good, where what it says is no longer so.

    """
    draft = drafts.get(session, row.payload["draft"])
    number = draft.ref.rpartition("-")[2]
    if row.kind is OutboxKind.REMINDER:
        name = f"reminder-{number}-{row.payload['revision']}-{row.id}"
        return _reminder(session, row, draft, contact, zone), name
    if row.kind not in offered(draft):
        raise NotDeliveredError("no_longer_so", permanent=True)
    answer = letter_of(session, draft, row.kind, contact=contact)
    # an answer to it is one to a question: `ingest/own_ids.py` knows the form
    what = "question" if row.kind is OutboxKind.CONSENT else row.kind
    name = f"{what}-{number}-{row.payload['revision']}-{row.id}"
    return reworded_row(session, row, draft, answer, contact), name


def reworded_row(
    session: Session, row: OutboxRow, draft: Draft, answer: Answer, contact: str
) -> Answer:
    """The answer in the words that an officer gave the row, or as it is where none did.

    Raises:
        KeyError: the words are no longer there.

    """
    if "wording" not in row.payload:
        return answer
    wording = wordings.get(session, row.payload["wording"])
    if wording is None:
        raise KeyError("wording")
    return reworded(answer, wording.text, about_of(session, draft, contact=contact))


def reworded(answer: Answer, text: str, about: About) -> Answer:
    """The answer under the same subject, in an officer's words."""
    first = answer.parts[0]
    said = filled(text, about.values)
    blocks = [block.strip() for block in said.split("\n\n")]
    direction = _direction(said)
    language = first.language if direction == first.direction else "und"
    part = Part(
        language=language,
        direction=direction,
        paragraphs=tuple(tuple(block.split("\n")) for block in blocks if block),
    )
    return replace(answer, parts=(part,))


def about_of(session: Session, draft: Draft, *, contact: str) -> About:
    """What a letter about a draft names."""
    message = inbox.get(session, draft.message_id)
    by_mail = message.channel != "chat"
    return About(draft=draft, reference=message.ref, contact=contact, by_mail=by_mail)


def _in_languages(session: Session, about: About, body: Callable[[Words], list[str]]) -> Answer:
    def words(code: str) -> str:
        said = words_in(code)
        way = said("own.by_mail" if about.by_mail else "own.by_chat", **about.values)
        subject, *paragraphs = body(said)
        # brackets keep a reference whole, and isolates would stand in a header
        subject = subject.translate(_ISOLATES)
        return "\n".join([subject, "\n\n".join([*paragraphs, way, said("own.closing")])])

    message = inbox.get(session, about.draft.message_id)
    code = language_code(session, message)
    return in_languages(message.ref, words, about.draft.language, code)


def _registered(words: Words, about: About) -> list[str]:
    is_open = (words("registered.nobody"),) if is_request(about.draft.content) else ()
    return [
        words("registered.subject", **about.values),
        words("own.thanks"),
        words(f"registered.{about.draft.content.kind}", **about.values),
        " ".join((*is_open, words("registered.wrong"))),
    ]


def _declined(words: Words, about: About) -> list[str]:
    known = catalogue(words.language)["declined"]
    kind = about.draft.content.kind
    reason = reason_id(about.draft)
    what = words(f"declined.{kind if kind in SERIES else 'letter'}")
    why = words(f"declined.{reason if reason in known else _OTHER}")
    subject = words("declined.subject", **about.values)
    # to whoever wished it so, nothing was refused
    said = why if reason == _WITHDRAWN else f"{what} {why}"
    return [subject, words("own.thanks"), said]


def _offer(words: Words, about: About) -> list[str]:
    return [
        words("offer.subject", **about.values),
        words("own.thanks"),
        words("offer.came", **about.values),
        words("offer.next"),
    ]


def _withdrawn(words: Words, about: About) -> list[str]:
    return [
        words("withdrawn.subject", **about.values),
        words("own.thanks"),
        words(f"withdrawn.{about.draft.content.kind}", **about.values),
        words("withdrawn.again"),
    ]


def _consent(words: Words, about: About) -> list[str]:
    return [
        words("consent.subject", **about.values),
        words("own.thanks"),
        words("consent.why", **about.values),
        words("consent.asks"),
        words("consent.until"),
    ]


_WRITTEN: Final[dict[OutboxKind, Callable[[Words, About], list[str]]]] = {
    OutboxKind.REGISTERED: _registered,
    OutboxKind.DECLINED: _declined,
    OutboxKind.OFFER: _offer,
    OutboxKind.WITHDRAWN: _withdrawn,
    OutboxKind.CONSENT: _consent,
}


def _reminder(
    session: Session, row: OutboxRow, draft: Draft, contact: str, zone: ZoneInfo
) -> Answer:
    question = awaited.of_question(session, row.payload["question"])
    if question is None:
        raise NotDeliveredError("no_longer_so", permanent=True)
    about = about_of(session, draft, contact=contact)
    day = question.asked_at.astimezone(zone).date()

    def body(words: Words) -> list[str]:
        date = long_date(day, words.language)
        return [
            words("reminder.subject", **about.values),
            words(f"reminder.{question.kind}", date=date, **about.values),
            words("reminder.crossed"),
        ]

    return _in_languages(session, about, body)


def _direction(text: str) -> str:
    """Of a text: that of its first letter that has one."""
    for one in text:
        found = unicodedata.bidirectional(one)
        if found == "L" or found in _RIGHT_TO_LEFT:
            return "rtl" if found in _RIGHT_TO_LEFT else "ltr"
    return "ltr"
