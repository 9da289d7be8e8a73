"""The rows of the office: people, audit, alarms, counters, marks, leases, updates, prompts."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - the mapper reads it
from typing import Any

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from store.columns import RowNumber
from store.tables import Base


class OfficerRow(Base):
    """A person of the secretariat."""

    __tablename__ = "officers"

    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    name: Mapped[str]
    role: Mapped[str]
    added_at: Mapped[datetime]


class AuditRow(Base):
    """What happened, who did it, to what. Triggers refuse to change or delete a row."""

    __tablename__ = "audit"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    at: Mapped[datetime]
    who: Mapped[str]
    officer_id: Mapped[int | None] = mapped_column(BigInteger)
    what: Mapped[str]
    # no foreign keys: a trace outlives what it speaks of
    message_id: Mapped[str | None] = mapped_column(index=True)
    draft_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    details: Mapped[dict[str, Any]]


class AlarmRow(Base):
    """Something that officers or the administrator must look at, for as long as it holds."""

    __tablename__ = "alarms"
    __table_args__ = (Index(None, "code", "subject"),)

    id: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    code: Mapped[str]
    #: what it is about, such as a message's id; empty where there is one of its code only
    subject: Mapped[str]
    #: numbers and ids that its words name, never content
    about: Mapped[dict[str, Any]]
    raised_at: Mapped[datetime]
    #: None while it holds
    ended_at: Mapped[datetime | None]


class CounterRow(Base):
    """The last number given out in one series, such as ACSG-2026."""

    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]


class MarkRow(Base):
    """A fact about the database as a whole, such as the mode of its chat."""

    __tablename__ = "marks"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class LeaseRow(Base):
    """Who alone may do something, and until when."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    expires_at: Mapped[datetime]


class ChatUpdateRow(Base):
    """A chat update, kept before it is confirmed to the chat server."""

    __tablename__ = "chat_updates"

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    #: None once handled: what it said lives on in the inbox, where it can be erased
    payload: Mapped[dict[str, Any] | None]
    handled: Mapped[bool] = mapped_column(index=True)


class PromptRow(Base):
    """What an officer was last asked in a chat to type about a draft, and has not yet."""

    __tablename__ = "prompts"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    draft_ref: Mapped[str]
    revision: Mapped[int]
    #: what is to be typed, such as `reason`
    what: Mapped[str]
    #: which one of several, such as a criterion's id
    argument: Mapped[str | None]
    asked_at: Mapped[datetime]


class PromptMessageRow(Base):
    """A message of ours in a chat that asks for typed words, for whoever replies to it."""

    __tablename__ = "prompt_messages"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    chat_message: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    draft_ref: Mapped[str]
    revision: Mapped[int]
    #: as in `prompts`
    what: Mapped[str]
    argument: Mapped[str | None]
    asked_at: Mapped[datetime]
