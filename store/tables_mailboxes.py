"""The rows of boxes that this program empties: how far, what was left in them, how they fare."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - the mapper reads it

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from store.tables import Base


class MailboxRow(Base):
    """How far a folder of a mail server was taken in."""

    __tablename__ = "mailboxes"

    name: Mapped[str] = mapped_column(primary_key=True)
    # 32 bits without a sign (RFC 3501 2.3.1.1)
    validity: Mapped[int] = mapped_column(BigInteger)
    last_uid: Mapped[int] = mapped_column(BigInteger)
    moved_at: Mapped[datetime]


class LeftMailRow(Base):
    """A mail that is still on the mail server although the place is behind it."""

    __tablename__ = "left_mails"

    mailbox: Mapped[str] = mapped_column(primary_key=True)
    validity: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    uid: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    code: Mapped[str]
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    left_at: Mapped[datetime]


class FetchedMailRow(Base):
    """A mail behind the place that was fetched, and may or may not have been accepted since."""

    __tablename__ = "fetched_mails"

    mailbox: Mapped[str] = mapped_column(primary_key=True)
    validity: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    uid: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    identity: Mapped[str]


class BoxRow(Base):
    """Whether a mailbox or a watched folder can be taken from, as whoever does it saw it last."""

    __tablename__ = "boxes"

    #: imap or watch; with the name it is the lease of whoever takes from it
    kind: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    #: code of what keeps mail from being taken in; None while all is well
    trouble: Mapped[str | None]
    trouble_since: Mapped[datetime | None]
    #: when either was seen last
    seen_at: Mapped[datetime]
    #: when it was last looked through to its end; None where it never was
    well_at: Mapped[datetime | None]
