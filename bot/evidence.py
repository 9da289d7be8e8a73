"""Every quote of a draft with its field and place, as messages that fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cards import quote_of
from bot.labels import ids, label
from bot.lines import all_evidence
from bot.measure import packed
from bot.render import render

if TYPE_CHECKING:
    from store.model import Draft


def evidence_messages(draft: Draft) -> list[str]:
    """Markup of as many messages as the evidence needs, in the order of the card."""
    blocks = [
        render(
            "cards/quote.html.j2",
            field=_field(field),
            quote=quote_of(evidence),
        )
        for field, evidence in all_evidence(draft)
    ]
    words = "evidence" if blocks else "the draft has no evidence"
    return packed([f"<b>{draft.ref}</b>: {words}", *blocks])


def evidence_text(draft: Draft) -> str:
    """The same as plain text, uncut, for a file."""
    lines = [draft.ref]
    for field, evidence in all_evidence(draft):
        page = "" if evidence.page is None else f", page {evidence.page}"
        lines.append(f"{_field(field)} ({evidence.name or 'message'}{page})\n{evidence.quote}")
    return "\n\n".join(lines) + "\n"


def _field(field: str) -> str:
    """`coi`, `13a` and `15ii objectives` in words."""
    name, _, part = field.partition(" ")
    if name in ids("criteria"):
        return f"{name} {label('parts', part) if part else label('criteria', name)}"
    return label("areas" if name in ids("areas") else "fields", field)
