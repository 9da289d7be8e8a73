"""What `read` prints: an outcome as the JSON object of the public contract."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from nlp.reading import Evidence as Found

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ingest.outcome import Outcome
    from ingest.segment import Segment
    from store.content import Content, Criterion, Evidence, Facts, Theme

#: digits of a confidence that mean something
_DIGITS = 4


def report(source: str, outcome: Outcome) -> dict[str, Any]:
    """Give the JSON object of one input.

    Args:
        source: The path as it was given, "-" for standard input.
        outcome: What came of reading it. `segments[n].text[start:end]` is each quote exactly.

    """
    message, reading = outcome.message, outcome.reading
    sender = message.sender
    return {
        "source": source,
        "sha256": message.sha256,
        "channel": str(message.channel),
        "subject": message.subject,
        "sender": {"address": sender.address, "name": sender.name} if sender else None,
        "message_id": message.message_id,
        "in_reply_to": message.in_reply_to,
        "forwarded": [asdict(head) for head in message.forwarded],
        "language": reading.language if reading else "und",
        "languages": list(reading.languages) if reading else [],
        "kinds": [
            {
                "kind": str(found.kind),
                "confidence": round(found.confidence, _DIGITS),
                "band": str(found.band),
                "evidence": _quotes(found.evidence),
            }
            for found in (reading.kinds if reading else ())
        ],
        "automatic": message.automatic or message.bounce,
        "drafts": [_draft(content) for content in outcome.contents],
        "segments": [_segment(segment) for segment in outcome.segments],
        "problems": [
            {"code": problem.code, "name": problem.name, "detail": problem.detail}
            for problem in outcome.problems
        ],
    }


def _segment(segment: Segment) -> dict[str, Any]:
    return {
        "id": segment.id,
        "origin": str(segment.origin),
        "name": segment.name,
        "page": segment.page,
        "method": segment.method,
        "language": segment.language,
        "text": segment.text,
        "problem": segment.problem,
    }


def _draft(content: Content) -> dict[str, Any]:
    return {
        "kind": content.kind,
        "confidence": round(content.confidence, _DIGITS),
        "states": list(content.states),
        "organisation": content.organisation,
        "beneficiaries": list(content.beneficiaries),
        "themes": [_theme(theme) for theme in content.themes],
        "criteria": [_criterion(criterion) for criterion in content.criteria],
        "forms": list(content.forms),
        "qualities": list(content.qualities),
        "emergency": content.emergency,
        "urgent": content.urgent,
        "needs_state": content.needs_state,
        "via": content.via,
        "consent": content.consent,
        "confidential": content.confidential,
        "channelling": content.channelling,
        "conditions": _quotes(content.conditions),
        "facts": _facts(content.facts),
        "evidence": _by_name(content.evidence),
    }


def _theme(theme: Theme) -> dict[str, Any]:
    return {
        "id": theme.id,
        "confidence": round(theme.confidence, _DIGITS),
        "evidence": _quotes(theme.evidence),
    }


def _criterion(criterion: Criterion) -> dict[str, Any]:
    return {
        "id": criterion.id,
        "status": criterion.status,
        "confidence": round(criterion.confidence, _DIGITS),
        "parts": _by_name(criterion.parts),
        "evidence": _quotes(criterion.evidence),
    }


def _facts(facts: Facts) -> dict[str, Any]:
    return {
        "contact": facts.contact,
        "amounts": [
            {"text": amount.text, "value": amount.value, "currency": amount.currency}
            for amount in facts.amounts
        ],
        "start": facts.start,
        "end": facts.end,
        "duration": facts.duration,
        "beneficiaries": facts.beneficiaries,
    }


def _by_name(found: Mapping[str, Iterable[Evidence]]) -> dict[str, list[dict[str, Any]]]:
    return {name: _quotes(items) for name, items in found.items()}


def _quotes(found: Iterable[Evidence | Found]) -> list[dict[str, Any]]:
    return [
        {
            # a passage of the reading is the segment of the same number
            "segment": evidence.passage if isinstance(evidence, Found) else evidence.segment,
            "start": evidence.start,
            "end": evidence.end,
            "quote": evidence.quote,
        }
        for evidence in found
    ]
