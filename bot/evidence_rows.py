"""What one outbox row of a draft's evidence sends: a message, a file, or the picture of a page.

The rows hold numbers alone. What they mean is worked out anew from the records, which no longer
change: a revision of a draft, and what was read of its letter.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.asked_evidence import only
from bot.evidence import evidence_file, evidence_parts, findings, joined
from bot.locales import main_language
from bot.measure import ROOMS, fits, visible
from bot.office_words import say, say_safely
from bot.pages import MOST, left_out, marks_of, sheets_of
from bot.pictures import NotDrawnError
from bot.render import render
from bot.scene import File
from bot.sender_repute import reading
from store import documents, drafts, revisions
from store.errors import UnknownDocumentError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy.orm import Session

    from bot.evidence import Texts, Translate
    from bot.measure import Room
    from bot.pages import Sheet
    from bot.pictures import Pictures
    from ingest.page_marks import Mark
    from store.model import Draft, OutboxRow, ReadMessage
    from store.session import Database

#: UTF-16 units of a caption, after tags are taken out
LONGEST_CAPTION: Final = 1024
#: in a row of what was asked about one field: which
ASKED: Final = "asked"
_NOT_TOLD: Final = "und"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many rows the evidence of a draft needs."""

    messages: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRow:
    """A page, and all that is needed to draw it once the records are closed."""

    ref: str
    sheet: Sheet
    #: None where it is no longer kept
    content: bytes | None
    turn: int
    marks: tuple[Mark, ...]
    possible_repeat: bool

    @property
    def file(self) -> str:
        """Its name; of another message than the draft's own letter, with its reference."""
        ref = next((one.evidence.ref for one in self.sheet.findings if one.evidence.ref), None)
        return f"{ref} {self.sheet.name}" if ref else self.sheet.name

    def caption(self, why_not: str = "") -> str:
        """Markup that fits under a picture; with `why_not` it stands there instead of one."""
        markup = ""
        for room in ROOMS:
            markup = self._rendered(room, why_not)
            if visible(markup) <= LONGEST_CAPTION:
                break
        return markup

    def draw(self, pictures: Pictures) -> bytes:
        """The picture.

        Raises:
            NotDrawnError: it cannot be drawn, and why.
            StoppedError: the program is ending.

        """
        if self.content is None:
            raise NotDrawnError(say("pictures.gone"))
        return pictures.draw(self.content, self.sheet.page, self.turn, self.marks)

    def _rendered(self, room: Room, why_not: str) -> str:
        return render(
            "cards/page.html.j2",
            ref=self.ref,
            file=self.file,
            page=self.sheet.page,
            trouble=self.sheet.trouble,
            findings=self.sheet.findings,
            is_unsure=any(mark.is_unsure and mark.boxes for mark in self.marks),
            unmarked=bool(self.marks) and not any(mark.boxes for mark in self.marks),
            why_not=why_not,
            room=room,
            possible_repeat=self.possible_repeat,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteRow:
    """A message of quotes, or their file, before what a machine says of them is known."""

    draft: Draft
    texts: Texts
    told: tuple[str, ...]
    #: number of a finding -> language of its quote, of those that are translated
    foreign: Mapping[int, str]
    #: language of the translations
    into: str
    #: which of the messages
    part: int
    #: whoever asked does not read the letter: a colleague may
    asks: bool
    possible_repeat: bool

    def message(self, translate: Translate) -> str | File:
        """The message, or the file where there would be too many; the records are closed by then.

        Raises:
            KeyError: the records no longer hold this part.

        """
        parts = evidence_parts(self.draft, self.texts, told=self.told, foreign=self.foreign)
        if isinstance(parts, File):
            return self.file(translate)
        markup = joined(dict(enumerate(parts))[self.part], translate)
        marked = f"<i>{say_safely('repeats.message')}</i>\n{markup}"
        return marked if self.possible_repeat and fits(marked) else markup

    def file(self, translate: Translate) -> File:
        """All of the evidence, for a chat that takes no markup of it as well."""
        return evidence_file(self.draft, self.foreign, translate)


def counted(
    session: Session,
    draft: Draft,
    reads: Collection[str] | None = None,
    *,
    asked: str | None = None,
) -> Count:
    """How many messages and pictures the evidence of a draft is.

    Args:
        session: of the records.
        draft: whose evidence.
        reads: languages of whoever asked; quotes in others are translated. None: none is.
        asked: what alone is to be shown; pages that could not be read do not show it.

    """
    draft = only(draft, asked)
    found = _reads(session, draft)
    sheets = sheets_of(found, findings(draft))
    told = left_out(sheets, draft.ref)
    foreign = foreign_to(draft, found, reads)
    parts = evidence_parts(draft, _texts(found), told=told, foreign=foreign)
    pages = sum(1 for one in sheets if asked is None or one.findings)
    return Count(messages=1 if isinstance(parts, File) else len(parts), pages=min(pages, MOST))


def quotes_of(session: Session, row: OutboxRow) -> QuoteRow:
    """The quotes of an evidence row, and in which languages they are.

    Raises:
        StoreError, KeyError: the records no longer hold it.

    """
    draft, payload = _asked(session, row), row.payload
    found = _reads(session, draft)
    into = payload.get("into", "")
    return QuoteRow(
        draft=draft,
        texts=_texts(found),
        told=left_out(sheets_of(found, findings(draft)), draft.ref),
        foreign=foreign_to(draft, found, payload["reads"] if into else None),
        into=into,
        part=payload["part"],
        asks=bool(payload.get("asks")),
        possible_repeat=row.possible_repeat,
    )


def foreign_quotes(session: Session, draft: Draft, reads: Collection[str]) -> dict[int, str]:
    """Number of a finding -> language of its quote, where somebody does not read that."""
    return foreign_to(draft, _reads(session, draft), reads)


def foreign_to(
    draft: Draft, found: Mapping[str | None, ReadMessage], reads: Collection[str] | None
) -> dict[int, str]:
    """The same of what was read of the messages; nothing where it is not asked."""
    if reads is None:
        return {}
    spoken = {
        (message, segment.index): segment.language
        for message, read in found.items()
        for segment in read.segments
    }
    told = {
        one.number: _language(spoken.get((one.evidence.message, one.evidence.segment)), draft)
        for one in findings(draft)
    }
    return {number: code for number, code in told.items() if code not in {*reads, _NOT_TOLD}}


def _language(code: str | None, draft: Draft) -> str:
    """The language of a quote; that of its letter where it is too short to be told."""
    return main_language(draft.language if code in {None, _NOT_TOLD} else code or "")


def page_of(session: Session, row: OutboxRow) -> PageRow:
    """The page of a page row.

    Raises:
        StoreError, KeyError: the records no longer hold it.

    """
    draft = _asked(session, row)
    sheet = dict(enumerate(sheets_of_draft(session, draft)))[row.payload["part"]]
    page = page_row(session, draft, sheet, possible_repeat=row.possible_repeat)
    if ASKED not in row.payload:
        return page
    return replace(page, marks=tuple(replace(mark, is_asked=True) for mark in page.marks))


def page_row(
    session: Session, draft: Draft, sheet: Sheet, *, possible_repeat: bool = False
) -> PageRow:
    """A page of a draft's letter with what is to be marked on it."""
    turn, marks = marks_of(session, sheet.message or draft.message_id, sheet)
    return PageRow(
        ref=draft.ref,
        sheet=sheet,
        content=_content(session, sheet.sha256),
        turn=turn,
        marks=marks,
        possible_repeat=possible_repeat,
    )


def all_sheets(database: Database, draft: Draft) -> tuple[Sheet, ...]:
    """Every page that shows evidence of a draft or could not be read, however many."""
    with database.reading() as session:
        return sheets_of_draft(session, draft)


def _asked(session: Session, row: OutboxRow) -> Draft:
    """The draft as it was when its evidence was asked for."""
    draft = drafts.get(session, row.payload["draft"])
    content = revisions.content_at(session, draft.id, row.payload["revision"])
    return only(replace(draft, content=content), row.payload.get(ASKED))


def _texts(found: Mapping[str | None, ReadMessage]) -> Texts:
    return {
        (message, segment.index): segment.text
        for message, read in found.items()
        for segment in read.segments
    }


def sheets_of_draft(session: Session, draft: Draft) -> tuple[Sheet, ...]:
    """The same for who has the records open."""
    return sheets_of(_reads(session, draft), findings(draft))


def _reads(session: Session, draft: Draft) -> dict[str | None, ReadMessage]:
    """The messages that a draft rests on, its own letter first, under None."""
    found = {None: reading(session, draft.message_id)} | {
        source.message: reading(session, source.message) for source in draft.content.sources
    }
    return {message: read for message, read in found.items() if read is not None}


def _content(session: Session, sha256: str) -> bytes | None:
    try:
        return documents.content(session, sha256)
    except UnknownDocumentError:
        return None
