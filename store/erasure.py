"""Erasing what a message said, down to a stub: reference, hashes, size, language, date, kinds.

A resend of the same bytes is still known by its hash and stays erased. Register references and
the audit stay too: they hold ids and codes. What is not in the database - files, learned rows,
free pages - is named by `unclean` until whoever can reach it says `cleaned`.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, or_, select, update

from store import alarms, audit, codec, documents, moved_chats, outbox, reports, shown, traces
from store.attempts import locked
from store.content import Content
from store.errors import OpenDraftsError, RegisteredError
from store.model import OPEN_STATUSES, DraftStatus, MessageStatus, NewOutboxRow, OutboxKind
from store.tables import (
    DecisionRow,
    DraftRow,
    EvidenceRow,
    InboxRow,
    MessageDocumentRow,
    MessageRow,
    OriginalRow,
    PlacesRow,
    RevisionRow,
    SegmentRow,
)
from store.tables_aside import AsideRow, ErasureRow
from store.tables_brought import BroughtRow
from store.tables_finding import FindableRow
from store.tables_gatherings import GatheringRow, PieceRow
from store.tables_judging import ConsentRow, JudgementRow, VouchRow, WordingRow
from store.tables_office import PromptMessageRow, PromptRow
from store.tables_outbox import OutboxTableRow
from store.tables_pairings import WishRow
from store.tables_senders import ProofRow
from store.tables_threads import DraftStateRow, HeaderIdRow, LikenessMarkRow
from store.transitions import edit_cards

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import DeclarativeBase, Session

    from store.model import Officer

#: what the record of an erased draft says in place of a reason
ERASED_REASON: Final = "content erased"
#: why a delivery report is erased: it says where our answer to an erased letter went
WITH_LETTER: Final = "with its letter"
#: in the order that foreign keys ask for
DELETED: Final[tuple[type[DeclarativeBase], ...]] = (
    PlacesRow, SegmentRow, MessageDocumentRow, OriginalRow, ProofRow, HeaderIdRow, LikenessMarkRow,
    FindableRow,
    WishRow,
    PieceRow, BroughtRow, GatheringRow,
)  # fmt: skip
BLANKED_INBOX: Final[dict[str, Any]] = {
    "sender": "", "recipients": [], "peer": None, "helo": None, "reply_chat": None,
    "problem": None,
}  # fmt: skip
BLANKED_MESSAGE: Final[dict[str, Any]] = {
    "subject": None, "sender_address": None, "sender_name": None, "reply_to_address": None,
    "header_message_id": None, "in_reply_to": None, "thread_references": [], "sent_at": None,
    "problems": [],
}  # fmt: skip
BLANKED_DECISION: Final[dict[str, Any]] = {"change": {}, "reason": None}
BLANKED_JUDGEMENT: Final[dict[str, Any]] = {"reason": None}
BLANKED_VOUCH: Final[dict[str, Any]] = {"words": None}
BLANKED_CONSENT: Final[dict[str, Any]] = {"scope_words": None, "said_by": None, "quote": None}
BLANKED_ASIDE: Final[dict[str, Any]] = {"signs": [], "urgent": False, "erase_at": None}
#: what went to the secretariat's chat: its ids lead to the messages that must change there
_SHOWN: Final = (
    OutboxKind.CARD, OutboxKind.CARD_EDIT, OutboxKind.NOTE, OutboxKind.NOTE_EDIT,
    OutboxKind.ALARM, OutboxKind.WIPE,
)  # fmt: skip
_SHOWED_WORDS: Final = (OutboxKind.EVIDENCE, OutboxKind.PAGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclean:
    """An erased message of which something may be left outside the tables."""

    message_id: str
    ref: str


def erase(
    session: Session,
    message_id: str,
    *,
    who: Officer | None = None,
    why: str,
    registered: bool = False,
    undecided: bool = True,
    now: datetime,
) -> bool:
    """Erase a message, what was made of it and came back to it, in the caller's transaction.

    Args:
        session: of that transaction.
        message_id: of the message.
        who: asked for it; None where a rule of the office did.
        why: a code, or words of whoever asks that name nobody; kept in the audit for good.
        registered: also where a draft of it is in the register, or was withdrawn from there.
        undecided: also where a draft of it is still open; that is withdrawn then.
        now: the moment.

    Returns:
        False where it was erased before.

    Raises:
        UnknownMessageError: there is no such message.
        RegisteredError: a draft of it has been registered, and `registered` is not given.
        OpenDraftsError: it has an open one, and `undecided` is not given.
    """
    row = locked(session, message_id)
    if row.status == MessageStatus.ERASED:
        return False
    drafts = session.scalars(select(DraftRow).where(DraftRow.message_id == message_id)).all()
    refs = [one.register_ref for one in drafts if one.register_ref]
    if refs and not registered:
        raise RegisteredError(", ".join(refs))
    if not undecided and any(one.status in OPEN_STATUSES for one in drafts):
        raise OpenDraftsError(message_id)
    by = audit.PROGRAM if who is None else who.name
    _blank_drafts(session, drafts, by, now)
    _wipe_chat(session, message_id, [one.id for one in drafts], now)
    traces.take_out(session, message_id, now=now)
    _delete_reading(session, message_id)
    _blank(session, InboxRow, InboxRow.id == message_id, BLANKED_INBOX)
    # also where it answered about an earlier letter, whose draft stays
    _blank(session, ConsentRow, ConsentRow.message_id == message_id, BLANKED_CONSENT)
    _stop_clock(session, message_id)
    _end_alarms(session, message_id, now)
    row.status = MessageStatus.ERASED
    row.finished_at = now
    session.add(ErasureRow(message_id=message_id, erased_by=by, erased_at=now, clean_at=None))
    details = {"why": why, "drafts": [one.ref for one in drafts]}
    audit.record(session, what="erased", who=who, message_id=message_id, details=details, now=now)
    session.flush()
    _erase_reports(session, message_id, who=who, undecided=undecided, now=now)
    return True


def unclean(session: Session, *, limit: int = 500) -> list[Unclean]:
    """Erased messages that are not clean outside the tables yet."""
    chosen = (
        select(InboxRow.id, InboxRow.ref)
        .join(ErasureRow, ErasureRow.message_id == InboxRow.id)
        .where(ErasureRow.clean_at.is_(None))
        .order_by(InboxRow.id)
        .limit(limit)
    )
    return [Unclean(message_id=row.id, ref=row.ref) for row in session.execute(chosen)]


def cleaned(session: Session, message_ids: Sequence[str], *, now: datetime) -> None:
    """Note that nothing of these is left anywhere that the program writes."""
    session.execute(
        update(ErasureRow)
        .where(ErasureRow.message_id.in_(message_ids))
        .values(clean_at=now)
        .execution_options(synchronize_session=False)
    )


def _blank_drafts(session: Session, drafts: Sequence[DraftRow], by: str, now: datetime) -> None:
    """Leave what a number on an old card must still mean: reference, kind, state, who decided."""
    ids = [one.id for one in drafts]
    for table in (EvidenceRow, DraftStateRow, WordingRow):
        session.execute(
            delete(table)
            .where(table.__table__.c.draft_id.in_(ids))
            .execution_options(synchronize_session=False)
        )
    for one in session.scalars(select(RevisionRow).where(RevisionRow.draft_id.in_(ids))):
        kind = one.content["kind"]
        one.content = codec.dump(Content(kind=kind, confidence=1.0, band=""))
    _blank(session, DecisionRow, DecisionRow.draft_id.in_(ids), BLANKED_DECISION)
    _blank(session, JudgementRow, JudgementRow.draft_id.in_(ids), BLANKED_JUDGEMENT)
    _blank(session, VouchRow, VouchRow.draft_id.in_(ids), BLANKED_VOUCH)
    _blank(session, ConsentRow, ConsentRow.draft_id.in_(ids), BLANKED_CONSENT)
    refs = [one.ref for one in drafts]
    for prompts in (PromptRow, PromptMessageRow):
        session.execute(
            delete(prompts)
            .where(prompts.draft_ref.in_(refs))
            .execution_options(synchronize_session=False)
        )
    for draft in drafts:
        draft.reason = ERASED_REASON
        if draft.status in OPEN_STATUSES:
            # no officer decided: nobody's card may offer it any more
            draft.status = DraftStatus.WITHDRAWN
            draft.decided_by, draft.decided_at = by, now
    session.flush()


def _delete_reading(session: Session, message_id: str) -> None:
    tied = select(MessageDocumentRow.sha256).where(MessageDocumentRow.message_id == message_id)
    sha256s = list(session.scalars(tied))
    for table in DELETED:
        session.execute(
            delete(table)
            .where(table.__table__.c.message_id == message_id)
            .execution_options(synchronize_session=False)
        )
    documents.drop_unused(session, sha256s)
    _blank(session, MessageRow, MessageRow.message_id == message_id, BLANKED_MESSAGE)


def _wipe_chat(session: Session, message_id: str, draft_ids: list[int], now: datetime) -> None:
    """Forget to whom answers went; let the secretariat's chat show what is left: nothing."""
    about = or_(OutboxTableRow.message_id == message_id, OutboxTableRow.draft_id.in_(draft_ids))
    rows = session.scalars(select(OutboxTableRow).where(about).order_by(OutboxTableRow.id)).all()
    edits = [
        NewOutboxRow(
            kind=OutboxKind.WIPE if row.kind in _SHOWED_WORDS else OutboxKind.NOTE_EDIT,
            target=moved_chats.found_under(session, row.target, row.sent_at),
            payload={"message": message_id, "shown": int(row.provider_ref)},
        )
        for row in rows
        if row.provider_ref and row.kind in {*_SHOWED_WORDS, OutboxKind.NOTE}
    ]
    edits += [
        NewOutboxRow(
            kind=OutboxKind.WIPE,
            target=f"chat:{chat}",
            payload={"message": message_id, "shown": number},
        )
        for chat, number in shown.take(session, message_id)
    ]
    gone = [row.id for row in rows if row.kind not in _SHOWN]
    session.execute(
        delete(OutboxTableRow)
        .where(OutboxTableRow.id.in_(gone))
        .execution_options(synchronize_session=False)
    )
    outbox.add(session, edits, now=now)
    for draft_id in draft_ids:
        edit_cards(session, draft_id, now)


def _erase_reports(
    session: Session, message_id: str, *, who: Officer | None, undecided: bool, now: datetime
) -> None:
    for report in reports.of_message(session, message_id):
        # one of which somebody made a record stays, as such records do
        with suppress(RegisteredError, OpenDraftsError):
            erase(session, report, who=who, why=WITH_LETTER, undecided=undecided, now=now)


def _stop_clock(session: Session, message_id: str) -> None:
    _blank(session, AsideRow, AsideRow.message_id == message_id, BLANKED_ASIDE)


def _blank(
    session: Session,
    table: type[DeclarativeBase],
    where: ColumnElement[bool],
    values: dict[str, Any],
) -> None:
    session.execute(
        update(table).where(where).values(values).execution_options(synchronize_session=False)
    )


def _end_alarms(session: Session, message_id: str, now: datetime) -> None:
    """What needed a person needs nobody any more."""
    for one in alarms.holding(session):
        if one.subject == message_id:
            alarms.end(session, one.code, subject=message_id, now=now)
