"""Processing a stored message: load, read, and save reading, drafts and outbox in one go.

Idempotent: run again after a cut, it saves what is not saved yet and nothing twice.
"""

from __future__ import annotations

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import structlog

from ingest import announcing, answering, answers, overtaking, reading_anew, returns
from ingest.inbound import Channel
from ingest.joiner import Joiner, planned, tie
from ingest.joining import is_case
from ingest.kept import to_be_kept
from ingest.opening import draft_as
from ingest.pipeline import Source, read_message
from ingest.pleas import signs_of
from ingest.reading_anew import Anew
from ingest.resemblance import Looked, compare, look
from store import (
    asides,
    documents,
    drafts,
    earlier,
    inbox,
    openings,
    outbox,
    proofs,
    readings,
    rereading,
    shown_notes,
)
from store import places as kept_places
from store.errors import UnknownDocumentError
from store.model import MessageStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ingest.answers import OutboxPolicy
    from ingest.form_printed import PrintedForm
    from ingest.inbound import InboundMessage
    from ingest.joiner import Prepared
    from ingest.joining import Plan
    from ingest.outcome import Outcome
    from ingest.pipeline import Hands
    from store.model import InboxMessage, ReadMessage
    from store.openings import Opening
    from store.proof import Proof
    from store.session import Database

_log = structlog.get_logger()


def _proves_nothing(_received: InboxMessage, _raw: bytes) -> Proof | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Processor:
    """What the worker does with a message."""

    db: Database
    hands: Hands
    policy: OutboxPolicy
    clock: Callable[[], datetime]
    #: finds out where a mail comes from, while it is read
    prove: Callable[[InboxMessage, bytes], Proof | None] = _proves_nothing
    forms: Sequence[PrintedForm] = ()

    def process(self, message_id: str, attempt: int) -> None:
        """Do one attempt; `ingest/attempts.py` says what follows when it raises.

        Raises:
            NotYetError: what it answers is being read; it is to be done a little later.

        """
        begun = time.monotonic()
        with self.db.reading() as session:
            received = inbox.get(session, message_id)
            opening = openings.pending(session, message_id)
            is_read = rereading.is_read(session, message_id)
        if received.status is MessageStatus.DONE:
            return
        if opening is not None:
            self._open(received, attempt, opening)
            _log.info("draft_opened", message=message_id, kind=opening.kind, ms=_ms_since(begun))
        elif is_read:
            self._read_anew(received, attempt)
            _log.info("message_read_anew", message=message_id, ms=_ms_since(begun))
        else:
            outcome = self._read(received, attempt)
            _log.info("message_read", **_figures(received, outcome), ms=_ms_since(begun))

    def _read(self, received: InboxMessage, attempt: int) -> Outcome:
        """Read a message for the first time, and save it with all that follows."""
        with self.db.reading() as session:
            raw = inbox.raw(session, received.id)
            awaited = overtaking.awaited(session, received, raw)
        overtaking.wait_for(awaited, attempt)
        with ThreadPoolExecutor(max_workers=1) as beside:
            proving = beside.submit(self.prove, received, raw)
            outcome = read_message(raw, self._source(received), self.hands)
        proof = proving.result()
        letters = tuple(one.id for one in awaited)
        read = to_be_kept(outcome)  # here, as officers' presses wait for the transaction
        for is_last in (False, True):
            prepared = self._joiner.prepare(received, outcome, proof)
            prepared = replace(prepared, awaited=letters, is_final=is_last)
            with self.db.reading() as session:
                looked = _looked(session, received.id, outcome, read)
            with self.db.begin() as session:
                if self._save(session, attempt, prepared, read, looked=looked):
                    break
        return outcome

    def parked(self, session: Session, message_id: str) -> None:
        """Tell officers of a message that could not be processed, in the caller's transaction."""
        opening = openings.pending(session, message_id)
        now = self.clock()
        rows = answers.note(self.policy, message_id)
        if opening is not None:
            rows = answers.not_opened(self.policy, opening)
        elif shown_notes.edit(session, message_id, now):
            # parked before and tried again: an edit alone would be seen by nobody
            attempts = inbox.get(session, message_id).attempts
            rows = [replace(row, payload={**row.payload, "attempt": attempts}) for row in rows]
        outbox.add(session, rows, now=now)

    def _open(self, received: InboxMessage, attempt: int, opening: Opening) -> None:
        """Read a message again for the draft that an officer asked for, and save it."""
        with self.db.reading() as session:
            read = replace(
                drafts.message_of(session, received.id),
                places=kept_places.of_message(session, received.id),
            )
        content, versions = draft_as(opening.kind, received, read, self.hands)
        now = self.clock()
        with self.db.reading() as session:
            looked = look(session, received.id, read.segments)
        with self.db.begin() as session:
            draft = openings.save(session, received.id, attempt, content, versions, now=now)
            if draft is not None:
                compare(session, looked, [draft], now=now)
                rows = [*answers.cards(self.policy, [draft]), answers.note_edit(opening)]
                outbox.add(session, rows, now=now)

    def _read_anew(self, received: InboxMessage, attempt: int) -> None:
        """Read a message from its bytes once more, and put that in the place of what is kept."""
        with self.db.reading() as session:
            raw = inbox.raw(session, received.id)
        outcome = read_message(raw, self._source(received), self.hands)
        with self.db.reading() as session:
            looked = _looked(session, received.id, outcome, to_be_kept(outcome))
        anew = Anew(
            message_id=received.id,
            attempt=attempt,
            outcome=outcome,
            contents=reading_anew.contents_of(self.db, received.id, outcome, self.hands),
            looked=looked,
        )
        with self.db.begin() as session:
            reading_anew.save(session, anew, self.policy, now=self.clock())

    def _source(self, received: InboxMessage) -> Source:
        channel = Channel(received.channel)
        is_file = channel in {Channel.FILE, Channel.OFFICE}
        return Source(
            channel=channel,
            name=received.sender if is_file else None,
            envelope_sender=None if is_file else received.sender,
            load=self._load,
            earlier_language=partial(self._earlier_language, received),
            forms=self.forms,
        )

    def _earlier_language(self, received: InboxMessage, message: InboundMessage) -> str | None:
        """A file's sender is its name, which says nothing of the next file of that name."""
        is_file = message.channel in {Channel.FILE, Channel.OFFICE}
        thread = {*message.references, *filter(None, [message.in_reply_to])}
        with self.db.reading() as session:
            return earlier.language(
                session, sender=None if is_file else received.sender, thread=sorted(thread)
            )

    def _load(self, sha256: str) -> bytes:
        with self.db.reading() as session:
            try:
                return documents.content(session, sha256)
            except UnknownDocumentError:
                raise LookupError(sha256) from None

    @property
    def _joiner(self) -> Joiner:
        return Joiner(db=self.db, hands=self.hands)

    def _save(
        self,
        session: Session,
        attempt: int,
        prepared: Prepared,
        read: ReadMessage,
        *,
        looked: Looked | None,
    ) -> bool:
        """Save it, or say that it is to be prepared anew; the plan may have changed since."""
        now = self.clock()
        received, outcome = prepared.received, prepared.outcome
        plan = planned(session, prepared)
        if not prepared.fits(plan):
            return False
        contents = outcome.contents if plan.keeps_drafts else ()
        if not readings.save(session, received.id, attempt, read, contents, now=now):
            # saved before; or a newer attempt is under way, or somebody parked or erased it
            return True
        if prepared.proof is not None:
            proofs.keep(session, received.id, prepared.proof, now=now)
        self._follow(session, prepared, plan, looked, now=now)
        return True

    def _follow(
        self,
        session: Session,
        prepared: Prepared,
        plan: Plan,
        looked: Looked | None,
        *,
        now: datetime,
    ) -> None:
        """What follows from a message that has just been saved."""
        received, outcome = prepared.received, prepared.outcome
        if signs := signs_of(outcome):
            asides.note_signs(session, received.id, signs)
        returns.record(session, received, outcome.message, now=now)
        shown_notes.edit(session, received.id, now)
        completes = tie(session, prepared, plan, now=now)
        made = drafts.of_message(session, received.id)
        if looked is not None:
            compare(session, looked, made, now=now)
        if received.channel == Channel.OFFICE:  # an officer asked for it
            rows = answers.cards(self.policy, made)
        else:
            rows = announcing.cards(session, self.policy, made, now=now)
        is_told = completes or (plan.is_unproven and not outcome.contents)
        if is_told or answers.needs_note(outcome, is_joined=not plan.keeps_drafts):
            rows += announcing.note(self.policy, received.id, is_pressing=bool(signs), now=now)
        answer = answering.answer(session, self.policy, prepared, completes=completes, now=now)
        outbox.add(session, [*rows, *answer], now=now)
        returns.forget(session, received, outcome.message, now=now)


def _looked(
    session: Session, message_id: str, outcome: Outcome, read: ReadMessage
) -> Looked | None:
    """Of a person's own case no trace of its words is kept but its text."""
    leaves_no_trace = is_case(outcome) or outcome.message.automatic
    return None if leaves_no_trace else look(session, message_id, read.segments)


def _figures(received: InboxMessage, outcome: Outcome) -> dict[str, object]:
    """One line per message: ids, sizes and codes, no word of it."""
    reading = outcome.reading
    methods = Counter(segment.method for segment in outcome.segments)
    return {
        "message": received.id,
        "channel": received.channel,
        "size_bytes": received.size_bytes,
        "files": len(outcome.documents),
        "segments": len(outcome.segments),
        "ocr_pages": methods["ocr"],
        "language": reading.language if reading else None,
        "kind": str(reading.kinds[0].kind) if reading else None,
        "drafts": len(outcome.contents),
        "problems": sorted({one.code for one in outcome.problems}),
    }


def _ms_since(begun: float) -> int:
    return round((time.monotonic() - begun) * 1000)
