"""Dialogues that guide an authority through a request: answers are kept until they are sent.

They are words, and lie here only as long as the dialogue is open: sent, left or forgotten for too
long, they go. Whoever sends takes them into a letter in the same transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, func, select

from store import documents
from store.model import OutboxKind, OutboxStatus
from store.tables_guided import GuidedAnswerRow, GuidedDialogueRow
from store.tables_outbox import OutboxTableRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

#: a question that ended so will not come
_NEVER_CAME: Final = (OutboxStatus.FAILED, OutboxStatus.CANCELLED)
#: lines of a talk among which its open question is looked for
_LATEST: Final = 10
#: a line that is being sent has arrived or failed after this, or nobody knows
_ON_ITS_WAY: Final = timedelta(seconds=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """Where the dialogue with one visitor stands."""

    user_id: int
    #: code of the question that is open
    step: str
    #: the answer leads back to the summary
    to_summary: bool = False
    #: the next answer takes the place of what was answered before
    anew: bool = False
    #: number of the update that led to the question
    asked: int
    #: what is written before the open question was seen goes with this one; None: with the open
    answered: str | None = None
    begun_at: datetime
    touched_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidedFile:
    """A file that came with an answer; kept among the documents by its hash."""

    name: str
    media_type: str
    #: empty where the chat did not give it
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was given to one question, in its order."""

    step: str
    text: str
    files: tuple[GuidedFile, ...] = ()


def find(session: Session, user_id: int) -> Dialogue | None:
    """The open dialogue with a visitor."""
    row = session.get(GuidedDialogueRow, user_id, populate_existing=True)
    if row is None:
        return None
    return Dialogue(
        user_id=row.user_id,
        step=row.step,
        to_summary=row.to_summary,
        anew=row.anew,
        asked=row.asked,
        answered=row.answered,
        begun_at=row.begun_at,
        touched_at=row.touched_at,
    )


def keep(session: Session, dialogue: Dialogue) -> None:
    """Write down where it stands."""
    row = session.get(GuidedDialogueRow, dialogue.user_id)
    if row is None:
        row = GuidedDialogueRow(user_id=dialogue.user_id, begun_at=dialogue.begun_at)
        session.add(row)
    row.step = dialogue.step
    row.to_summary = dialogue.to_summary
    row.anew = dialogue.anew
    row.asked = dialogue.asked
    row.answered = dialogue.answered
    row.touched_at = dialogue.touched_at
    session.flush()


def answer(
    session: Session,
    user_id: int,
    step: str,
    text: str,
    files: Sequence[GuidedFile] = (),
    *,
    now: datetime,
    message: int | None = None,
) -> None:
    """Keep what was given to a question, in the order of the messages in their chat."""
    one = {"user_id": user_id, "step": step, "said_at": now, "message": message}
    if text:
        session.add(GuidedAnswerRow(text=text, **one))
    for file in files:
        session.add(
            GuidedAnswerRow(
                text="",
                file_name=file.name,
                file_type=file.media_type,
                file_sha256=file.sha256,
                **one,
            )
        )
    session.flush()


def answers(session: Session, user_id: int) -> dict[str, Answer]:
    """Everything that a visitor gave, by question."""
    chosen = (
        select(GuidedAnswerRow)
        .where(GuidedAnswerRow.user_id == user_id)
        .order_by(func.coalesce(GuidedAnswerRow.message, 0), GuidedAnswerRow.id)
    )
    found: dict[str, list[GuidedAnswerRow]] = {}
    for row in session.scalars(chosen):
        found.setdefault(row.step, []).append(row)
    return {step: _answer(step, rows) for step, rows in found.items()}


def take_back(session: Session, user_id: int, step: str) -> None:
    """Forget the words that were given to a question; its files stay."""
    session.execute(
        delete(GuidedAnswerRow)
        .where(
            GuidedAnswerRow.user_id == user_id,
            GuidedAnswerRow.step == step,
            GuidedAnswerRow.file_sha256.is_(None),
        )
        .execution_options(synchronize_session=False)
    )


def has_seen(
    session: Session, target: str, asked: int, message: int, *, now: datetime
) -> bool | None:
    """Whether a question stood in a chat before this message was written there.

    Where nobody can know, it did: an answer to the question before would be waited for in vain.

    Args:
        session: of a transaction.
        target: of the question's row in the outbox.
        asked: number of the update that led to the question.
        message: number of the message in its chat.
        now: the time.

    Returns:
        None while the question is being sent: in a moment its number will tell.

    """
    row = _question(session, target, asked)
    if row is None or row.status in _NEVER_CAME:
        return True
    if row.provider_ref is not None and int(row.provider_ref) < message:
        return True
    if row.status == OutboxStatus.SENDING and not row.possible_repeat:
        is_fresh = row.claimed_at is not None and abs(now - row.claimed_at) < _ON_ITS_WAY
        return None if is_fresh else True
    # an earlier try may have put it there
    return row.possible_repeat


def _question(session: Session, target: str, asked: int) -> OutboxTableRow | None:
    chosen = (
        select(OutboxTableRow)
        .where(OutboxTableRow.kind == OutboxKind.TALK, OutboxTableRow.target == target)
        .order_by(OutboxTableRow.id.desc())
        .limit(_LATEST)
        .execution_options(populate_existing=True)
    )
    rows = session.scalars(chosen)
    return next((row for row in rows if row.payload["line"]["about"].get("asked") == asked), None)


def end(session: Session, user_id: int) -> None:
    """Forget a dialogue with all its answers; files that are in no letter go with it."""
    mine = GuidedAnswerRow.user_id == user_id
    files = set(session.scalars(select(GuidedAnswerRow.file_sha256).where(mine)))
    for table in (GuidedAnswerRow, GuidedDialogueRow):
        session.execute(
            delete(table)
            .where(table.__table__.c.user_id == user_id)
            .execution_options(synchronize_session=False)
        )
    documents.drop_unused(session, sorted(filter(None, files)))
    session.expire_all()


def end_forgotten(session: Session, *, before: datetime) -> int:
    """End the dialogues that nobody has gone on with since then; how many."""
    chosen = select(GuidedDialogueRow.user_id).where(GuidedDialogueRow.touched_at < before)
    users = list(session.scalars(chosen))
    for user_id in users:
        end(session, user_id)
    return len(users)


def _answer(step: str, rows: Sequence[GuidedAnswerRow]) -> Answer:
    return Answer(
        step=step,
        text="\n\n".join(row.text for row in rows if row.text),
        files=tuple(
            GuidedFile(
                name=row.file_name or "",
                media_type=row.file_type or "",
                sha256=row.file_sha256 or "",
            )
            for row in rows
            if row.file_name is not None
        ),
    )
