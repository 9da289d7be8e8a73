"""The rows of dialogues in which an authority is guided through a request, until it is sent."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - the mapper reads it

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from store.tables import Base


class GuidedDialogueRow(Base):
    """Where the dialogue with one visitor stands."""

    __tablename__ = "guided_dialogues"

    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    #: code of the question that is open; `summary` after the last
    step: Mapped[str]
    #: whether the answer leads back to the summary
    to_summary: Mapped[bool]
    #: whether the next answer takes the place of what was answered before
    anew: Mapped[bool]
    #: number of the update that led to the question
    asked: Mapped[int] = mapped_column(BigInteger)
    #: what is written before the open question was seen goes with this one
    answered: Mapped[str | None]
    begun_at: Mapped[datetime]
    touched_at: Mapped[datetime]


class GuidedAnswerRow(Base):
    """One text, choice or file that was given to a question."""

    __tablename__ = "guided_answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("guided_dialogues.user_id", ondelete="CASCADE"), index=True
    )
    step: Mapped[str]
    #: the visitor's words, or codes of what they chose
    text: Mapped[str]
    file_name: Mapped[str | None]
    file_type: Mapped[str | None]
    file_sha256: Mapped[str | None]
    said_at: Mapped[datetime]
    #: number of the message in its chat; None for a choice
    message: Mapped[int | None] = mapped_column(BigInteger)
