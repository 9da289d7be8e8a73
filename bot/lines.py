"""Records as the lines that `messages --json`, `drafts --json` and `show --json` print."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from bot.repute import Repute
    from store.brought import Brought
    from store.content import Source
    from store.model import Draft, Evidence, HistoryEntry, InboxMessage
    from store.proof import Proof


def rfc3339(moment: datetime | None) -> str | None:
    """Write a moment as RFC 3339 in UTC, None as None."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def message_line(message: InboxMessage) -> dict[str, Any]:
    """Give one line of `messages --json`."""
    return {
        "id": message.id,
        "ref": message.ref,
        "sha256": message.sha256,
        "channel": message.channel,
        "sender": message.sender,
        "subject": message.subject,
        "received_at": rfc3339(message.received_at),
        "status": str(message.status),
        "attempts": message.attempts,
        "problem": message.problem,
        "drafts": list(message.drafts),
    }


def draft_line(draft: Draft) -> dict[str, Any]:
    """Give one line of `drafts --json`."""
    content = draft.content
    return {
        "ref": draft.ref,
        "kind": content.kind,
        "status": str(draft.status),
        "revision": draft.revision,
        "states": list(content.states),
        "organisation": content.organisation,
        "themes": [theme.id for theme in content.themes],
        "criteria": {criterion.id: criterion.status for criterion in content.criteria},
        "language": draft.language,
        "message": draft.message_id,
        "created_at": rfc3339(draft.created_at),
        "decided_by": draft.decided_by,
        "decided_at": rfc3339(draft.decided_at),
        "register_ref": draft.register_ref,
    }


def origin_line(letter: Brought | None) -> dict[str, Any] | None:
    """Give how an officer brought a letter in; None for what a sender sent."""
    if letter is None:
        return None
    return {
        "how": letter.how,
        "by": letter.officer_name,
        "at": rfc3339(letter.brought_at),
        "for_whom": letter.for_whom or None,
        "authors": letter.authors or None,
    }


def sender_line(repute: Repute | None, proof: Proof | None) -> dict[str, Any] | None:
    """Give what is known of a sender, and what it rests on; None for what is no mail."""
    if repute is None or proof is None:
        return None
    return {
        "level": repute.level,
        "codes": list(repute.codes),
        "words": repute.words,
        "checked_by": str(proof.by),
        "domain": proof.domain,
        "spf": proof.spf or None,
        "spf_domain": proof.spf_domain,
        "dkim": [{"domain": one.domain, "result": one.result} for one in proof.signatures],
        "dmarc": proof.dmarc or None,
        "policy": proof.policy,
        "aligned": list(proof.aligned),
        "forwarder": proof.forwarder,
    }


def evidence_line(field: str, evidence: Evidence) -> dict[str, Any]:
    """Give one quote with its place."""
    return {
        "field": field,
        "quote": evidence.quote,
        "message": evidence.message,
        "segment": evidence.segment,
        "start": evidence.start,
        "end": evidence.end,
        "name": evidence.name,
        "page": evidence.page,
        "confidence": round(evidence.confidence, 3),
    }


def source_line(source: Source) -> dict[str, Any]:
    """Give a further message that a draft rests on."""
    return {
        "ref": source.ref,
        "message": source.message,
        "how": source.how,
        "received_at": rfc3339(source.received_at),
        "evidenced": list(source.evidenced),
        "filled": list(source.filled),
        "differing": list(source.differing),
    }


def history_line(entry: HistoryEntry) -> dict[str, Any]:
    """Give one step of a draft's life."""
    return {
        "at": rfc3339(entry.at),
        "who": entry.who,
        "what": entry.what,
        "details": entry.details,
    }


def all_evidence(draft: Draft) -> list[tuple[str, Evidence]]:
    """List every quote of a draft with the field that it proves, in the order of the card."""
    content = draft.content
    found = [(field, item) for field, items in content.evidence.items() for item in items]
    found += [(theme.id, item) for theme in content.themes for item in theme.evidence]
    for criterion in content.criteria:
        found += [(criterion.id, item) for item in criterion.evidence]
        found += [
            (f"{criterion.id} {part}", item)
            for part, items in criterion.parts.items()
            for item in items
        ]
    return found + [("conditions", item) for item in content.conditions]
