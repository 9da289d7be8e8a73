"""How officers hear of new drafts: by a card each, all together, or when the office is back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ingest import answers
from store import batches

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ingest.answers import OutboxPolicy
    from store.model import Content, Draft, NewOutboxRow


def cards(
    session: Session, policy: OutboxPolicy, made: Sequence[Draft], *, now: datetime
) -> list[NewOutboxRow]:
    """The cards of new drafts; those that are told together are in the outbox by now.

    What is urgent has its own card at once, at any hour and however much waits.
    """
    rows = answers.cards(policy, made)
    if policy.secretariat is None or not rows:
        return []
    rest = _rest(policy, now)
    at_once = [row for draft, row in zip(made, rows, strict=True) if is_pressing(draft.content)]
    others = [draft for draft in made if not is_pressing(draft.content)]
    if others and batches.is_full(session, but=[draft.id for draft in made]):
        numbers = [draft.id for draft in others]
        batches.tell(session, numbers, policy.secretariat, not_before=rest, now=now)
        return at_once
    return [*at_once, *(replace(row, not_before=rest) for row in answers.cards(policy, others))]


def note(
    policy: OutboxPolicy, message_id: str, *, is_pressing: bool, now: datetime
) -> list[NewOutboxRow]:
    """A note on a message; it rests in quiet hours unless it cannot wait."""
    rows = answers.note(policy, message_id)
    return rows if is_pressing else [replace(row, not_before=_rest(policy, now)) for row in rows]


def is_pressing(content: Content) -> bool:
    """Whether officers must hear of it at any hour."""
    return content.urgent or content.emergency


def _rest(policy: OutboxPolicy, now: datetime) -> datetime | None:
    return None if policy.quiet is None else policy.quiet.until(now)
