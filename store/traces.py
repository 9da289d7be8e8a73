"""What an erased message left in the drafts of others, which it had completed or was merged into.

Its quotes go, and with them what only they showed; words that it filled in go too. Codes that it
filled in, such as a State's, stay: they say nothing that could not be said again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select

from store import codec, findables, outbox
from store.content import Facts
from store.model import NewOutboxRow, OutboxKind
from store.tables import DraftRow, EvidenceRow, RevisionRow
from store.tables_outbox import OutboxTableRow
from store.tables_threads import LinkRow
from store.transitions import edit_cards

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.content import Content, Criterion, Evidence, Source

#: fields that hold words and not codes
_WORDS: Final = ("organisation", "via")
_FACTS: Final = "facts."
_EVIDENCED: Final = "evidenced"


def take_out(session: Session, message_id: str, *, now: datetime) -> None:
    """Take a message's words out of every draft of other messages, in the caller's transaction."""
    drafts = _completed_by(session, message_id)
    for row in session.scalars(select(RevisionRow).where(RevisionRow.draft_id.in_(drafts))):
        row.content = codec.dump(without(codec.load(row.content), message_id))
    session.execute(
        delete(EvidenceRow)
        .where(EvidenceRow.message_id == message_id)
        .execution_options(synchronize_session=False)
    )
    session.flush()
    findables.forget(session, message_id, drafts)
    for draft_id in drafts:
        _wipe(session, draft_id, message_id, now)
        edit_cards(session, draft_id, now)


def without(content: Content, message_id: str) -> Content:
    """A content without what a further message brought into it.

    Args:
        content: of a draft of another message.
        message_id: of the message that is to be forgotten.

    """
    brought = [one for one in content.sources if one.message == message_id]

    def left(found: Iterable[Evidence]) -> tuple[Evidence, ...]:
        return tuple(one for one in found if one.message != message_id)

    themes = [(one, left(one.evidence)) for one in content.themes]
    made = replace(
        content,
        themes=tuple(
            replace(one, evidence=kept) for one, kept in themes if kept or not one.evidence
        ),
        criteria=tuple(_criterion(one, left(one.evidence), message_id) for one in content.criteria),
        conditions=left(content.conditions),
        evidence={field: left(found) for field, found in content.evidence.items()},
        sources=tuple(one for one in content.sources if one.message != message_id),
        facts=_facts(content.facts, brought),
    )
    words = {name: None for one in brought for name in one.filled if name in _WORDS}
    return replace(made, **words)  # type: ignore[arg-type]  # names of its own fields


def _criterion(before: Criterion, kept: tuple[Evidence, ...], message_id: str) -> Criterion:
    parts = {
        part: tuple(one for one in found if one.message != message_id)
        for part, found in before.parts.items()
    }
    lost = bool(before.evidence) and not kept
    status = "not_evidenced" if lost and before.status == _EVIDENCED else before.status
    return replace(before, status=status, evidence=kept, parts=parts)


def _facts(facts: Facts, brought: Iterable[Source]) -> Facts:
    nothing = Facts()
    names = {
        name.removeprefix(_FACTS)
        for one in brought
        for name in one.filled
        if name.startswith(_FACTS)
    }
    return replace(facts, **{name: getattr(nothing, name) for name in names})


def _completed_by(session: Session, message_id: str) -> list[int]:
    quoted = select(EvidenceRow.draft_id).where(EvidenceRow.message_id == message_id)
    linked = select(LinkRow.draft_id).where(
        LinkRow.message_id == message_id, LinkRow.draft_id.is_not(None)
    )
    chosen = (
        select(DraftRow.id)
        .where(DraftRow.id.in_(quoted.union(linked)), DraftRow.message_id != message_id)
        .order_by(DraftRow.id)
    )
    return list(session.scalars(chosen))


def _wipe(session: Session, draft_id: int, message_id: str, now: datetime) -> None:
    """Let the chat delete quotes and pages of that draft: some may be of this message."""
    chosen = select(OutboxTableRow).where(
        OutboxTableRow.draft_id == draft_id,
        OutboxTableRow.kind.in_((OutboxKind.EVIDENCE, OutboxKind.PAGE)),
        OutboxTableRow.provider_ref.is_not(None),
    )
    rows = [
        NewOutboxRow(
            kind=OutboxKind.WIPE,
            target=row.target,
            payload={"message": message_id, "shown": int(row.provider_ref or 0)},
        )
        for row in session.scalars(chosen)
    ]
    outbox.add(session, rows, now=now)
