"""A draft whole, as the page shows it: what it says, what proves it, and the letters themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.board import mail_lines
from bot.bring_words import origin_lines
from bot.cards import card_of, quote_of
from bot.evidence import findings
from bot.evidence_rows import sheets_of_draft
from bot.history import step_words, who
from bot.moments import moment
from bot.office_words import say
from bot.sender_repute import reading, sender_repute
from bot.ties import ties_of
from bot.web.files import Offered, offered
from bot.web.marking import paragraphs
from store import brought, drafts, inbox, officers

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from bot.cards import Card, Quote
    from bot.evidence import Finding
    from bot.pages import Sheet
    from bot.scene import Office
    from bot.web.marking import Piece
    from store.model import Draft, HistoryEntry, StoredSegment


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """A finding beside its number."""

    number: int
    title: str
    quote: Quote
    #: it can be jumped to in the text
    is_marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One run of a letter's text."""

    title: str
    language: str
    paragraphs: list[list[Piece]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message that the draft rests on."""

    ref: str
    passages: list[Passage]
    files: list[Offered]
    #: why its files are not given out; empty where they are
    why_not: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happened."""

    at: str
    who: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Everything of one draft."""

    card: Card
    proven: list[Proven]
    letters: list[Letter]
    sheets: tuple[Sheet, ...]
    steps: list[Step]


def dossier(session: Session, draft: Draft, office: Office, *, now: datetime) -> Dossier:
    """The draft as it stands now."""
    message = inbox.get(session, draft.message_id)
    read = reading(session, draft.message_id)
    found = findings(draft)
    letters = [
        _letter(session, one, key, found)
        for one, key in [
            (draft.message_id, None),
            *((source.message, source.message) for source in draft.content.sources),
        ]
    ]
    marked = {
        number
        for letter in letters
        for passage in letter.passages
        for pieces in passage.paragraphs
        for piece in pieces
        for number in piece.begins
    }
    origin = brought.of_message(session, draft.message_id)
    names = {one.id: one.name for one in officers.listed(session)}
    card = card_of(
        draft,
        message,
        read,
        repute=sender_repute(session, message, read, draft, zone=office.zone),
        now=now,
        zone=office.zone,
        mail_troubles=mail_lines(session, office, draft.message_id, draft.id),
        ties=ties_of(session, draft, office.zone),
    )
    if origin is not None:
        card = replace(card, origin=origin_lines(origin, office.zone, full=True))
    return Dossier(
        card=card,
        proven=[
            Proven(
                number=one.number,
                title=one.title,
                quote=quote_of(one.evidence),
                is_marked=one.number in marked,
            )
            for one in found
        ],
        letters=letters,
        sheets=sheets_of_draft(session, draft),
        steps=[_step(one, office, names) for one in drafts.history(session, draft.id)],
    )


def _letter(
    session: Session, message_id: str, key: str | None, found: tuple[Finding, ...]
) -> Letter:
    message, read = inbox.get(session, message_id), reading(session, message_id)
    here = [one for one in found if one.evidence.message == key]
    passages = [_passage(one, here) for one in (read.segments if read else ())]
    files, why_not = offered(session, message)
    return Letter(
        ref=message.ref,
        passages=[one for one in passages if one.paragraphs],
        files=files,
        why_not=why_not,
    )


def _passage(segment: StoredSegment, here: list[Finding]) -> Passage:
    found = [one for one in here if one.evidence.segment == segment.index]
    title = segment.name or say(f"web_origins.{segment.origin}")
    if segment.page is not None:
        title = say("web_origins.at_page", title=title, page=segment.page)
    return Passage(
        title=title,
        language=segment.language,
        paragraphs=paragraphs(segment.text, found),
    )


def _step(entry: HistoryEntry, office: Office, names: Mapping[int, str]) -> Step:
    at = moment(entry.at, office.zone)
    return Step(at=at, who=who(entry), what=step_words(entry, names=names))
