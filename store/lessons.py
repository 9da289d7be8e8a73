"""The lessons in the records: every message that is kept and on which officers have spoken."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import or_, select

from store import codec, moves, undo_window
from store.completing import of_own_letter
from store.lesson import Fate, Lesson, areas_review, kinds_review, teaches_nothing
from store.model import DraftStatus, MessageStatus
from store.tables import DecisionRow, DraftRow, InboxRow, MessageRow, RevisionRow
from store.tables_outbox import OpeningRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from store.content import Content

_PAGE: Final = 200
_FIRST: Final = 1


def listed(session: Session) -> list[Lesson]:
    """All lessons, the newest first; none of an erased message, none of one person's own case."""
    found = list(_lessons(session))
    return sorted(found, key=lambda one: (one.decided_at, one.message_id), reverse=True)


def _lessons(session: Session) -> Iterator[Lesson]:
    after = ""
    while True:
        page = session.scalars(
            select(MessageRow)
            .join(InboxRow, InboxRow.id == MessageRow.message_id)
            .where(InboxRow.status == MessageStatus.DONE, MessageRow.message_id > after)
            .where(_is_spoken_on())
            .order_by(MessageRow.message_id)
            .limit(_PAGE)
        ).all()
        fates = _fates(session, [row.message_id for row in page])
        for row in page:
            lesson = _lesson(row, fates.get(row.message_id, []))
            if lesson is not None:
                yield lesson
        if len(page) < _PAGE:
            return
        after = page[-1].message_id


def _is_spoken_on() -> ColumnElement[bool]:
    """Whether an officer decided on a draft of a message, or had one made."""
    decided = select(DraftRow.message_id).join(DecisionRow, DecisionRow.draft_id == DraftRow.id)
    decided = decided.where(undo_window.stands())
    opened = select(OpeningRow.message_id).where(OpeningRow.draft_id.is_not(None))
    return or_(MessageRow.message_id.in_(decided), MessageRow.message_id.in_(opened))


class _Past(NamedTuple):
    fate: Fate
    #: the last moment at which an officer did something to it
    at: datetime


def _lesson(row: MessageRow, pasts: Sequence[_Past]) -> Lesson | None:
    predicted = [kind for kind, _, _ in row.kinds]
    fates = [past.fate for past in pasts]
    if teaches_nothing(predicted, fates):
        return None
    kinds, areas = kinds_review(predicted, fates), areas_review(fates)
    if kinds is None and areas is None:
        return None
    return Lesson(
        message_id=row.message_id,
        language=row.language,
        model_version=row.model_version,
        kinds=kinds,
        areas=areas,
        decided_at=max(past.at for past in pasts),
    )


def _fates(session: Session, message_ids: Sequence[str]) -> dict[str, list[_Past]]:
    drafts = session.scalars(
        select(DraftRow).where(DraftRow.message_id.in_(message_ids)).order_by(DraftRow.id)
    ).all()
    ids = [draft.id for draft in drafts]
    contents = _contents(session, ids)
    decisions: dict[int, list[DecisionRow]] = {}
    chosen = select(DecisionRow).where(DecisionRow.draft_id.in_(ids), undo_window.stands())
    for decision in session.scalars(chosen.order_by(DecisionRow.id)):
        decisions.setdefault(decision.draft_id, []).append(decision)
    opened = _opened_at(session, ids)
    found: dict[str, list[_Past]] = {}
    for draft in drafts:
        made = decisions.get(draft.id, [])
        times = [one.decided_at for one in made] + [opened.get(draft.id, draft.created_at)]
        fate = Fate(
            opened=draft.id in opened,
            first=_without(contents[draft.id, _FIRST], _split_off(made)),
            last=of_own_letter(contents[draft.id, draft.revision]),
            # what was withdrawn after it was registered was read as it was confirmed
            status=DraftStatus.CONFIRMED if draft.register_ref else DraftStatus(draft.status),
            corrected=_corrected(made),
            verdict=_verdict(made),
        )
        found.setdefault(draft.message_id, []).append(_Past(fate, max(times)))
    return found


def _split_off(decisions: Iterable[DecisionRow]) -> frozenset[str]:
    """Areas that went to a second draft of the same letter: nobody said that they were wrong."""
    split = [one.change for one in decisions if one.action == moves.SPLIT.action]
    return frozenset(area for one in split for area in one["old"] if area not in one["new"])


def _without(content: Content, areas: frozenset[str]) -> Content:
    kept = tuple(theme for theme in content.themes if theme.id not in areas)
    return content if len(kept) == len(content.themes) else replace(content, themes=kept)


def _contents(session: Session, ids: Sequence[int]) -> dict[tuple[int, int], Content]:
    wanted = or_(RevisionRow.revision == _FIRST, RevisionRow.revision == DraftRow.revision)
    chosen = (
        select(RevisionRow)
        .join(DraftRow, DraftRow.id == RevisionRow.draft_id)
        .where(RevisionRow.draft_id.in_(ids), wanted)
    )
    return {
        (row.draft_id, row.revision): codec.load(row.content) for row in session.scalars(chosen)
    }


def _opened_at(session: Session, ids: Sequence[int]) -> dict[int, datetime]:
    columns = (OpeningRow.draft_id, OpeningRow.asked_at)
    chosen = select(*columns).where(OpeningRow.draft_id.in_(ids))
    return {row.draft_id: row.asked_at for row in session.execute(chosen) if row.draft_id}


def _corrected(decisions: Iterable[DecisionRow]) -> frozenset[str]:
    correct = moves.CORRECT.action
    return frozenset(one.field for one in decisions if one.action == correct and one.field)


def _verdict(decisions: Iterable[DecisionRow]) -> str | None:
    """What was said of the kind at the rejection, which is the last word on a draft."""
    reject = moves.REJECT.action
    said = [one.change["new"] for one in decisions if one.action == reject and one.field == "kind"]
    return str(said[-1]) if said else None
