"""Messages that are read anew: their files met a limit, or a tool was missing that is there now.

Like an opening it is a further attempt at a message that is done, so that the queue, its retries
and its parking serve it. What an officer decided is never touched.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import exists, select, update

from store import asides, audit, completions, drafts, links, moves, readings, revisions
from store.anchors import Anchors, brought, kept
from store.asides import Said
from store.attempts import is_current, locked, take_up
from store.content import BY_OFFICER
from store.model import OPEN_STATUSES, MessageStatus
from store.readings import Versions
from store.tables import DecisionRow, DraftRow, InboxRow, MessageRow
from store.transitions import edit_cards

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.content import Content
    from store.model import Draft, Officer, ReadMessage


class NotAgain(StrEnum):
    """Why a message is not read anew."""

    NOTHING_NEW = "nothing_new"  #: it met no limit, and no tool was missing
    BUSY = "busy"  #: it is being read just now
    UNREAD = "unread"  #: it was never read: it is parked, or was replaced
    ERASED = "erased"
    DECIDED = "decided"  #: somebody decided on a draft of it
    SPLIT = "split"  #: an officer made two drafts of one
    JOINED = "joined"  #: it is part of an earlier case, whose draft rests on its words
    CASE = "case"  #: an officer said that it is one person's case, of which no draft is to be made


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """What came of reading a message anew."""

    #: drafts that it gave for the first time
    made: tuple[Draft, ...]
    #: drafts that were there, as they stand now
    renewed: tuple[Draft, ...]


def ask(
    session: Session,
    message_id: str,
    codes: Collection[str],
    *,
    who: Officer | None = None,
    now: datetime,
) -> int | NotAgain:
    """Have a message read anew: the attempt to enqueue in the same transaction, or why not.

    Args:
        session: whose transaction holds both.
        message_id: of the message.
        codes: problems of which one is enough to read it anew.
        who: asked for it; None where that was no officer.
        now: the moment.

    Raises:
        UnknownMessageError: there is no such message.

    """
    row = locked(session, message_id)
    refused = _status(row.status) or _refused(session, message_id)
    if refused is None and not _problems(session, message_id) & set(codes):
        refused = NotAgain.NOTHING_NEW
    if refused is not None:
        return refused
    take_up(row)
    row.begun_at = now
    audit.record(session, what="read_anew_asked", who=who, message_id=message_id, now=now)
    session.flush()
    return row.attempt


def is_read(session: Session, message_id: str) -> bool:
    """Whether a message has been read before."""
    return session.get(MessageRow, message_id) is not None


def leave(session: Session, message_id: str, attempt: int, *, now: datetime) -> None:
    """End an attempt without a change: the letter could not be read this time."""
    row = locked(session, message_id)
    if is_current(row, attempt):
        _end(session, row, now=now)


def first_kinds(session: Session, found: Sequence[Draft]) -> set[str]:
    """The kinds that drafts were made as, whatever officers have made of them since."""
    return {revisions.content_at(session, draft.id, 1).kind for draft in found}


def save(
    session: Session,
    message_id: str,
    attempt: int,
    read: ReadMessage,
    contents: Mapping[str, Content],
    *,
    now: datetime,
) -> Reread | None:
    """Put a new reading in the place of the earlier one, each open draft in a new revision.

    None where nothing is to be done: a newer attempt has begun, or an officer has decided
    meanwhile. The message is done in either case, unless another attempt has to see to it.

    Args:
        session: whose transaction holds it all.
        message_id: of the message.
        attempt: this one.
        read: the new reading.
        contents: what drafts say by their kinds, of the letter as a whole.
        now: the moment.

    """
    row = locked(session, message_id)
    if not is_current(row, attempt):
        return None
    there = [completions.hold(session, one.id) for one in drafts.of_message(session, message_id)]
    _end(session, row, now=now)
    if _refused(session, message_id) is not None:
        return None
    readings.replace(session, message_id, read, now=now)
    versions = Versions(
        language=read.language, model=read.model_version, criteria=read.criteria_version
    )
    anchors = Anchors(read.segments)
    for draft in there:
        _renew(session, draft, contents.get(draft.content.kind), anchors, versions, now=now)
    known = {one.content.kind for one in there} | first_kinds(session, there)
    added = {
        readings.add_draft(session, row, content, versions, now=now)
        for kind, content in contents.items()
        if kind not in known
    }
    session.flush()
    all_ = drafts.of_message(session, message_id)
    return Reread(
        made=tuple(one for one in all_ if one.id in added),
        renewed=tuple(one for one in all_ if one.id not in added),
    )


def _renew(
    session: Session,
    draft: Draft,
    new: Content | None,
    anchors: Anchors,
    versions: Versions,
    *,
    now: datetime,
) -> None:
    """The next revision of a draft; where it could not be read, as before with its quotes found."""
    old = anchors.of(draft.content)
    content = old
    if new is not None:
        fields = completions.corrected(session, draft.id) | brought(old.sources)
        content = kept(new, old, fields)
        if old.band == BY_OFFICER:
            content = replace(content, confidence=old.confidence, band=BY_OFFICER)
    read_with = {"language": versions.language, "criteria_version": versions.criteria}
    session.execute(
        update(DraftRow)
        .where(DraftRow.id == draft.id)
        .values(model_version=versions.model, **read_with)
        .execution_options(synchronize_session=False)
    )
    draft = replace(draft, model_version=versions.model)
    completions.write(
        session, draft, content, status=draft.status, written_by=audit.PROGRAM, now=now
    )
    audit.record(
        session, what="read_anew", message_id=draft.message_id, draft_id=draft.id,
        details={"model": versions.model, "revision": draft.revision + 1}, now=now,
    )  # fmt: skip
    edit_cards(session, draft.id, now)


def _end(session: Session, row: InboxRow, *, now: datetime) -> None:
    row.status = MessageStatus.DONE
    row.problem = None
    row.finished_at = now
    session.flush()


def _status(status: str) -> NotAgain | None:
    if status in {MessageStatus.RECEIVED, MessageStatus.PROCESSING}:
        return NotAgain.BUSY
    if status == MessageStatus.ERASED:
        return NotAgain.ERASED
    return None if status == MessageStatus.DONE else NotAgain.UNREAD


def _refused(session: Session, message_id: str) -> NotAgain | None:
    """What stands in the way, whatever the message's problems."""
    found = drafts.of_message(session, message_id)
    if any(draft.status not in OPEN_STATUSES for draft in found):
        return NotAgain.DECIDED
    kinds = {draft.content.kind for draft in found}
    if len(kinds) < len(found) or _is_split(session, [draft.id for draft in found]):
        return NotAgain.SPLIT
    if asides.get(session, message_id).said is Said.CASE:
        return NotAgain.CASE
    return None if links.joined(session, message_id) is None else NotAgain.JOINED


def _is_split(session: Session, draft_ids: Sequence[int]) -> bool:
    split = exists().where(
        DecisionRow.draft_id.in_(draft_ids),
        DecisionRow.action == moves.SPLIT.action,
        DecisionRow.undone_at.is_(None),
    )
    return bool(session.scalar(select(split)))


def _problems(session: Session, message_id: str) -> set[str]:
    """Codes of what could not be read of a message, of its files and of their pages."""
    row = session.get(MessageRow, message_id)
    told = {one["code"] for one in row.problems} if row is not None else set()
    return told | {one.problem for one in readings.segments(session, message_id) if one.problem}
