"""The rows of what belongs together: threads, links, and letters that are like each other."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - the mapper reads it
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from store.columns import RowNumber
from store.tables import Base


class HeaderIdRow(Base):
    """The Message-ID of a message as its hash: what comes from outside is never indexed."""

    __tablename__ = "header_ids"

    message_id: Mapped[str] = mapped_column(ForeignKey("inbox.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(index=True)


class LinkRow(Base):
    """That a message belongs to an earlier one, or seems to; `store/links.py` has the words."""

    __tablename__ = "links"

    id: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    message_id: Mapped[str] = mapped_column(ForeignKey("inbox.id"), index=True)
    earlier_id: Mapped[str] = mapped_column(ForeignKey("inbox.id"), index=True)
    #: None where the earlier message has none
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("drafts.id"), index=True)
    relation: Mapped[str]
    #: name of the rule that decided
    rule: Mapped[str]
    sureness: Mapped[str]
    #: names of all rules that found something
    hits: Mapped[list[Any]]
    #: of the draft, where the message made one
    revision: Mapped[int | None]
    made_by: Mapped[str]
    made_at: Mapped[datetime]


class DraftStateRow(Base):
    """A State of a draft as first read, by which later drafts of the same matter find it."""

    __tablename__ = "draft_states"
    __table_args__ = (Index(None, "state", "draft_id"),)

    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), primary_key=True)
    state: Mapped[str] = mapped_column(primary_key=True)


class LikenessMarkRow(Base):
    """One of the few hashes of a message's text by which like texts are found; nobody reads it."""

    __tablename__ = "likeness_marks"

    message_id: Mapped[str] = mapped_column(ForeignKey("inbox.id"), primary_key=True)
    mark: Mapped[int] = mapped_column(BigInteger, primary_key=True, index=True)


class LikenessRow(Base):
    """That a draft is like an earlier one, and what an officer said of it."""

    __tablename__ = "likenesses"

    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), primary_key=True, index=True)
    #: `same_file`, `same_words` or `same_matter`
    reason: Mapped[str]
    #: of a hundred; None where words were not compared
    share: Mapped[int | None]
    found_at: Mapped[datetime]
    #: `merged` or `apart`; None until an officer said
    verdict: Mapped[str | None]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
