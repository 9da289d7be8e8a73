"""The rows about senders: what was proven of a mail, who is known, what DNS answered."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - the mapper reads it
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from store.columns import RowNumber
from store.tables import Base


class ProofRow(Base):
    """What was proven about where a message came from."""

    __tablename__ = "proofs"

    message_id: Mapped[str] = mapped_column(ForeignKey("inbox.id"), primary_key=True)
    #: `store.proof.Checker`
    checked_by: Mapped[str]
    domain: Mapped[str | None]
    spf: Mapped[str]
    spf_domain: Mapped[str | None]
    signatures: Mapped[list[Any]]
    dmarc: Mapped[str]
    policy: Mapped[str | None]
    aligned: Mapped[list[Any]]
    why_not: Mapped[str]
    #: that vouches for it; 253 characters at most (RFC 1035)
    forwarder: Mapped[str | None]
    checked_at: Mapped[datetime]
    #: since when DNS lacks an answer; None where nothing is asked again, as for `due_at`
    open_since: Mapped[datetime | None]
    #: when it is asked again
    due_at: Mapped[datetime | None] = mapped_column(index=True)


class OrganisationRow(Base):
    """An authority or a partner that the secretariat knows."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    name: Mapped[str]
    #: ISO 3166 alpha-2; None for one of no State
    state: Mapped[str | None]
    #: `store.organisation.OrganisationKind`
    kind: Mapped[str]
    #: `store.organisation.Source`
    source: Mapped[str]
    added_by: Mapped[str]
    added_at: Mapped[datetime]


class OrganisationDomainRow(Base):
    """A domain that an organisation sends from; 253 characters at most (RFC 1035)."""

    __tablename__ = "organisation_domains"

    domain: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)


class OrganisationContactRow(Base):
    """An address at which an organisation is reached; 320 characters at most."""

    __tablename__ = "organisation_contacts"

    address: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)


class DnsAnswerRow(Base):
    """What DNS answered, until that may have changed."""

    __tablename__ = "dns_answers"

    name: Mapped[str] = mapped_column(primary_key=True)
    #: of the record, such as TXT
    kind: Mapped[str] = mapped_column(primary_key=True)
    records: Mapped[list[Any]]
    expires_at: Mapped[datetime] = mapped_column(index=True)
