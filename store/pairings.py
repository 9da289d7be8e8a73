"""Which mail address a chat account has shown to read: by a code that was sent there, once.

It shows control of the address and nothing more; whose address it is, the directory knows.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, func, select, update

from store import answered, audit, keys
from store.dialect import insert_into
from store.tables_pairings import PairingCodeRow, PairingRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

#: makes codes
KEY: Final = "pairing-code"
DIGITS: Final = 8
VALID: Final = timedelta(minutes=15)
MOST_MISSES: Final = 5
_HOUR: Final = timedelta(hours=1)
#: codes within an hour: for one account, for one address, at all
MOST_EACH: Final = 3
MOST_AT_ALL: Final = 60
#: rows of codes are of no use after this
_KEPT: Final = timedelta(days=1)
_LOCK: Final = "pairing"


class Outcome(StrEnum):
    """What became of a typed code."""

    PAIRED = "paired"
    WRONG = "wrong"
    EXPIRED = "expired"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """An account's address."""

    address: str
    paired_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """The same, with what is left."""

    outcome: Outcome
    left: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code to be sent."""

    digits: str
    address: str
    user_id: int
    made_at: datetime


def of_user(session: Session, user_id: int) -> Pairing | None:
    """The address that an account is paired with."""
    row = session.get(PairingRow, user_id, populate_existing=True)
    return None if row is None else Pairing(address=row.address, paired_at=row.paired_at)


def ask(session: Session, user_id: int, address: str, *, now: datetime) -> int | None:
    """Make a code for an address, in lower case; its number, None where too many were asked for.

    An earlier code of the same account counts no longer.
    """
    answered.alone(session, _LOCK)
    _forget(session, PairingCodeRow.made_at < now - _KEPT)
    of_account = PairingCodeRow.user_id == user_id
    of_address = PairingCodeRow.address == address
    for which, most in ((of_account, MOST_EACH), (of_address, MOST_EACH), (None, MOST_AT_ALL)):
        if _made_since(session, which, now - _HOUR) >= most:
            audit.record(session, what="code_refused", now=now)
            return None
    _end(session, of_account, now)
    row = PairingCodeRow(
        user_id=user_id, address=address, salt=secrets.token_hex(16), made_at=now, misses=0
    )
    session.add(row)
    session.flush()
    keys.key(session, KEY)
    audit.record(session, what="code_made", details={"code": row.id}, now=now)
    return row.id


def code(session: Session, number: int, *, now: datetime) -> Code | None:
    """A code by its number; None where it counts no longer."""
    row = session.get(PairingCodeRow, number, populate_existing=True)
    if row is None or row.ended_at is not None or now - row.made_at > VALID:
        return None
    return Code(
        digits=_digits(session, row), address=row.address, user_id=row.user_id, made_at=row.made_at
    )


def enter(session: Session, user_id: int, typed: str, *, now: datetime) -> Tried:
    """Take what an account typed for its code; the right one pairs it, once."""
    chosen = (
        select(PairingCodeRow)
        .where(PairingCodeRow.user_id == user_id)
        .order_by(PairingCodeRow.id.desc())
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    row = session.scalar(chosen)
    if row is None or row.ended_at is not None or now - row.made_at > VALID:
        blocked = row is not None and row.misses >= MOST_MISSES
        return Tried(outcome=Outcome.BLOCKED if blocked else Outcome.EXPIRED)
    if not hmac.compare_digest(_digits(session, row).encode(), typed.encode()):
        return _missed(session, row, now)
    row.ended_at = now
    _pair(session, user_id, row.address, now)
    audit.record(session, what="paired", details={"code": row.id}, now=now)
    return Tried(outcome=Outcome.PAIRED)


def part(session: Session, user_id: int, *, now: datetime) -> bool:
    """Take a pairing back and forget its address; False where there is none."""
    _forget(session, PairingCodeRow.user_id == user_id, PairingCodeRow.made_at < now - _HOUR)
    _end(session, PairingCodeRow.user_id == user_id, now)
    row = session.get(PairingRow, user_id, populate_existing=True)
    if row is None:
        return False
    session.delete(row)
    audit.record(session, what="unpaired", now=now)
    session.flush()
    return True


def _missed(session: Session, row: PairingCodeRow, now: datetime) -> Tried:
    row.misses += 1
    if row.misses < MOST_MISSES:
        session.flush()
        return Tried(outcome=Outcome.WRONG, left=MOST_MISSES - row.misses)
    row.ended_at = now
    session.flush()
    audit.record(session, what="code_blocked", details={"code": row.id}, now=now)
    return Tried(outcome=Outcome.BLOCKED)


def _pair(session: Session, user_id: int, address: str, now: datetime) -> None:
    values = {"address": address, "paired_at": now}
    new = insert_into(session, PairingRow).values(user_id=user_id, **values)
    session.execute(new.on_conflict_do_update(index_elements=[PairingRow.user_id], set_=values))


def _made_since(session: Session, which: ColumnElement[bool] | None, moment: datetime) -> int:
    chosen = select(func.count()).select_from(PairingCodeRow)
    chosen = chosen.where(PairingCodeRow.made_at > moment)
    return session.scalar(chosen if which is None else chosen.where(which)) or 0


def _end(session: Session, which: ColumnElement[bool], now: datetime) -> None:
    session.execute(
        update(PairingCodeRow)
        .where(which, PairingCodeRow.ended_at.is_(None))
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )


def _forget(session: Session, *which: ColumnElement[bool]) -> None:
    gone = delete(PairingCodeRow).where(*which)
    session.execute(gone.execution_options(synchronize_session=False))


def _digits(session: Session, row: PairingCodeRow) -> str:
    secret = keys.find(session, KEY)
    if secret is None:
        raise KeyError(KEY)
    said = hmac.new(secret, f"{row.id}:{row.user_id}:{row.salt}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(said) % 10**DIGITS:0{DIGITS}}"
