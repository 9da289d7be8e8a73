"""How the boxes fare that this program empties: a mailbox of another server, a watched folder.

Noted by whoever takes from one, read by whoever tells people of trouble.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, func, select

from store.tables_mailboxes import BoxRow, LeftMailRow
from store.tables_office import LeaseRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

MAILBOX = "imap"
FOLDER = "watch"
TOO_LARGE = "too_large"
_MAILBOXES: Final = select(BoxRow.name).where(BoxRow.kind == MAILBOX)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A mailbox or a watched folder."""

    kind: str
    name: str
    #: None while all is well
    trouble: str | None
    trouble_since: datetime | None
    #: when it was looked at last, with or without trouble
    seen_at: datetime
    #: when it was last looked through to its end
    well_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Mails that were left in mailboxes for the same reason."""

    count: int
    largest_bytes: int
    #: when the last one was left
    newest: datetime


def lease_of(kind: str, name: str) -> str:
    """The lease of whoever takes from a box."""
    return f"{kind} {name}"


def note(session: Session, kind: str, name: str, trouble: str | None, *, now: datetime) -> None:
    """Note how a box fares now; trouble lasts from its first code on until all is well."""
    row = session.get(BoxRow, (kind, name))
    if row is None:
        row = BoxRow(kind=kind, name=name, trouble=None, trouble_since=None, well_at=None)
        session.add(row)
    if trouble is None:
        row.trouble_since, row.well_at = None, now
    elif row.trouble_since is None or row.trouble_since > now:
        row.trouble_since = now
    row.trouble, row.seen_at = trouble, now


def listed(session: Session) -> list[Box]:
    """All boxes, by kind and name."""
    return [
        Box(
            kind=row.kind,
            name=row.name,
            trouble=row.trouble,
            trouble_since=row.trouble_since,
            seen_at=row.seen_at,
            well_at=row.well_at,
        )
        for row in session.scalars(select(BoxRow).order_by(BoxRow.kind, BoxRow.name))
    ]


def forget_others(session: Session, kind: str, name: str | None, *, now: datetime) -> None:
    """Strike boxes of a kind that the settings name no more and that nobody takes from."""
    held = select(LeaseRow.name).where(LeaseRow.expires_at > now)
    taken_from = set(session.scalars(held))
    for box in listed(session):
        if box.kind == kind and box.name != name and lease_of(kind, box.name) not in taken_from:
            session.execute(
                delete(BoxRow)
                .where(BoxRow.kind == kind, BoxRow.name == box.name)
                .execution_options(synchronize_session=False)
            )


def left_by_code(session: Session) -> dict[str, int]:
    """How many mails were left in the mailboxes that are taken from, by why."""
    chosen = (
        select(LeftMailRow.code, func.count().label("number"))
        .where(LeftMailRow.mailbox.in_(_MAILBOXES))
        .group_by(LeftMailRow.code)
    )
    return {row.code: row.number for row in session.execute(chosen)}


def left_mails(session: Session, *, too_large: bool, before: datetime | None = None) -> Left | None:
    """Mails that were left in the mailboxes that are taken from; None where there are none.

    Args:
        session: to read with.
        too_large: those over the limit, or all the others.
        before: those that were left before a moment alone.

    """
    reason = LeftMailRow.code == TOO_LARGE
    chosen = select(
        func.count(), func.max(LeftMailRow.size_bytes), func.max(LeftMailRow.left_at)
    ).where(LeftMailRow.mailbox.in_(_MAILBOXES), reason if too_large else ~reason)
    if before is not None:
        chosen = chosen.where(LeftMailRow.left_at < before)
    count, largest_bytes, newest = session.execute(chosen).one()
    return Left(count=count, largest_bytes=largest_bytes, newest=newest) if count else None
