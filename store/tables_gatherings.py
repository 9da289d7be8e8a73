"""The rows of letters by chat that are still coming: the gathering and its pieces."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - the mapper reads it

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from store.columns import RowNumber
from store.tables import Base


class GatheringRow(Base):
    """Pieces of one sender that become one letter."""

    __tablename__ = "gatherings"
    # buttons name it: a number is never given twice
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    user_id: Mapped[int] = mapped_column(BigInteger)
    #: the sender while it is open, so that nobody has two; None afterwards
    open_for: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    #: as the account calls itself; empty once it is closed
    user_name: Mapped[str]
    language_code: Mapped[str | None]
    state: Mapped[str]
    opened_at: Mapped[datetime]
    touched_at: Mapped[datetime]
    #: when it becomes a letter by itself; None: only when its sender says so
    closes_at: Mapped[datetime | None] = mapped_column(index=True)
    #: when its sender was reminded of it
    reminded_at: Mapped[datetime | None]
    #: the letter that it became
    message_id: Mapped[str | None] = mapped_column(ForeignKey("inbox.id"), index=True)
    #: when its sender said that this is all; None where it ended by itself
    ended_at: Mapped[datetime | None]
    #: reference of the earlier letter that it belongs to
    added_to: Mapped[str | None]


class PieceRow(Base):
    """One chat message of a gathering; what it says goes into the letter, and from here."""

    __tablename__ = "gathered_pieces"
    # a button names it, as above
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gatherings.id"), index=True)
    update_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    #: number of the chat message, by which an edit of it is known
    shown: Mapped[int] = mapped_column(BigInteger, index=True)
    #: message, page, file or voice
    kind: Mapped[str]
    text: Mapped[str]
    #: who wrote it, where it was passed on
    author: Mapped[str]
    written_at: Mapped[datetime | None]
    file_name: Mapped[str]
    media_type: Mapped[str]
    #: empty where there is no file, or it could not be had
    sha256: Mapped[str] = mapped_column(index=True)
    sent_at: Mapped[datetime]
    #: the letter that it became a part of
    message_id: Mapped[str | None] = mapped_column(ForeignKey("inbox.id"), index=True)
