"""The rows of chat accounts that are paired with a mail address, and of wishes of senders."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - the mapper reads it

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from store.columns import RowNumber
from store.tables import Base


class PairingRow(Base):
    """Whoever has this chat account has shown that they read mail at this address."""

    __tablename__ = "pairings"

    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    address: Mapped[str]
    paired_at: Mapped[datetime]


class PairingCodeRow(Base):
    """A code that was asked for; the code itself is made of it with a key when it is needed."""

    __tablename__ = "pairing_codes"

    id: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    user_id: Mapped[int] = mapped_column(BigInteger, index=True)
    address: Mapped[str]
    #: random, so that a number that is given out twice after a restore makes another code
    salt: Mapped[str]
    made_at: Mapped[datetime]
    #: how often something else was typed
    misses: Mapped[int]
    #: used, missed too often, or followed by another; None while it counts
    ended_at: Mapped[datetime | None]


class WishRow(Base):
    """That the sender of a message wants to withdraw it."""

    __tablename__ = "wishes"

    message_id: Mapped[str] = mapped_column(ForeignKey("inbox.id"), primary_key=True)
    #: `store.wishes.Proven`
    proven: Mapped[str]
    wished_at: Mapped[datetime]
