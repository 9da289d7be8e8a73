"""The rows of how much one sender sends."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - the mapper reads it

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from store.tables import Base


class IntakeRow(Base):
    """How many messages somebody sent in private within the present hour."""

    __tablename__ = "intake"

    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    since: Mapped[datetime]
    count: Mapped[int]
