"""The rows of people who write to the bot in private."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - the mapper reads it
from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from store.tables import Base


class VisitorRow(Base):
    """Somebody who writes in private, and where the talk with them stands."""

    __tablename__ = "visitors"

    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    #: BCP 47, the one to answer in; None until it is known
    language: Mapped[str | None]
    #: whether they chose it themselves
    language_chosen: Mapped[bool]
    #: name of the topic that the talk is at; None between topics
    topic: Mapped[str | None]
    #: codes and numbers of that topic, never what was written
    state: Mapped[dict[str, Any]]
    first_seen_at: Mapped[datetime]
    seen_at: Mapped[datetime]
