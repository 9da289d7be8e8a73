"""What becomes of a message that belongs to an earlier one; a pure plan, carried out elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ingest.inbound import TextOrigin, Unanswerable
from ingest.thread import UNSURE, Thread
from ingest.topic import Letter, new_topic
from nlp.reading import Kind
from store.links import Link, Relation
from store.model import OPEN_STATUSES, DraftStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.outcome import Outcome
    from ingest.thread import Hit
    from store.content import Content
    from store.model import Draft

_OWN: Final = (TextOrigin.BODY, TextOrigin.ATTACHMENT)
#: behind which nobody may sit; with a file it is a letter that a scanner or a fax sent on
_DEVICES: Final = (Unanswerable.PROGRAM, Unanswerable.NOBODY)
#: why a message is only offered: the letter was proven, and it is not
NOT_PROVEN: Final = "not_proven"


class Fate(StrEnum):
    """What a message is to the case that it belongs to."""

    ALONE = "alone"  #: it belongs to none
    COMPLETES = "completes"  #: it is read into the open draft
    ATTACHED = "attached"  #: it is shown with the draft, which is left as it is
    OFFERED = "offered"  #: it stands for itself, and an officer may attach it


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What becomes of a message."""

    fate: Fate = Fate.ALONE
    thread: Thread = field(default_factory=Thread)
    #: to which it belongs; None where the earlier message has none
    draft: Draft | None = None
    #: why it stands for itself, or is only attached, by the name of the rule
    why: str = ""

    @property
    def keeps_drafts(self) -> bool:
        """Whether what the letter itself would be drafted as becomes drafts."""
        return self.fate in {Fate.ALONE, Fate.OFFERED}

    @property
    def is_unproven(self) -> bool:
        """Whether it would belong there, were it proven."""
        return self.why == NOT_PROVEN

    def links(self, message_id: str, *, revision: int | None = None) -> list[Link]:
        """What is kept of it: the tie to its case, and references of strangers.

        Args:
            message_id: of the message.
            revision: that it made of the draft; None where it made none.

        """
        hits = self.thread.names
        found = [
            Link(
                message_id=message_id,
                earlier_id=hit.earlier.message_id,
                draft_id=None,
                relation=Relation.MENTIONED,
                rule=hit.rule,
                sureness=UNSURE,
                hits=hits,
            )
            for hit in self.thread.of_strangers
        ]
        hit = self.thread.joins
        if hit is None or self.fate is Fate.ALONE:
            return found
        relation = Relation.OFFERED if self.fate is Fate.OFFERED else Relation.ATTACHED
        if revision is not None:
            relation = Relation.COMPLETED
        tie = Link(
            message_id=message_id,
            earlier_id=hit.earlier.message_id,
            draft_id=self.draft.id if self.draft else None,
            relation=relation,
            rule=hit.rule,
            sureness=hit.sureness,
            hits=(*hits, *([self.why] if self.why else [])),
            revision=revision,
        )
        return [tie, *found]


def plan_of(thread: Thread, outcome: Outcome) -> Plan:
    """What becomes of a message that was read.

    Nothing that a program wrote, and no letter about a person's own case, is tied to anything. What
    may have been written by one, as ticket systems send what people write, is offered at most.
    """
    message, hit = outcome.message, thread.joins
    is_notice = message.unanswerable in _DEVICES and not message.attachments
    is_notice = is_notice or message.unanswerable is Unanswerable.VIA_LIST
    is_nothing = message.automatic or message.bounce or (is_notice and not outcome.contents)
    if is_nothing or is_case(outcome):
        return Plan()
    if hit is None:
        return Plan(thread=thread)
    if not hit.earlier.drafts:
        return Plan(fate=Fate.OFFERED, thread=thread, why="no_draft_there")
    draft = _meant(hit, outcome.contents)
    if hit.is_unproven:
        draft = draft or hit.earlier.drafts[0]
        return Plan(fate=Fate.OFFERED, thread=thread, draft=draft, why=NOT_PROVEN)
    if draft is None or is_notice or thread.is_contested or hit.sureness == UNSURE:
        why = "several_drafts_there" if draft is None else "contested"
        why = "sent_by_program" if is_notice else why
        fate = Fate.OFFERED if outcome.contents else Fate.ATTACHED
        return Plan(fate=fate, thread=thread, draft=draft or hit.earlier.drafts[0], why=why)
    return _with_draft(draft, hit, thread, outcome)


def _with_draft(draft: Draft, hit: Hit, thread: Thread, outcome: Outcome) -> Plan:
    contents = outcome.contents
    letter = Letter(contents=contents, length=own_length(outcome), is_answer=hit.is_answer)
    why = new_topic(draft, letter)
    if why is not None:
        return Plan(fate=Fate.OFFERED, thread=thread, draft=draft, why=why)
    if draft.status in OPEN_STATUSES:
        # an answer is one whatever it is read as; an update by itself changes nothing
        is_update = not contents and _first_kind(outcome) is Kind.UPDATE and not hit.is_answer
        fate = Fate.ATTACHED if is_update else Fate.COMPLETES
        return Plan(fate=fate, thread=thread, draft=draft, why="update" if is_update else "")
    if draft.status is not DraftStatus.CONFIRMED and contents:
        # what was turned down may come again, and is then looked at again
        return Plan(fate=Fate.OFFERED, thread=thread, draft=draft, why=str(draft.status))
    return Plan(fate=Fate.ATTACHED, thread=thread, draft=draft, why=str(draft.status))


def _meant(hit: Hit, contents: Sequence[Content]) -> Draft | None:
    """The one draft that is meant; None where it may be one of several."""
    drafts = hit.earlier.drafts
    if hit.position is not None:
        named = [one for one in drafts if one.ref.endswith(f"-{hit.position}")]
        if len(named) == 1:
            return named[0]
    kinds = {one.kind for one in contents}
    steps = (
        drafts,
        [one for one in drafts if one.status is DraftStatus.WAITING],
        [one for one in drafts if one.status in OPEN_STATUSES and one.content.kind in kinds],
        [one for one in drafts if one.status in OPEN_STATUSES],
    )
    return next((found[0] for found in steps if len(found) == 1), None)


def own_length(outcome: Outcome) -> int:
    """Characters of the sender's own words, files included."""
    return sum(len(one.text) for one in outcome.segments if one.origin in _OWN)


def _first_kind(outcome: Outcome) -> Kind | None:
    return outcome.reading.kinds[0].kind if outcome.reading and outcome.reading.kinds else None


def is_case(outcome: Outcome) -> bool:
    """Whether it is, or may be, about one person's own case."""
    kinds = outcome.reading.kinds if outcome.reading else ()
    return any(found.kind is Kind.INDIVIDUAL_CASE for found in kinds)
