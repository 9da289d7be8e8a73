"""Letters by chat that are still coming: pieces of one sender, until they become one letter."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update

from store import documents
from store.dialect import insert_into
from store.tables_gatherings import GatheringRow, PieceRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session


class GatheringState(StrEnum):
    """Where a gathering stands."""

    OPEN = "open"  #: becomes a letter by itself once nothing more comes
    MORE = "more"  #: its sender said that more comes: only they end it
    CLOSING = "closing"  #: its sender said that is all, and a file of it is still on its way
    CLOSED = "closed"  #: it is a letter
    DISCARDED = "discarded"


class PieceKind(StrEnum):
    """What a piece is, for whoever counts them."""

    MESSAGE = "message"
    PAGE = "page"
    FILE = "file"
    VOICE = "voice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One chat message of a gathering."""

    update_id: int
    chat_id: int
    #: number of the chat message
    shown: int
    kind: PieceKind
    text: str
    #: who wrote it, where it was passed on
    author: str
    written_at: datetime | None
    file_name: str
    media_type: str
    #: empty where there is no file, or it could not be had
    sha256: str
    sent_at: datetime
    #: 0 before it is kept
    id: int = 0
    gathering_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """Pieces of one sender that become one letter."""

    id: int
    user_id: int
    chat_id: int
    user_name: str
    language_code: str | None
    state: GatheringState
    touched_at: datetime
    closes_at: datetime | None
    reminded_at: datetime | None
    message_id: str | None
    opened_at: datetime
    #: reference of the earlier letter that it belongs to; None where it stands for itself
    added_to: str | None

    @property
    def is_open(self) -> bool:
        """Whether pieces still come into it."""
        return self.state not in {GatheringState.CLOSED, GatheringState.DISCARDED}


def opened(
    session: Session,
    *,
    user_id: int,
    chat_id: int,
    user_name: str,
    language_code: str | None,
    now: datetime,
) -> Gathering:
    """The open gathering of a sender, locked; a new one where there is none."""
    new = insert_into(session, GatheringRow).values(
        user_id=user_id, open_for=user_id, chat_id=chat_id, user_name=user_name,
        language_code=language_code, state=GatheringState.OPEN, opened_at=now, touched_at=now,
    )  # fmt: skip
    session.execute(new.on_conflict_do_nothing())
    chosen = select(GatheringRow).where(GatheringRow.open_for == user_id)
    return _value(session.scalars(_locked(chosen)).one())


def find(session: Session, gathering_id: int) -> Gathering | None:
    """A gathering, locked; None where it was erased."""
    chosen = select(GatheringRow).where(GatheringRow.id == gathering_id)
    row = session.scalars(_locked(chosen)).one_or_none()
    return None if row is None else _value(row)


def look(session: Session, gathering_id: int) -> Gathering | None:
    """The same, not locked: for whoever only says how it stands."""
    row = session.get(GatheringRow, gathering_id, populate_existing=True)
    return None if row is None else _value(row)


def of_user(session: Session, user_id: int) -> Gathering | None:
    """The open gathering of a sender."""
    row = session.scalar(select(GatheringRow).where(GatheringRow.open_for == user_id))
    return None if row is None else _value(row)


def add(session: Session, gathering_id: int, piece: Piece, *, now: datetime) -> int:
    """Put a piece into an open gathering; its number."""
    values = asdict(replace(piece, gathering_id=gathering_id))
    del values["id"]
    row = PieceRow(**values)
    session.add(row)
    _set(session, gathering_id, touched_at=now)
    session.flush()
    return row.id


def pieces(session: Session, gathering_id: int) -> list[Piece]:
    """Its pieces, in the order in which they were sent."""
    chosen = (
        select(PieceRow)
        .where(PieceRow.gathering_id == gathering_id)
        .order_by(PieceRow.update_id)
        .execution_options(populate_existing=True)
    )
    return [_piece(row) for row in session.scalars(chosen)]


def piece(session: Session, piece_id: int) -> Piece | None:
    """One piece."""
    row = session.get(PieceRow, piece_id, populate_existing=True)
    return None if row is None else _piece(row)


def piece_shown(session: Session, chat_id: int, shown: int) -> Piece | None:
    """The piece that a chat message is."""
    found = (PieceRow.chat_id == chat_id, PieceRow.shown == shown)
    row = session.scalars(select(PieceRow).where(*found)).first()
    return None if row is None else _piece(row)


def say_anew(session: Session, known: Piece, piece: Piece) -> None:
    """The sender changed a piece: its words, or its file."""
    values = {
        "text": piece.text, "kind": piece.kind, "file_name": piece.file_name,
        "media_type": piece.media_type, "sha256": piece.sha256,
    }  # fmt: skip
    session.execute(update(PieceRow).where(PieceRow.id == known.id).values(**values))
    if known.sha256 != piece.sha256:
        documents.drop_unused(session, [known.sha256])


def leave_out(session: Session, one: Piece) -> None:
    """Take a piece out, and its file where nothing else has it."""
    session.execute(delete(PieceRow).where(PieceRow.id == one.id))
    documents.drop_unused(session, [one.sha256])


def move(
    session: Session, gathering_id: int, state: GatheringState, *, closes_at: datetime | None
) -> None:
    """Say how an open gathering goes on."""
    _set(session, gathering_id, state=state, closes_at=closes_at)


def go_on_in(session: Session, gathering_id: int, chat_id: int) -> None:
    """Its pieces come by another chat from now on."""
    _set(session, gathering_id, chat_id=chat_id)


def reminded(session: Session, gathering_id: int, *, now: datetime) -> None:
    """Its sender was reminded of it."""
    _set(session, gathering_id, reminded_at=now)


def closed(
    session: Session, gathering_id: int, message_id: str, *, added_to: str | None = None
) -> None:
    """It is a letter now, which has its words; what stays here tells an edit that came too late."""
    _set(
        session, gathering_id, state=GatheringState.CLOSED, open_for=None, closes_at=None,
        user_name="", message_id=message_id, added_to=added_to,
    )  # fmt: skip
    gone = {"text": "", "author": "", "written_at": None, "file_name": "", "sha256": ""}
    session.execute(
        update(PieceRow)
        .where(PieceRow.gathering_id == gathering_id)
        .values(message_id=message_id, **gone)
    )


def discard(session: Session, gathering_id: int) -> None:
    """Throw it away with all its pieces; nothing of them is kept."""
    sha256s = [one.sha256 for one in pieces(session, gathering_id)]
    session.execute(delete(PieceRow).where(PieceRow.gathering_id == gathering_id))
    documents.drop_unused(session, sha256s)
    _set(
        session, gathering_id, state=GatheringState.DISCARDED, open_for=None, closes_at=None,
        user_name="",
    )  # fmt: skip


def due(session: Session, *, now: datetime) -> list[int]:
    """Those whose time to become a letter has come."""
    chosen = select(GatheringRow.id).where(GatheringRow.closes_at <= now)
    return list(session.scalars(chosen.order_by(GatheringRow.closes_at)))


def next_due(session: Session) -> datetime | None:
    """When the next one's time comes."""
    return session.scalar(select(func.min(GatheringRow.closes_at)))


def waiting(session: Session, *, before: datetime) -> list[Gathering]:
    """Those that only their sender can end, and that nothing came into since then."""
    chosen = select(GatheringRow).where(
        GatheringRow.state == GatheringState.MORE, GatheringRow.touched_at < before
    )
    return [_value(row) for row in session.scalars(chosen.order_by(GatheringRow.id))]


def _locked(chosen: Select[GatheringRow]) -> Select[GatheringRow]:
    return chosen.with_for_update().execution_options(populate_existing=True)


def _set(session: Session, gathering_id: int, **values: object) -> None:
    session.execute(update(GatheringRow).where(GatheringRow.id == gathering_id).values(**values))


def _value(row: GatheringRow) -> Gathering:
    return Gathering(
        id=row.id,
        user_id=row.user_id,
        chat_id=row.chat_id,
        user_name=row.user_name,
        language_code=row.language_code,
        state=GatheringState(row.state),
        touched_at=row.touched_at,
        closes_at=row.closes_at,
        reminded_at=row.reminded_at,
        message_id=row.message_id,
        opened_at=row.opened_at,
        added_to=row.added_to,
    )


def _piece(row: PieceRow) -> Piece:
    return Piece(
        id=row.id,
        gathering_id=row.gathering_id,
        update_id=row.update_id,
        chat_id=row.chat_id,
        shown=row.shown,
        kind=PieceKind(row.kind),
        text=row.text,
        author=row.author,
        written_at=row.written_at,
        file_name=row.file_name,
        media_type=row.media_type,
        sha256=row.sha256,
        sent_at=row.sent_at,
    )
