"""Dialogues that guide an authority through a request: answers are kept until they are sent.

They are words, and lie here only as long as the dialogue is open: sent, left or forgotten for too
long, they go. Whoever sends takes them into a letter in the same transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select

from store import documents
from store.model import OutboxKind, OutboxStatus
from store.tables_guided import GuidedAnswerRow, GuidedDialogueRow
from store.tables_outbox import OutboxTableRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

#: lines of a talk among which its open question is looked for
_LATEST: Final = 10


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
    #: the question that was answered last in words
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
) -> None:
    """Keep what was given to a question, after what was given before."""
    one = {"user_id": user_id, "step": step, "said_at": now}
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
        .order_by(GuidedAnswerRow.id)
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


def has_seen(session: Session, target: str, asked: int, message: int) -> bool:
    """Whether a question stood in a chat before this message was written there.

    Args:
        session: of a transaction.
        target: of the question's row in the outbox.
        asked: number of the update that led to the question.
        message: number of the message in its chat.

    """
    chosen = (
        select(OutboxTableRow)
        .where(OutboxTableRow.kind == OutboxKind.TALK, OutboxTableRow.target == target)
        .order_by(OutboxTableRow.id.desc())
        .limit(_LATEST)
    )
    abouts = [(row, row.payload["line"]["about"]) for row in session.scalars(chosen)]
    found = next(((row, one) for row, one in abouts if one.get("asked") == asked), None)
    if found is None:
        return True
    row, about = found
    if row.provider_ref is not None:
        return int(row.provider_ref) < message
    if row.status == OutboxStatus.SENDING:
        # it may be there already: nothing stood between two messages with neighbouring numbers
        return bool(message != about.get("after", 0) + 1)
    return False


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
