"""What DNS answered, kept for as long as it said that it holds; never more than so many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, func, select

from store.dialect import insert_into
from store.tables_senders import DnsAnswerRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

#: answers that are kept; beyond it those go first that end first
MOST: Final = 20_000


def get(session: Session, name: str, kind: str, *, now: datetime) -> tuple[str, ...] | None:
    """The records that still hold, none for a name without any; None where nothing is known."""
    row = session.get(DnsAnswerRow, (name, kind))
    return None if row is None or row.expires_at <= now else tuple(row.records)


def keep(
    session: Session,
    answers: Mapping[tuple[str, str], tuple[Sequence[str], datetime]],
    *,
    now: datetime,
) -> None:
    """Keep records by name and kind, each with the moment until which it holds."""
    rows = [
        {"name": name, "kind": kind, "records": list(records), "expires_at": until}
        # the same order in every transaction, so that two never wait for each other
        for (name, kind), (records, until) in sorted(answers.items())
        if until > now
    ]
    if not rows:
        return
    new = insert_into(session, DnsAnswerRow)
    session.execute(
        new.on_conflict_do_update(
            index_elements=[DnsAnswerRow.name, DnsAnswerRow.kind],
            set_={"records": new.excluded.records, "expires_at": new.excluded.expires_at},
        ),
        rows,
    )


def tidy(session: Session, *, now: datetime, most: int = MOST) -> None:
    """Let go of what no longer holds, and of what is too much."""
    session.execute(delete(DnsAnswerRow).where(DnsAnswerRow.expires_at <= now))
    surplus = (session.scalar(select(func.count()).select_from(DnsAnswerRow)) or 0) - most
    if surplus > 0:
        first = select(DnsAnswerRow.expires_at).order_by(DnsAnswerRow.expires_at)
        until = session.scalar(first.offset(surplus - 1).limit(1))
        session.execute(delete(DnsAnswerRow).where(DnsAnswerRow.expires_at <= until))
