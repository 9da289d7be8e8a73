"""An officer's decision that two drafts are one: the later is merged into the earlier.

Nothing is lost: the merged draft keeps its revisions, the target gets one that names the message
and holds the evidence of both. A registered target is not changed; the message is tied to it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from store import audit, drafts, inbox, likenesses, links
from store.completing import Changes, completed
from store.completions import corrected, write
from store.content import Content, Source
from store.errors import NotMergeableError
from store.links import Link, Relation
from store.model import OPEN_STATUSES, DraftStatus
from store.moves import MERGE, Asked
from store.outcome import Decided
from store.threads import target_of
from store.transitions import edit_cards, make
from store.unmerging import hold

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.model import Draft, Officer
    from store.outcome import Outcome

_SURE = "sure"
_OFFICER = "officer"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Merge:
    draft: Draft
    target: Draft
    officer: Officer
    now: datetime


def merge(
    session: Session, draft_id: int, revision: int, officer: Officer, *, into: int, now: datetime
) -> Outcome:
    """Merge a draft into another; where that was merged itself, into the one where it ended.

    Args:
        session: whose transaction holds the decision, both drafts' traces and cards.
        draft_id: of the draft that ends.
        revision: the one that the officer saw.
        officer: who decides; whether they may is the caller's question.
        into: the draft that takes it up.
        now: the moment of the decision.

    Raises:
        UnknownDraftError: there is no such draft.
        NotMergeableError: the other is neither open nor registered, or it is the same.
    """
    hold(session, draft_id, into)
    target = target_of(session, drafts.get(session, into))
    if target.id not in {draft_id, into}:
        hold(session, target.id)
        target = drafts.get(session, target.id)
    takes = (*OPEN_STATUSES, DraftStatus.CONFIRMED)
    if target.id == draft_id or target.status not in takes:
        raise NotMergeableError(target.ref)
    asked = Asked(move=MERGE, officer=officer, revision=revision, now=now, reason=target.ref)
    outcome = make(session, draft_id, asked)
    if isinstance(outcome, Decided):
        _take_up(session, _Merge(draft=outcome.draft, target=target, officer=officer, now=now))
        likenesses.decide(session, draft_id, into, likenesses.MERGED, officer, now=now)
    return outcome


def _take_up(session: Session, merge: _Merge) -> None:
    """Bring what the merged draft says into its target, and tie their messages."""
    draft, target = merge.draft, merge.target
    revision = None
    if target.status in OPEN_STATUSES:
        revision = target.revision + 1
        content, changes = _joined(session, merge)
        write(
            session, target, content,
            status=target.status, written_by=merge.officer.name, now=merge.now,
        )  # fmt: skip
        _trace(session, merge, revision, changes)
    else:
        _trace(session, merge, target.revision, Changes())
    tie = Link(
        message_id=draft.message_id,
        earlier_id=target.message_id,
        draft_id=target.id,
        relation=Relation.MERGED,
        rule=_OFFICER,
        sureness=_SURE,
        revision=revision,
    )
    links.record(session, [tie], made_by=merge.officer.name, now=merge.now)
    edit_cards(session, draft.id, merge.now)
    edit_cards(session, target.id, merge.now)


def _joined(session: Session, merge: _Merge) -> tuple[Content, Changes]:
    draft, target = merge.draft, merge.target
    message = inbox.get(session, draft.message_id)
    source = Source(
        message=message.id, ref=message.ref, how="merged", received_at=message.received_at
    )
    if draft.content.kind != target.content.kind:
        # an offer says nothing of what a request asks: only that it came is kept
        content = target.content
        return replace(content, sources=(*content.sources, source)), Changes()
    decided = corrected(session, target.id)
    return completed(target.content, draft.content, source, decided=decided)


def _trace(session: Session, merge: _Merge, revision: int, changes: Changes) -> None:
    details = {
        "draft": merge.draft.ref,
        "evidenced": list(changes.evidenced),
        "filled": list(changes.filled),
        "differing": list(changes.differing),
        "revision": revision,
    }
    audit.record(
        session,
        what="took_up",
        who=merge.officer,
        message_id=merge.target.message_id,
        draft_id=merge.target.id,
        details=details,
        now=merge.now,
    )
