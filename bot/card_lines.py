"""Short facts of a card: flags, and what support it is; each marked where an officer said it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.labels import label
from bot.missing import is_request
from bot.office_words import say

if TYPE_CHECKING:
    from store.content import Content

#: what an officer said
BY_HAND: Final = "👤"


def said_by(content: Content, field: str) -> str:
    """The mark behind what an officer said; nothing behind what was read."""
    return f" {BY_HAND}" if field in content.by_officer else ""


def marks_of(content: Content) -> tuple[str, ...]:
    """Flags and consent."""
    marks = (
        ("emergency", f"🚨 {say('flags.emergency')}" if content.emergency else ""),
        ("urgent", f"⏱ {say('flags.urgent')}" if content.urgent else ""),
        ("needs_state", f"❗ {say('flags.needs_state')}" if content.needs_state else ""),
        ("confidential", f"🔒 {say('flags.confidential')}" if content.confidential else ""),
        ("consent", _consent(content) if is_request(content) else ""),
    )
    return tuple(f"{mark}{said_by(content, field)}" for field, mark in marks if mark)


def _consent(content: Content) -> str:
    if content.consent is None:
        return ""
    return f"🤝 {say('flags.consent_yes')}" if content.consent else f"⛔ {say('flags.consent_no')}"


def support_of(content: Content) -> tuple[str, ...]:
    """What is asked for or offered, when and how."""
    facts = content.facts
    found = (
        *(("forms", label("forms", form)) for form in content.forms),
        *(("facts.amounts", amount.text) for amount in facts.amounts),
        ("facts.start", say("card.from_day", day=facts.start) if facts.start else ""),
        ("facts.end", say("card.to_day", day=facts.end) if facts.end else ""),
        ("facts.duration", facts.duration or ""),
        ("facts.beneficiaries", facts.beneficiaries or ""),
        ("channelling", label("channelling", content.channelling) if content.channelling else ""),
    )
    return tuple(f"{one}{said_by(content, field)}" for field, one in found if one)
