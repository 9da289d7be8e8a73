"""The rows by which drafts and messages are found again; all of it can be made anew."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - the mapper reads it

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from store.tables import Base


class FindableRow(Base):
    """What one draft, or a message that gave none, can be found by."""

    __tablename__ = "findables"

    message_id: Mapped[str] = mapped_column(ForeignKey("inbox.id"), primary_key=True)
    #: of the draft in its message; 0 for the message itself
    position: Mapped[int] = mapped_column(primary_key=True)
    #: the draft's revision, or the message's attempt, that this was made of
    made_of: Mapped[int]
    #: codes such as `kind.request` and `state.TD`, each between spaces
    codes: Mapped[str]
    #: words as `store/folded.py` makes them, behind a space
    words: Mapped[str]


class SearchRow(Base):
    """What an officer looked for last, so that a button can turn the page."""

    __tablename__ = "searches"

    officer_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    #: tells an officer's searches apart
    number: Mapped[int]
    words: Mapped[str]
    asked_at: Mapped[datetime]


class OfficerLanguageRow(Base):
    """A language that a person of the secretariat reads."""

    __tablename__ = "officer_languages"

    officer_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    language: Mapped[str] = mapped_column(primary_key=True)
    #: in the order of naming; None for what was named before that was kept
    place: Mapped[int | None]
