"""The rows of what officers say of drafts and letters of ours in their own words."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - the mapper reads it
from typing import Any

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from store.columns import RowNumber
from store.tables import Base


class JudgementRow(Base):
    """That a request meets the criteria, or not yet; a later row is said anew."""

    __tablename__ = "judgements"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), index=True)
    #: of the draft, as it was judged
    revision: Mapped[int]
    meets: Mapped[bool]
    #: id of `bot/judge_reasons.toml`; None where it was typed
    reason_code: Mapped[str | None]
    #: in words; taken out when the letter is erased
    reason: Mapped[str | None]
    #: criterion -> how it stood in the letter, by its id
    marks: Mapped[dict[str, Any]]
    criteria_version: Mapped[str]
    officer_id: Mapped[int] = mapped_column(BigInteger)
    officer_name: Mapped[str]
    judged_at: Mapped[datetime]


class VouchRow(Base):
    """That a draft is right, or not, by somebody who read its letter for a colleague."""

    __tablename__ = "vouches"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), index=True)
    #: of the draft, as it was shown
    revision: Mapped[int]
    is_right: Mapped[bool]
    #: of the letter, that they read
    languages: Mapped[list[Any]]
    #: what is not right; taken out when the letter is erased
    words: Mapped[str | None]
    officer_id: Mapped[int] = mapped_column(BigInteger)
    officer_name: Mapped[str]
    said_at: Mapped[datetime]


class ConsentRow(Base):
    """A State's consent as an officer recorded it; a later row is said anew."""

    __tablename__ = "consents"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), index=True)
    #: given, refused or withdrawn
    said: Mapped[str]
    #: towards whom: anyone, states, or named, then in `scope_words`
    towards: Mapped[str | None]
    #: what they may be shown: summary or letter
    form: Mapped[str | None]
    #: ids of thematic areas; all of the draft's where there are none
    areas: Mapped[list[Any]]
    scope_words: Mapped[str | None]
    #: who said it and in what function, in words of the letter or of an officer
    said_by: Mapped[str | None]
    #: the message in which it was said
    message_id: Mapped[str] = mapped_column(ForeignKey("inbox.id"), index=True)
    #: the sentence of the letter; None where an officer read it between the lines
    quote: Mapped[str | None]
    #: how well that message's sender was proven, as a code
    proven: Mapped[str]
    officer_id: Mapped[int] = mapped_column(BigInteger)
    officer_name: Mapped[str]
    recorded_at: Mapped[datetime]


class WordingRow(Base):
    """The words in which an officer wants a letter of ours to leave; kept as they left."""

    __tablename__ = "wordings"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), index=True)
    #: which letter of ours, such as `question`
    what: Mapped[str]
    text: Mapped[str]
    officer_id: Mapped[int] = mapped_column(BigInteger)
    officer_name: Mapped[str]
    written_at: Mapped[datetime]
