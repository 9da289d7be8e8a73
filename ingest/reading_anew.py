"""A letter read anew from its bytes, because a limit was raised or a tool put in since.

Its sender is not told again, and it is not tied again to earlier letters: that was done.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest import answers, forwarded
from ingest.drafts import draft_from
from ingest.errors import GuardError
from ingest.kept import to_be_kept
from ingest.pipeline import circumstances, passages_of
from ingest.pleas import signs_of
from ingest.resemblance import compare
from nlp.reading import DRAFT_KINDS, Kind
from store import asides, drafts, likenesses, outbox, rereading, shown_notes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ingest.answers import OutboxPolicy
    from ingest.outcome import Outcome
    from ingest.pipeline import Hands
    from ingest.resemblance import Looked
    from store.content import Content
    from store.session import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Anew:
    """A letter as it was read anew."""

    message_id: str
    attempt: int
    outcome: Outcome
    #: what drafts say by their kinds
    contents: Mapping[str, Content]
    #: None where no trace of its words is kept but its text
    looked: Looked | None


def contents_of(
    db: Database, message_id: str, outcome: Outcome, hands: Hands
) -> dict[str, Content]:
    """What drafts of a letter say by their kinds: as it is read, and of each kind that is there."""
    found = {one.kind: one for one in outcome.contents}
    with db.reading() as session:
        kinds = {one.content.kind for one in drafts.of_message(session, message_id)}
    for kind in sorted(kinds - set(found)):
        if kind in DRAFT_KINDS and (content := _told(outcome, Kind(kind), hands)) is not None:
            found[kind] = content
    return found


def _told(outcome: Outcome, kind: Kind, hands: Hands) -> Content | None:
    """The letter read as one of a kind that an officer or an earlier reading said."""
    about = circumstances(outcome.message, None, forwarded.letter(outcome.segments))
    try:
        reading = hands.read(passages_of(outcome.segments), about, (kind,))
    except GuardError:
        return None
    return next(iter(draft_from(outcome.segments, reading)), None)


def save(session: Session, anew: Anew, policy: OutboxPolicy, *, now: datetime) -> None:
    """Save what was read anew with what officers hear of it, in the caller's transaction."""
    outcome, message_id = anew.outcome, anew.message_id
    if outcome.reading is None:
        # what there is, is better than that
        rereading.leave(session, message_id, anew.attempt, now=now)
        return
    came = rereading.save(
        session, message_id, anew.attempt, to_be_kept(outcome), anew.contents, now=now
    )
    if came is None:
        return
    if signs := signs_of(outcome):
        asides.note_signs(session, message_id, signs)
    shown_notes.edit(session, message_id, now)
    likenesses.forget(session, message_id)
    if anew.looked is not None:
        compare(session, anew.looked, [*came.renewed, *came.made], now=now)
    outbox.add(session, answers.cards(policy, came.made), now=now)
