"""Messages at the door: several in one transaction, with few statements, none of them twice."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import event, insert, select, update

from store import counters, originals
from store.dialect import insert_into, is_postgresql
from store.documents import link
from store.ids import new_ids
from store.model import Accepted, MessageStatus
from store.tables import InboxRow, OriginalRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.model import Arrival

FIRST_ATTEMPT: Final = 1
#: of the references that senders are told
SERIES: Final = "ACSG"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Letter:
    """All arrivals of one identity in one batch."""

    id: str
    arrival: Arrival
    recipients: tuple[str, ...]
    in_file: bool


def accept(
    session: Session, arrivals: Sequence[Arrival], *, now: datetime, year: int
) -> list[Accepted]:
    """Keep messages; once the transaction has committed, the door may say 250 for each.

    A message that came before (the same `identity`), be it earlier in this batch, keeps its id
    and reference; only recipients that are new are added to it.

    Args:
        session: best of a transaction that has done nothing yet: large messages are written to
            files first, so that nobody waits behind this transaction's lock for the disk.
        arrivals: in the order in which they came.
        now: the moment of receipt.
        year: of the references, in the office's time zone.

    Returns:
        one answer for each arrival, in the same order.

    Raises:
        OSError: a large message could not be written; roll back, nothing is kept.
    """
    letters = _gather(session, arrivals, now)
    _write_files(session, letters.values())
    if is_postgresql(session):
        # whoever accepts waits here for the others, and then sees what they accepted
        counters.hold(session, _series(year))
    known = _find(session, letters)
    fresh = [letter for identity, letter in letters.items() if identity not in known]
    answers = {
        identity: _recognise(session, letters[identity], row) for identity, row in known.items()
    }
    answers |= _insert(session, fresh, now=now, year=year)
    return [_answer(answers, arrival.identity) for arrival in arrivals]


def _answer(answers: dict[str, Accepted], identity: str) -> Accepted:
    """The answer for an arrival; the next one with this identity is a repetition."""
    answer = answers[identity]
    if answer.new:
        answers[identity] = replace(answer, new=False)
    return answer


def _gather(session: Session, arrivals: Sequence[Arrival], now: datetime) -> dict[str, _Letter]:
    spool = session.info["spool"]
    letters: dict[str, _Letter] = {}
    for id_, arrival in zip(new_ids(now, len(arrivals)), arrivals, strict=True):
        first = letters.get(arrival.identity)
        if first is None:
            letters[arrival.identity] = _Letter(
                id=id_,
                arrival=arrival,
                recipients=tuple(dict.fromkeys(arrival.recipients)),
                in_file=spool is not None and len(arrival.raw) >= originals.FILE_FROM_BYTES,
            )
        else:
            merged = tuple(dict.fromkeys((*first.recipients, *arrival.recipients)))
            letters[arrival.identity] = replace(first, recipients=merged)
    return letters


def _write_files(session: Session, letters: Iterable[_Letter]) -> None:
    large = {letter.id: letter.arrival for letter in letters if letter.in_file}
    if not large:
        return
    spool = session.info["spool"]
    contents = {id_: arrival.raw for id_, arrival in large.items()}
    unnamed = {id_: one.file for id_, one in large.items() if one.file is not None}
    originals.write(spool, contents, unnamed)

    def remove_files(_session: Session) -> None:
        originals.remove(spool, contents)

    # a full disk must not fill with files of messages that were answered with 451
    event.listen(session, "after_rollback", remove_files)


def _find(session: Session, identities: Iterable[str]) -> dict[str, Any]:
    columns = (InboxRow.identity, InboxRow.id, InboxRow.ref, InboxRow.attempt, InboxRow.recipients)
    found = session.execute(select(*columns).where(InboxRow.identity.in_(list(identities))))
    return {row.identity: row for row in found}


def _recognise(session: Session, letter: _Letter, row: Any) -> Accepted:
    """Merge a message that came again into the one that is there."""
    if letter.in_file:
        originals.remove(session.info["spool"], [letter.id])
    merged = list(dict.fromkeys((*row.recipients, *letter.recipients)))
    if len(merged) > len(row.recipients):
        session.execute(
            update(InboxRow)
            .where(InboxRow.id == row.id)
            .values(recipients=merged)
            .execution_options(synchronize_session=False)
        )
    return Accepted(id=row.id, ref=row.ref, new=False, attempt=row.attempt)


def _insert(
    session: Session, letters: Sequence[_Letter], *, now: datetime, year: int
) -> dict[str, Accepted]:
    if not letters:
        return {}
    series = _series(year)
    first = counters.take(session, series, len(letters))
    rows = [
        _row(letter, ref=f"{series}-{number:04d}", now=now)
        for number, letter in enumerate(letters, start=first)
    ]
    connection = session.connection()
    # in one order for everybody: two that insert the same mails must not block each other crosswise
    in_order = sorted(rows, key=itemgetter("identity")) if is_postgresql(session) else rows
    connection.execute(insert_into(session, InboxRow).on_conflict_do_nothing(), in_order)
    beaten = _beaten(session, letters)
    kept = [letter for letter in letters if letter.arrival.identity not in beaten]
    if kept:
        connection.execute(insert(OriginalRow), [_original(letter) for letter in kept])
    for letter in kept:
        link(session, letter.id, letter.arrival.documents)
    answers = {
        row["identity"]: Accepted(id=row["id"], ref=row["ref"], new=True, attempt=FIRST_ATTEMPT)
        for row in rows
    }
    by_identity = {letter.arrival.identity: letter for letter in letters}
    return answers | {
        identity: _recognise(session, by_identity[identity], row)
        for identity, row in beaten.items()
    }


def _beaten(session: Session, letters: Sequence[_Letter]) -> dict[str, Any]:
    """Messages that another process accepted between our look and our insertion.

    Only PostgreSQL can have them, and only around New Year, when two series are open.
    """
    if not is_postgresql(session):
        return {}
    ours = {letter.id for letter in letters}
    found = _find(session, [letter.arrival.identity for letter in letters])
    return {identity: row for identity, row in found.items() if row.id not in ours}


def _row(letter: _Letter, *, ref: str, now: datetime) -> dict[str, Any]:
    arrival = letter.arrival
    return {
        "id": letter.id,
        "ref": ref,
        "identity": arrival.identity,
        "sha256": hashlib.sha256(arrival.raw).hexdigest(),
        "size_bytes": len(arrival.raw),
        "channel": arrival.channel,
        "sender": arrival.sender,
        "recipients": letter.recipients,
        "peer": arrival.peer,
        "helo": arrival.helo,
        "reply_chat": arrival.reply_chat,
        "received_at": now,
        "status": MessageStatus.RECEIVED.value,
        "attempt": FIRST_ATTEMPT,
        "starts": 0,
        "attempts": 0,
    }


def _original(letter: _Letter) -> dict[str, Any]:
    return {
        "message_id": letter.id,
        "content": None if letter.in_file else letter.arrival.raw,
    }


def _series(year: int) -> str:
    return f"{SERIES}-{year}"
