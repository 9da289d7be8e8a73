"""Who hears of a message once it is read: cards and notes to officers, an answer to the sender.

Rows of ids only; what they say is written where they are sent.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ingest import form_asked
from ingest.domains import are_related, domain_of
from ingest.inbound import Channel, Unanswerable
from nlp.reading import Band, Kind
from store.addressee import plain_address
from store.model import NewOutboxRow, OutboxKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.inbound import InboundMessage
    from ingest.outcome import Outcome
    from store.model import Draft, InboxMessage
    from store.openings import Opening
    from store.proof import Proof
    from store.quiet import Quiet

_NOBODY: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in tomllib.loads(
        Path(__file__).with_name("answers.toml").read_text(encoding="utf-8")
    )["nobody"].values()
)
#: in the payload of an answer that holds no word of the letter's: its sender may be anybody, and
#: who is answered be a stranger
BARE: Final = "bare"
_ADDRESS: Final = re.compile(r"[^\s<>,;\"@]{1,64}@[^\s<>,;\"@]{1,253}")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxPolicy:
    """Where things are sent, and whom we never answer."""

    #: target of cards and notes, such as `chat:-100123`; None where there is no chat
    secretariat: str | None
    #: ours, in lower case; answering one would be talking to ourselves
    own_addresses: frozenset[str]
    #: a day and mail address: two programs that answer each other stop here
    answers_a_day: int = 3
    #: a day and chat, where every submission is to be answered
    chat_answers_a_day: int = 50
    #: hours in which cards and notes rest that can wait; None: never
    quiet: Quiet | None = None

    def limit(self, target: str) -> int:
        """How many automatic answers of all kinds a target may have in a day."""
        return self.chat_answers_a_day if target.startswith("chat:") else self.answers_a_day


def cards(policy: OutboxPolicy, drafts: Sequence[Draft]) -> list[NewOutboxRow]:
    """A card for each draft."""
    if policy.secretariat is None:
        return []
    return [
        NewOutboxRow(kind=OutboxKind.CARD, target=policy.secretariat, payload={"draft": draft.id})
        for draft in drafts
    ]


def note(policy: OutboxPolicy, message_id: str) -> list[NewOutboxRow]:
    """A note on a message."""
    if policy.secretariat is None:
        return []
    payload = {"message": message_id}
    return [NewOutboxRow(kind=OutboxKind.NOTE, target=policy.secretariat, payload=payload)]


def note_edit(opening: Opening) -> NewOutboxRow:
    """The note that an officer pressed, as it stands now."""
    payload = {"message": opening.message_id, "shown": opening.chat_message}
    return NewOutboxRow(
        kind=OutboxKind.NOTE_EDIT, target=f"chat:{opening.chat_id}", payload=payload
    )


def not_opened(policy: OutboxPolicy, opening: Opening) -> list[NewOutboxRow]:
    """A note anew on a message of which no draft could be made, and the edit of the pressed one."""
    rows = note(policy, opening.message_id)
    return [
        *(replace(row, payload={**row.payload, "attempt": opening.attempt}) for row in rows),
        note_edit(opening),
    ]


def needs_note(outcome: Outcome, *, is_joined: bool = False) -> bool:
    """Whether officers must hear of a message that gave no draft.

    Only what surely is nothing to them passes in silence: where something could not be read,
    nobody can be sure. What is acknowledged never does, and so no submission by chat.

    Args:
        outcome: what was read.
        is_joined: it became part of an earlier case, so that it gave no draft of its own.

    """
    if outcome.contents:
        return is_joined
    message = outcome.message
    if message.channel in {Channel.CHAT, Channel.OFFICE}:
        return True
    if message.bounce:
        return False
    if outcome.reading is None or _comes_unheard(message):
        return True
    if message.automatic:
        return False
    kinds = {found.kind for found in outcome.reading.kinds}
    return (
        form_asked.is_asked(outcome)
        or kinds != {Kind.OTHER}
        or not _is_nothing(outcome)
        or _has_mute_file(outcome)
    )


def _comes_unheard(message: InboundMessage) -> bool:
    """Nobody is told that it came, and it may be a letter: what `<>` sends, files of programs."""
    if message.automatic or message.unanswerable is Unanswerable.PROGRAM:
        return bool(message.attachments)
    return message.unanswerable is Unanswerable.NOBODY


def acknowledgement(
    policy: OutboxPolicy,
    received: InboxMessage,
    outcome: Outcome,
    *,
    completes: bool = False,
    proof: Proof | None = None,
) -> NewOutboxRow | None:
    """An answer to the sender; None where nobody may or need be answered (RFC 3834, 2).

    Args:
        policy: whom we never answer.
        received: as it came in.
        outcome: what was read.
        completes: it was read into an earlier draft, so that it is something whatever its kind.
        proof: of where it comes from.

    """
    target = _target(policy, received, outcome.message)
    is_asked = form_asked.is_asked(outcome)
    is_mail = received.channel == Channel.EMAIL
    if target is None or (is_mail and not completes and not is_asked and _is_nothing(outcome)):
        return None
    payload: dict[str, Any] = {"message": received.id}
    if is_asked:
        payload["form"] = True
    if (
        is_mail
        and not (proof is not None and proof.is_proven)
        and _is_in_anothers_name(received, target)
    ):
        payload[BARE] = True
    return NewOutboxRow(kind=OutboxKind.ACKNOWLEDGEMENT, target=target, payload=payload)


def _target(policy: OutboxPolicy, received: InboxMessage, message: InboundMessage) -> str | None:
    if received.channel == Channel.CHAT:
        return None if received.reply_chat is None else f"chat:{received.reply_chat}"
    if received.channel != Channel.EMAIL or message.automatic or message.bounce:
        return None
    if message.unanswerable is not None:
        return None
    # a mail without a sender on its envelope is one that nobody may answer, whatever it claims
    if not received.sender or message.sender is None:
        return None
    # who transmits hears of it, nobody whom the mail merely names: with another Reply-To, a Cc or
    # an address in a letter passed on, anybody could have us write to strangers
    address = message.sender.address.lower()
    parties = (address, received.sender.lower())
    if any(is_nobody(party) or plain_address(party) in policy.own_addresses for party in parties):
        return None
    return address if _ADDRESS.fullmatch(address) else None


def _is_in_anothers_name(received: InboxMessage, target: str) -> bool:
    """Whether the envelope is of another house than who is answered, as where somebody is named."""
    one, other = domain_of(received.sender), domain_of(target)
    return one is None or other is None or not are_related(one, other)


def is_nobody(address: str) -> bool:
    """Whether a program, not a person, writes from this address."""
    local = address.rpartition("@")[0]
    return any(pattern.search(local) for pattern in _NOBODY)


def _is_nothing(outcome: Outcome) -> bool:
    """Surely not for us, and read to its end."""
    return not outcome.contents and _is_surely_other(outcome) and not _is_partly_unread(outcome)


def _is_surely_other(outcome: Outcome) -> bool:
    first = outcome.reading.kinds[0] if outcome.reading else None
    # of what is sent to many, most is nothing: what is likely is enough
    is_bulk = outcome.message.unanswerable is Unanswerable.BULK
    bands = {Band.SURE, Band.LIKELY} if is_bulk else {Band.SURE}
    return first is not None and first.kind is Kind.OTHER and first.band in bands


def _is_partly_unread(outcome: Outcome) -> bool:
    segments = outcome.segments
    if outcome.problems or any(one.problem for one in segments):
        return True
    return not any(one.text.strip() for one in segments)


def _has_mute_file(outcome: Outcome) -> bool:
    """Whether a file gave no word at all, as a picture does: it may say what nobody read."""
    files = {one.document_sha256 for one in outcome.segments if one.document_sha256}
    speaking = {one.document_sha256 for one in outcome.segments if one.text.strip()}
    return not files <= speaking
