"""Every quote of a draft, numbered, with its fields, place and neighbours, as messages that fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot import around
from bot.cards import quote_of
from bot.labels import ids, label
from bot.lines import all_evidence
from bot.measure import packed
from bot.render import render
from bot.scene import File

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from store.model import Draft, Evidence

    #: message, None for the draft's own letter, and segment -> its text
    Texts = Mapping[tuple[str | None, int], str]

#: a group takes twenty a minute; more evidence comes as a file
_MOST_MESSAGES: Final = 5
#: fields that one quote is said to prove
_MOST_FIELDS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One quote and all that it proves."""

    #: from 1; the same in the messages and on the pictures of pages
    number: int
    #: in words
    fields: tuple[str, ...]
    evidence: Evidence

    @property
    def title(self) -> str:
        """What it proves, on one line."""
        more = len(self.fields) - _MOST_FIELDS
        shown = ", ".join(self.fields[:_MOST_FIELDS])
        return f"{shown} and {more} more" if more > 0 else shown


def findings(draft: Draft) -> tuple[Finding, ...]:
    """The quotes of a draft in the order of the card, each once."""
    found: dict[tuple[str | None, int, int, int, str], list[tuple[str, Evidence]]] = {}
    for field, evidence in all_evidence(draft):
        place = (evidence.message, evidence.segment)
        key = (*place, evidence.start, evidence.end, evidence.quote)
        found.setdefault(key, []).append((_field(field), evidence))
    return tuple(
        Finding(
            number=number,
            fields=tuple(dict.fromkeys(field for field, _ in same)),
            evidence=max((one for _, one in same), key=lambda one: one.confidence),
        )
        for number, same in enumerate(found.values(), start=1)
    )


def evidence_parts(draft: Draft, texts: Texts, *, told: Sequence[str] = ()) -> list[str] | File:
    """Markup of as many messages as the evidence needs, or a file where they would be too many.

    Args:
        draft: whose evidence.
        texts: of the messages that it rests on; the neighbours of quotes are taken from them.
        told: lines of ours that come last.

    """
    found = evidence_messages(draft, texts, told=told)
    if len(found) <= _MOST_MESSAGES:
        return found
    return evidence_file(draft)


def evidence_file(draft: Draft) -> File:
    """All of it, uncut."""
    return File(name=f"{draft.ref}-evidence.txt", content=evidence_text(draft).encode())


def evidence_messages(
    draft: Draft, texts: Texts | None = None, *, told: Sequence[str] = ()
) -> list[str]:
    """Markup of as many messages as the evidence needs, in the order of the card."""
    known = texts or {}
    blocks = [
        _block(one, known.get((one.evidence.message, one.evidence.segment), ""))
        for one in findings(draft)
    ]
    words = "evidence" if blocks else "the draft has no evidence"
    last = [render("office/plain.html.j2", lines=told)] if told else []
    return packed([f"<b>{draft.ref}</b>: {words}", *blocks, *last])


def evidence_text(draft: Draft) -> str:
    """The same as plain text, uncut, for a file."""
    lines = [draft.ref]
    for one in findings(draft):
        evidence = one.evidence
        page = "" if evidence.page is None else f", page {evidence.page}"
        where = " ".join(filter(None, (evidence.ref, evidence.name or "message")))
        head = f"{one.number} · {', '.join(one.fields)} ({where}{page})"
        unsure = "\nread from a scan, please check" if quote_of(evidence).is_unsure else ""
        lines.append(f"{head}{unsure}\n{evidence.quote}")
    return "\n\n".join(lines) + "\n"


def _block(one: Finding, text: str) -> str:
    evidence = one.evidence
    is_there = text[evidence.start : evidence.end] == evidence.quote != ""
    return render(
        "cards/quote.html.j2",
        number=one.number,
        field=one.title,
        quote=quote_of(evidence),
        before=around.before(text, evidence.start) if is_there else "",
        after=around.after(text, evidence.end) if is_there else "",
    )


def _field(field: str) -> str:
    """`coi`, `13a` and `15ii objectives` in words."""
    name, _, part = field.partition(" ")
    if name in ids("criteria"):
        return f"{name} {label('parts', part) if part else label('criteria', name)}"
    return label("areas" if name in ids("areas") else "fields", field)
