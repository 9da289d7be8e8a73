"""Finding where a message belongs, and tying it there in the transaction that saves it.

What it says for an open draft is read beforehand: reading is slow, and a transaction is not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ingest import forwarded, overtaking
from ingest.clues import clues_of
from ingest.drafts import draft_from
from ingest.errors import GuardError
from ingest.inbound import Channel
from ingest.joining import Fate, Plan, plan_of
from ingest.pipeline import circumstances, passages_of
from ingest.thread import Known, thread_of
from nlp.reading import DRAFT_KINDS, Kind
from store import attempts, completions, keys, links, threads
from store.audit import PROGRAM
from store.content import Source
from store.model import OPEN_STATUSES
from store.transitions import edit_cards

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ingest.clues import Clues
    from ingest.outcome import Outcome
    from ingest.pipeline import Hands
    from store.content import Content
    from store.model import Draft, InboxMessage
    from store.proof import Proof
    from store.session import Database

#: where these change nothing in the draft, its card shows them all the same
_SHOWN: Final = frozenset({Fate.COMPLETES, Fate.ATTACHED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A message with what it names, and what it says for the draft that it may complete."""

    received: InboxMessage
    outcome: Outcome
    clues: Clues
    #: of where it comes from; None where nobody looked
    proof: Proof | None = None
    #: read as one of that draft's kind; None where it completes none or could not be read
    more: Content | None = None
    #: number of that draft
    draft_id: int | None = None
    #: ids of messages that it answers and that had not been read when it was
    awaited: tuple[str, ...] = ()
    #: it is saved as it is, whatever has come since
    is_final: bool = False

    def fits(self, plan: Plan) -> bool:
        """Whether it was read for the draft that it completes, which may have come since."""
        is_read = plan.draft is not None and plan.draft.id == self.draft_id
        return self.is_final or plan.fate is not Fate.COMPLETES or is_read


@dataclass(frozen=True, slots=True, kw_only=True)
class Joiner:
    """Ties messages to earlier ones."""

    db: Database
    hands: Hands

    def prepare(
        self, received: InboxMessage, outcome: Outcome, proof: Proof | None = None
    ) -> Prepared:
        """Look where a message seems to belong, and read it for that.

        Args:
            received: the message.
            outcome: what was read of it.
            proof: of where it comes from; None where nobody looks. Where the domain that it
                names says that it is none of its own, nobody is known to have sent it.

        """
        with self.db.reading() as session:
            clues = clues_of(
                outcome.message,
                outcome.segments,
                key=keys.find(session, keys.MESSAGE_ID),
                chat=received.reply_chat if received.channel == Channel.CHAT else None,
            )
            if proof is not None:
                sender = None if proof.is_disowned else clues.sender
                clues = replace(clues, sender=sender, is_unproven=not proof.is_proven)
            prepared = Prepared(received=received, outcome=outcome, clues=clues, proof=proof)
            plan = _plan(session, prepared)
        if plan.fate is not Fate.COMPLETES or plan.draft is None:
            return prepared
        return replace(prepared, more=self._more(outcome, plan.draft), draft_id=plan.draft.id)

    def _more(self, outcome: Outcome, draft: Draft) -> Content | None:
        """What a message says for a draft: as it was read, else read again for that kind."""
        kind = draft.content.kind
        found = next((one for one in outcome.contents if one.kind == kind), None)
        if found is not None or outcome.reading is None or kind not in DRAFT_KINDS:
            return found
        passages = passages_of(outcome.segments)
        about = circumstances(outcome.message, None, forwarded.letter(outcome.segments))
        try:
            reading = self.hands.read(passages, about, (Kind(kind),))
        except GuardError:
            return None
        return next(iter(draft_from(outcome.segments, reading)), None)


def planned(session: Session, prepared: Prepared) -> Plan:
    """What becomes of a message as the records stand; the draft that it concerns is held.

    So is the message with all that it answers: of two that are saved at once, the later one sees
    the other. In one order for everybody, so that no two wait for each other.
    """
    for one in sorted({prepared.received.id, *prepared.awaited}):
        attempts.locked(session, one)
    plan = _plan(session, prepared)
    if plan.draft is None:
        return plan
    # somebody may have decided on it while the message was read
    completions.hold(session, plan.draft.id)
    return _plan(session, prepared)


def _plan(session: Session, prepared: Prepared) -> Plan:
    known = _known(session, prepared.clues, but=prepared.received.id)
    return plan_of(thread_of(prepared.clues, known), prepared.outcome)


def tie(session: Session, prepared: Prepared, plan: Plan, *, now: datetime) -> bool:
    """Carry a plan out for a message that has just been saved, in the caller's transaction.

    Whether it made a revision of a draft: such a message is never nothing, whatever it was read as.
    """
    received, message = prepared.received, prepared.outcome.message
    threads.remember(session, received.id, message.message_id)
    revision = None
    if plan.draft is not None and plan.fate is Fate.COMPLETES:
        source = Source(
            message=received.id, ref=received.ref, how="answer", received_at=received.received_at
        )
        draft = completions.hold(session, plan.draft.id)
        made = completions.complete(session, draft, prepared.more, source, now=now)
        revision = made.draft.revision if made else None
    found = plan.links(received.id, revision=revision)
    links.record(session, found, made_by=PROGRAM, now=now)
    if plan.draft is not None and plan.fate in _SHOWN and revision is None:
        _show(session, plan.draft, now=now)
    overtaking.join(session, received, message.message_id, now=now)
    return revision is not None


def _show(session: Session, draft: Draft, *, now: datetime) -> None:
    """Let an open draft's card name what came."""
    if draft.status in OPEN_STATUSES:
        edit_cards(session, draft.id, now)


def _known(session: Session, clues: Clues, *, but: str) -> Known:
    asked: list[threads.Earlier] = []
    if clues.chat is not None and clues.sender is not None:
        asked = threads.asked_in_chat(session, clues.chat, clues.sender, but=but)
    return Known(
        by_ref=tuple(threads.by_refs(session, clues.refs, but=but)),
        by_id=tuple(threads.by_header_ids(session, clues.header_ids, but=but)),
        asked=tuple(asked),
    )
