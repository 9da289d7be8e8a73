"""The rows of letters that officers bring in: how each reached them."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - the mapper reads it

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from store.tables import Base


class BroughtRow(Base):
    """That an officer gathers a letter, not a sender; `store/brought.py` has the words."""

    __tablename__ = "brought"

    gathering_id: Mapped[int] = mapped_column(
        ForeignKey("gatherings.id"), primary_key=True, autoincrement=False
    )
    #: `store.brought.How`; None until the officer says
    how: Mapped[str | None]
    #: the kind that the officer named; None where the reader is to tell
    kind: Mapped[str | None]
    #: for whom, as the officer typed
    for_whom: Mapped[str]
    #: what the officer types next says for whom
    asks_for: Mapped[bool]
    #: they began with a message, and are asked whether it is a letter
    is_offered: Mapped[bool]
    #: how often its message was sent anew
    shown_anew: Mapped[int]
    officer_id: Mapped[int] = mapped_column(BigInteger)
    officer_name: Mapped[str]
    #: who wrote what is passed on, as the chat program says
    authors: Mapped[str]
    brought_at: Mapped[datetime]
    #: the letter that it became
    message_id: Mapped[str | None] = mapped_column(ForeignKey("inbox.id"), unique=True)
