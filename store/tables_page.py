"""The rows of the page for officers: codes that let in, sessions, wrong tries. Hashes alone."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - the mapper reads it

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from store.tables import Base


class PageCodeRow(Base):
    """The code that an officer was last shown; a new one takes its place, a used one goes."""

    __tablename__ = "page_codes"

    officer_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    #: in the address of the form that asks for the code; says nothing of either
    handle: Mapped[str] = mapped_column(unique=True)
    #: SHA-256 over handle and code
    digest: Mapped[str]
    #: what is shown once it is given
    draft_id: Mapped[int]
    expires_at: Mapped[datetime]


class PageSessionRow(Base):
    """An officer whose browser was let in."""

    __tablename__ = "page_sessions"

    #: SHA-256 of what the browser holds
    digest: Mapped[str] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(BigInteger)
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)


class PageTryRow(Base):
    """A wrong code; gone within the hour."""

    __tablename__ = "page_tries"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: `officer:<id>`, or `address:` and a hash of it
    who: Mapped[str] = mapped_column(index=True)
    tried_at: Mapped[datetime]
