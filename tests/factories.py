"""Plain values for tests: whole and ordinary, with the one thing changed that a test is about."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from store.model import (
    Amount,
    Arrival,
    Content,
    Criterion,
    Evidence,
    Facts,
    Officer,
    OfficerRole,
    ReadMessage,
    StoredDocument,
    StoredSegment,
    Theme,
)

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LETTER = "The Republic of Chad requests training of interviewers in N'Djamena."
ALICE = Officer(id=11, name="Alice", role=OfficerRole.OFFICER)
BOB = Officer(id=12, name="Bob", role=OfficerRole.OFFICER)


def an_arrival(number: int = 1, **changes: Any) -> Arrival:
    """A mail to the requests address; each number is another mail."""
    raw = f"Subject: Letter {number}\r\n\r\n{LETTER}\r\n".encode()
    arrival = Arrival(
        channel="email",
        raw=raw,
        identity=hashlib.sha256(changes.get("raw", raw)).hexdigest(),
        sender="ministry@example.org",
        recipients=("requests@localhost",),
        peer="192.0.2.1",
    )
    return replace(arrival, **changes)


def an_evidence(quote: str = "requests training of interviewers", **changes: Any) -> Evidence:
    """A quote from the letter, at its place."""
    start = LETTER.index(quote) if quote in LETTER else 0
    evidence = Evidence(segment=0, start=start, end=start + len(quote), quote=quote, confidence=0.8)
    return replace(evidence, **changes)


def a_content(**changes: Any) -> Content:
    """A request with evidence in every kind of place."""
    content = Content(
        kind="request",
        confidence=0.93,
        band="sure",
        states=("TD",),
        organisation="Republic of Chad",
        themes=(Theme(id="coi", confidence=0.8, evidence=(an_evidence(),)),),
        criteria=(
            Criterion(
                id="13a",
                status="evidenced",
                confidence=0.7,
                evidence=(an_evidence("training of interviewers"),),
                parts={"objectives": (an_evidence("training"),)},
            ),
        ),
        conditions=(an_evidence("in N'Djamena"),),
        facts=Facts(amounts=(Amount(text="EUR 120,000", value=120000.0, currency="EUR"),)),
        evidence={"states": (an_evidence("Republic of Chad"),)},
    )
    return replace(content, **changes)


def a_segment(text: str = LETTER, index: int = 0, **changes: Any) -> StoredSegment:
    """The letter's own words."""
    segment = StoredSegment(
        index=index,
        origin="body",
        name=None,
        page=None,
        method="text",
        language="en",
        text=text,
        problem=None,
        document_sha256=None,
    )
    return replace(segment, **changes)


def a_document(content: bytes = b"%PDF-1.7", name: str = "letter.pdf") -> StoredDocument:
    """A file that came with a letter."""
    sha256 = hashlib.sha256(content).hexdigest()
    return StoredDocument(sha256=sha256, name=name, media_type="application/pdf", content=content)


def a_read_message(**changes: Any) -> ReadMessage:
    """A letter in English of one segment, read as a request."""
    message = ReadMessage(
        subject="Letter 1",
        sender_address="ministry@example.org",
        sender_name="Ministry",
        message_id="<1@example.org>",
        in_reply_to=None,
        references=(),
        sent_at=NOW,
        automatic=False,
        bounce=False,
        language="en",
        languages=("en",),
        kinds=(("request", 0.93, "sure"),),
        segments=(a_segment(),),
        documents=(),
        problems=(),
        model_version="model-1",
        taxonomy_version="areas-1",
        criteria_version="criteria-1",
    )
    return replace(message, **changes)
