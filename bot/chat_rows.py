"""What an outbox row looks like in a chat, as the records stand when it leaves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import structlog

from bot import discretion, evidence_rows
from bot.alarms import alarm_markup
from bot.batch import batch_text
from bot.board import card_text, note_text
from bot.delivery_errors import NotDeliveredError
from bot.digest import digest_text
from bot.handing import handed_text
from bot.office_words import say
from bot.pictures import NotDrawnError
from bot.render import render
from bot.scene import File, Text
from bot.sender_words import Voice, answer_of
from bot.step_keyboards import reader_keyboard
from bot.translating import translating
from bot.visiting import said
from ingest.errors import StoppedError
from store import alarms, drafts, moved_chats, outbox, shown_notes, talk_rows
from store.model import OutboxKind

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.pictures import Pictures
    from bot.scene import Office
    from bot.topic import Means
    from bot.translator import Translator
    from store.model import OutboxRow
    from store.session import Database

_log = structlog.get_logger()

#: seconds after which what is not ready is looked for again
NOT_YET_S: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What the chat gets for a row."""

    text: Text
    is_markup: bool = True
    #: the message to edit
    edits: int | None = None
    #: the message to answer, if it is still there
    under: int | None = None
    #: a picture over the text, and what is said where the chat does not take it
    photo: bytes | None = None
    instead: str = ""
    #: in place of the text
    file: File | None = None


class ChatRows:
    """Makes of a row what is sent for it."""

    def __init__(
        self,
        db: Database,
        office: Office,
        *,
        voice: Voice,
        means: Means,
        pictures: Pictures,
        translator: Translator | None = None,
    ) -> None:
        self._db = db
        self._office = office
        self._voice = voice
        self._means = means
        self._pictures = pictures
        self._translator = translator

    def prepared(self, row: OutboxRow, office: Office) -> Prepared:
        """What to send, as the records stand now."""
        if row.kind is OutboxKind.EVIDENCE:
            return self._evidence(row, office)
        if row.kind is OutboxKind.PAGE:
            return self._page(row, office)
        with self._db.reading() as session:
            return self._of_records(session, row, office)

    def without_left_behind(self, row: OutboxRow, prepared: Prepared) -> Prepared:
        """The same, sent anew where it would change or answer a message of the group that moved."""
        with self._db.reading() as session:

            def there(number: int | None) -> int | None:
                is_gone = number is not None and moved_chats.is_left_behind(session, row, number)
                return None if is_gone else number

            return replace(prepared, edits=there(prepared.edits), under=there(prepared.under))

    def _of_records(self, session: Session, row: OutboxRow, office: Office) -> Prepared:
        if row.kind in {OutboxKind.CARD, OutboxKind.CARD_EDIT}:
            return self._card(session, row, office)
        if row.kind in {OutboxKind.NOTE, OutboxKind.NOTE_EDIT}:
            return self._note(session, row, office)
        if row.kind in {OutboxKind.ALARM, OutboxKind.DIGEST, OutboxKind.HANDED}:
            return Prepared(text=self._told(session, row))
        if row.kind is OutboxKind.BATCH:
            return self._batch(session, row)
        if row.kind is OutboxKind.TALK:
            return self._talk(session, row)
        answer, _ = answer_of(session, row, self._voice)
        return Prepared(text=Text(markup=answer.text), is_markup=False)

    def _card(self, session: Session, row: OutboxRow, office: Office) -> Prepared:
        draft = drafts.get(session, row.payload["draft"])
        is_edit = row.kind is OutboxKind.CARD_EDIT
        repeat = row.possible_repeat and not is_edit
        text = card_text(session, draft, office, now=self._means.clock(), possible_repeat=repeat)
        return Prepared(text=text, edits=_card_message(session, row) if is_edit else None)

    def _note(self, session: Session, row: OutboxRow, office: Office) -> Prepared:
        is_edit = row.kind is OutboxKind.NOTE_EDIT
        edits = shown_notes.shown_by(session, row) if is_edit else None
        if is_edit and edits is None:
            raise NotDeliveredError("no_longer_so", permanent=True)
        repeat = row.possible_repeat and not edits
        text = note_text(
            session, row.payload["message"], office, now=self._means.clock(), possible_repeat=repeat
        )
        return Prepared(text=text, edits=edits)

    def _evidence(self, row: OutboxRow, office: Office) -> Prepared:
        """Quotes; they are translated when no transaction is open any more."""
        under = row.payload["under"]
        with self._db.reading() as session:
            if not self._may_show(session, row):
                return Prepared(text=_plain(discretion.why_not(self._office)), under=under)
            quotes = evidence_rows.quotes_of(session, row)
        translate = translating(quotes.foreign, quotes.into, self._translator)
        # without `full` here, the chat has refused the markup
        message = quotes.message(translate) if office.full else quotes.file(translate)
        keyboard = reader_keyboard(quotes.draft) if quotes.asks else None
        if isinstance(message, File):
            text = Text(markup="", keyboard=keyboard)
            return Prepared(text=text, file=message, under=under)
        return Prepared(text=Text(markup=message, keyboard=keyboard), under=under)

    def _page(self, row: OutboxRow, office: Office) -> Prepared:
        """A page's picture; it is drawn when no transaction is open any more."""
        under = row.payload["under"]
        with self._db.reading() as session:
            if not self._may_show(session, row):
                return Prepared(text=_plain(discretion.why_not(self._office)), under=under)
            if not office.full:
                return Prepared(text=_plain(say("replies.not_shown")), under=under)
            page = evidence_rows.page_of(session, row)
        try:
            photo = page.draw(self._pictures)
        except NotDrawnError as error:
            _log.warning("page_not_drawn", outbox=row.id, document=page.sheet.sha256[:12])
            return Prepared(text=Text(markup=page.caption(str(error))), under=under)
        except StoppedError as error:
            raise NotDeliveredError("stopping", retry_after=NOT_YET_S) from error
        return Prepared(
            text=Text(markup=page.caption()),
            photo=photo,
            instead=page.caption(say("replies.picture_refused")),
            under=under,
        )

    def _may_show(self, session: Session, row: OutboxRow) -> bool:
        """Whether the words of a row's draft may enter the chat as things stand now."""
        draft = drafts.get(session, row.payload["draft"])
        return discretion.for_draft(session, draft, self._office).full

    def _talk(self, session: Session, row: OutboxRow) -> Prepared:
        """A line of the talk in private; it is plain text."""
        line = said(session, row, self._means)
        return Prepared(
            text=Text(markup=line.text, keyboard=line.keyboard),
            is_markup=False,
            file=line.file,
            edits=row.payload.get("edits") or _renewed(session, row),
            under=row.payload.get("under"),
        )

    def _batch(self, session: Session, row: OutboxRow) -> Prepared:
        """In place of what it said before, if that is the same batch."""
        before = outbox.provider_ref(session, row.kind, row.payload, target=row.target)
        text = batch_text(session, now=self._means.clock())
        return Prepared(text=text, edits=None if before is None else int(before))

    def _told(self, session: Session, row: OutboxRow) -> Text:
        """What the program itself has to say."""
        if row.kind is OutboxKind.DIGEST:
            return digest_text(session, self._office, now=self._means.clock())
        if row.kind is OutboxKind.HANDED:
            return handed_text(session, row, self._office)
        alarm = alarms.get(session, row.payload["alarm"])
        if alarm is None:
            raise NotDeliveredError("no_such_alarm", permanent=True)
        over = bool(row.payload.get("over"))
        return Text(markup=alarm_markup(alarm, self._office.zone, over=over))


def voice_of(office: Office, contact: str) -> Voice:
    """What answers to senders name."""
    return Voice(address=office.address, contact=contact, zone=office.zone)


def _plain(words: str) -> Text:
    return Text(markup=render("office/plain.html.j2", lines=[words]))


def _renewed(session: Session, row: OutboxRow) -> int | None:
    """The message of ours that a line takes the place of."""
    renews = row.payload.get("renews")
    return None if renews is None else talk_rows.shown(session, row.target, renews)


def _card_message(session: Session, row: OutboxRow) -> int | None:
    """The chat message that shows the card: that of the last edit, else of the card itself."""
    wanted = {"draft": row.payload["draft"]}
    for kind in (OutboxKind.CARD_EDIT, OutboxKind.CARD):
        found = outbox.provider_ref(session, kind, wanted, target=row.target)
        if found is not None:
            return int(found)
    return None
