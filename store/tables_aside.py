"""The rows of what was set aside or erased: what officers said of it, and what is left to clean."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - the mapper reads it
from typing import Any

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from store.tables import Base


class ErasureRow(Base):
    """A message whose content was erased; its stub is the row in the inbox."""

    __tablename__ = "erasures"

    message_id: Mapped[str] = mapped_column(ForeignKey("inbox.id"), primary_key=True)
    erased_by: Mapped[str]
    erased_at: Mapped[datetime]
    #: None while files, learned rows or free pages may still hold something of it
    clean_at: Mapped[datetime | None] = mapped_column(index=True)


class AsideRow(Base):
    """What is known of a message that gave no draft, beyond its reading."""

    __tablename__ = "asides"

    message_id: Mapped[str] = mapped_column(ForeignKey("inbox.id"), primary_key=True)
    #: codes of `nlp/signs.toml`
    signs: Mapped[list[Any]]
    #: there are signs, for the order of lists
    urgent: Mapped[bool]
    #: `case` or `not_case`, as an officer said; None where nobody has
    said: Mapped[str | None]
    said_by: Mapped[str | None]
    said_at: Mapped[datetime | None]
    #: when the clock erases it; None where no clock runs
    erase_at: Mapped[datetime | None] = mapped_column(index=True)
    answered_by: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    left_by: Mapped[str | None]
    left_at: Mapped[datetime | None]


class ShownRow(Base):
    """A message of ours in a chat that shows a letter, and that the outbox knows nothing of."""

    __tablename__ = "shown"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    chat_message: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    message_id: Mapped[str] = mapped_column(ForeignKey("inbox.id"), index=True)
    #: when a file leaves the chat again; None for what is no file
    delete_at: Mapped[datetime | None] = mapped_column(index=True)
    #: when that was asked for; never asked again
    wiped_at: Mapped[datetime | None]
