"""Drafts and letters as the chat gets them from the store; for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.cards import Card, card_of
from ingest.problems import SENTENCES
from store.model import (
    Content,
    Criterion,
    Draft,
    DraftStatus,
    Evidence,
    Facts,
    InboxMessage,
    MessageStatus,
    ReadMessage,
    StoredProblem,
    Theme,
)
from tests.factories import NOW, a_content, a_read_message

ZURICH = ZoneInfo("Europe/Zurich")


def a_draft(**changes: Any) -> Draft:
    draft = Draft(
        id=7,
        ref="ACSG-2026-0042-1",
        message_id="0198f1",
        status=DraftStatus.DRAFT,
        revision=1,
        content=a_content(),
        language="en",
        created_at=NOW,
        decided_by=None,
        decided_at=None,
        register_ref=None,
        reason=None,
        model_version="model-1",
        criteria_version="criteria-1",
    )
    return replace(draft, **changes)


def a_message(**changes: Any) -> InboxMessage:
    message = InboxMessage(
        id="0198f1",
        ref="ACSG-2026-0042",
        sha256="0" * 64,
        channel="email",
        sender="ministry@example.org",
        recipients=("requests@localhost",),
        reply_chat=None,
        subject="Letter 1",
        received_at=NOW,
        status=MessageStatus.DONE,
        attempts=1,
        problem=None,
        size_bytes=1000,
    )
    return replace(message, **changes)


def a_card(draft: Draft | None = None, read: ReadMessage | None = None, **changes: Any) -> Card:
    return card_of(
        draft or a_draft(**changes),
        a_message(),
        read or a_read_message(),
        now=NOW + timedelta(hours=3),
        zone=ZURICH,
    )


def quoted(quote: str, name: str | None = None, page: int | None = None) -> Evidence:
    return Evidence(segment=0, start=0, end=len(quote), quote=quote, name=name, page=page)


def a_rich_content(words: str, name: str, **changes: Any) -> Content:
    """A request that has something in every field, all in the same words."""
    evidence = (quoted(words, name, 2),)
    ids = ("13a", "13b", "15i", "15ii", "15iii", "15iv", "15v", "15vi", "15vii")
    status = ("evidenced", "not_evidenced", "evidenced", "evidenced", "not_evidenced")
    content = a_content(
        themes=tuple(
            Theme(id=one, confidence=0.8, evidence=evidence) for one in ("backlog", "rsd")
        ),
        criteria=tuple(
            Criterion(
                id=one,
                status=(*status, "optional", "optional", "not_applicable", "evidenced")[place],
                confidence=0.7,
                evidence=evidence,
                parts={"gap": evidence, "objectives": ()} if one == "15ii" else {},
            )
            for place, one in enumerate(ids)
        ),
        conditions=evidence,
        forms=("technical", "material"),
        urgent=True,
        confidential=True,
        consent=False,
        channelling="unhcr",
        facts=Facts(start="2026-09-01", duration="18 months", contact=words),
    )
    return replace(content, **changes)


def a_problem(name: str | None = "letter.pdf") -> StoredProblem:
    return StoredProblem(code="encrypted", name=name, detail=SENTENCES["encrypted"])
