"""How far the folder of a mail server was taken in, and which of its mails were left there.

A place is a UID of the folder under its UIDVALIDITY: when that changes, the server has numbered its
mails anew, and an old place says nothing (RFC 3501 2.3.1.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, or_, select

from store import audit
from store.dialect import insert_into
from store.tables import InboxRow
from store.tables_mailboxes import FetchedMailRow, LeftMailRow, MailboxRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftMail:
    """A mail that is still on the mail server, and why."""

    uid: int
    #: too_large, not_fetched, not_taken, not_understood
    code: str
    size_bytes: int


def place(session: Session, name: str, validity: int) -> int:
    """The last UID that was seen to; 0 for a folder that is new, or numbered anew."""
    chosen = select(MailboxRow.last_uid).where(
        MailboxRow.name == name, MailboxRow.validity == validity
    )
    return session.scalar(chosen) or 0


def move_on(session: Session, name: str, validity: int, uid: int, *, now: datetime) -> None:
    """Note that everything up to a UID was seen to; a place never goes back.

    Where the folder was numbered anew, what was left in it under its old numbers is forgotten: it
    is met again under the new ones.
    """
    new = insert_into(session, MailboxRow).values(
        name=name, validity=validity, last_uid=uid, moved_at=now
    )
    further = or_(MailboxRow.validity != validity, MailboxRow.last_uid < uid)
    session.execute(
        new.on_conflict_do_update(
            index_elements=[MailboxRow.name],
            set_={
                "validity": new.excluded.validity,
                "last_uid": new.excluded.last_uid,
                "moved_at": new.excluded.moved_at,
            },
            where=further,
        )
    )
    _delete_left(session, name, LeftMailRow.validity != validity)
    behind = or_(FetchedMailRow.validity != validity, FetchedMailRow.uid <= uid)
    session.execute(
        delete(FetchedMailRow)
        .where(FetchedMailRow.mailbox == name, behind)
        .execution_options(synchronize_session=False)
    )


def note_fetched(session: Session, name: str, validity: int, found: Mapping[int, str]) -> set[int]:
    """Note which mails are about to be handed over; those that were accepted before a crash.

    A server may write a mail anew at each fetch, with other bytes and so with another identity
    (Exchange does). The one that was noted at the first fetch tells whether the mail is here.

    Args:
        session: one that commits before any of them is handed over.
        name: of the mailbox.
        validity: of its UIDs.
        found: UID of a mail -> its identity as it was fetched now.

    """
    here = (
        select(FetchedMailRow.uid)
        .join(InboxRow, InboxRow.identity == FetchedMailRow.identity)
        .where(
            FetchedMailRow.mailbox == name,
            FetchedMailRow.validity == validity,
            FetchedMailRow.uid.in_(list(found)),
        )
    )
    accepted = set(session.scalars(here))
    rows = [
        {"mailbox": name, "validity": validity, "uid": uid, "identity": identity}
        for uid, identity in found.items()
        if uid not in accepted
    ]
    if rows:
        new = insert_into(session, FetchedMailRow)
        keys = [FetchedMailRow.mailbox, FetchedMailRow.validity, FetchedMailRow.uid]
        again = new.on_conflict_do_update(
            index_elements=keys, set_={"identity": new.excluded.identity}
        )
        session.execute(again, rows)
    return accepted


def leave(session: Session, name: str, validity: int, mail: LeftMail, *, now: datetime) -> None:
    """Note that a mail stays where it is; the first time that goes into the audit as well."""
    new = insert_into(session, LeftMailRow).values(
        mailbox=name,
        validity=validity,
        uid=mail.uid,
        code=mail.code,
        size_bytes=mail.size_bytes,
        left_at=now,
    )
    first = new.on_conflict_do_nothing().returning(LeftMailRow.uid)
    if session.execute(first).first() is not None:
        details = {"uid": mail.uid, "code": mail.code, "size_bytes": mail.size_bytes}
        audit.record(session, what="mail_left", details=details, now=now)


def left(session: Session, name: str, validity: int) -> list[LeftMail]:
    """Mails that are still on the mail server, in the order of their UIDs."""
    chosen = (
        select(LeftMailRow)
        .where(LeftMailRow.mailbox == name, LeftMailRow.validity == validity)
        .order_by(LeftMailRow.uid)
    )
    return [
        LeftMail(uid=row.uid, code=row.code, size_bytes=row.size_bytes)
        for row in session.scalars(chosen)
    ]


def count_left(session: Session, name: str) -> dict[str, int]:
    """How many mails were left in a folder, by code."""
    chosen = (
        select(LeftMailRow.code, func.count().label("number"))
        .where(LeftMailRow.mailbox == name)
        .group_by(LeftMailRow.code)
    )
    return {row.code: row.number for row in session.execute(chosen)}


def forget_left(session: Session, name: str, validity: int, uid: int) -> None:
    """Strike a mail that was taken in after all, or is no longer there."""
    _delete_left(session, name, LeftMailRow.validity == validity, LeftMailRow.uid == uid)


def _delete_left(session: Session, name: str, *which: ColumnElement[bool]) -> None:
    session.execute(
        delete(LeftMailRow)
        .where(LeftMailRow.mailbox == name, *which)
        .execution_options(synchronize_session=False)
    )
