"""The rows of what is asked of the workers and of what is to be sent."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - the mapper reads it
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from store.columns import RowNumber
from store.tables import Base


class OpeningRow(Base):
    """A draft that an officer asked for, of a message that the reader took for something else."""

    __tablename__ = "openings"

    message_id: Mapped[str] = mapped_column(ForeignKey("inbox.id"), primary_key=True)
    #: the attempt at the message that it began
    attempt: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    officer_id: Mapped[int] = mapped_column(BigInteger)
    officer_name: Mapped[str]
    #: where the note is that was pressed
    chat_id: Mapped[int] = mapped_column(BigInteger)
    chat_message: Mapped[int] = mapped_column(BigInteger)
    asked_at: Mapped[datetime]
    #: None until the draft is there
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("drafts.id"))


class OutboxTableRow(Base):
    """Something to be sent, written in the transaction of what causes it."""

    __tablename__ = "outbox"
    __table_args__ = (Index(None, "status", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    kind: Mapped[str]
    status: Mapped[str]
    target: Mapped[str]
    payload: Mapped[dict[str, Any]]
    #: what must leave only once has a key; None where repeats are meant
    once: Mapped[str | None] = mapped_column(unique=True)
    draft_id: Mapped[int | None] = mapped_column(BigInteger, index=True)  #: from the payload
    message_id: Mapped[str | None] = mapped_column(index=True)  #: the same
    attempts: Mapped[int]
    possible_repeat: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(index=True)
    due_at: Mapped[datetime]
    #: it was not to leave earlier, so that it holds nothing up; None where it was due at once
    not_before: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None] = mapped_column(index=True)
    provider_ref: Mapped[str | None] = mapped_column(index=True)
    problem: Mapped[str | None]
    reply: Mapped[str | None]  #: numbers of a mail server's last answer, such as `550 5.1.1`
    returned_at: Mapped[datetime | None]  #: when a mail server reported trouble with it
    #: when it was asked that the chat deletes it for its age; never asked again
    wiped_at: Mapped[datetime | None]
