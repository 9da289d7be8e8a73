"""Every quote of a draft, numbered, with its fields, place and neighbours, as messages that fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot import around
from bot.cards import quote_of
from bot.foreign import clean, said
from bot.labels import ids, label
from bot.lines import all_evidence
from bot.measure import fits, grouped, units
from bot.office_words import say, say_safely
from bot.render import render
from bot.scene import File

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from store.model import Draft, Evidence

    #: message, None for the draft's own letter, and segment -> its text
    Texts = Mapping[tuple[str | None, int], str]
    #: a machine's translation of a quote; None where there is none now
    Translate = Callable[["Finding"], str | None]

#: a group takes twenty a minute; more evidence comes as a file
_MOST_MESSAGES: Final = 5
#: fields that one quote is said to prove
_MOST_FIELDS: Final = 4
#: UTF-16 units of a translation in a message; a file has it whole
_LONGEST_TRANSLATION: Final = 900
#: units of the marks that keep the direction of words to themselves
_ISOLATION: Final = 2
_GAP: Final = "\n\n"


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
        shown = say("lists.comma").join(self.fields[:_MOST_FIELDS])
        return say("lists.and_more", listed=shown, count=more) if more > 0 else shown


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a message: words of ours and a quote, or the place of a translation."""

    markup: str
    #: whose translation stands below it
    translated: Finding | None = None

    def filled(self, translate: Translate) -> str:
        """With the translation, or with why there is none."""
        one = self.translated
        if one is None:
            return self.markup
        return self._with(_translation(translate(one), _room(one)))

    def full(self) -> str:
        """With as much room as a translation may take."""
        one = self.translated
        return self.markup if one is None else self._with(_line("m" * _room(one)))

    def _with(self, line: str) -> str:
        return "\n".join(filter(None, (self.markup, line)))


def evidence_parts(
    draft: Draft, texts: Texts, *, told: Sequence[str] = (), foreign: Collection[int] = ()
) -> list[list[Piece]] | File:
    """As many messages as the evidence needs, in pieces, or a file where they would be too many.

    Args:
        draft: whose evidence.
        texts: of the messages that it rests on; the neighbours of quotes are taken from them.
        told: lines of ours that come last.
        foreign: numbers of the findings whose quotes are translated; room is kept for these.

    """
    found = _laid_out(draft, texts, told, foreign)
    if len(found) <= _MOST_MESSAGES:
        return found
    return evidence_file(draft)


def evidence_file(
    draft: Draft, foreign: Collection[int] = (), translate: Translate = lambda _: None
) -> File:
    """All of it, uncut."""
    text = evidence_text(draft, foreign, translate)
    return File(name=f"{draft.ref}-evidence.txt", content=text.encode())


def evidence_messages(
    draft: Draft,
    texts: Texts | None = None,
    *,
    told: Sequence[str] = (),
    foreign: Collection[int] = (),
    translate: Translate = lambda _: None,
) -> list[str]:
    """Markup of as many messages as the evidence needs, in the order of the card."""
    parts = _laid_out(draft, texts or {}, told, foreign)
    return [joined(part, translate) for part in parts]


def joined(part: Sequence[Piece], translate: Translate) -> str:
    """Markup of one message; it fits whatever the translations are."""
    return _GAP.join(one.filled(translate) for one in part)


def _translation(words: str | None, room: int) -> str:
    """A line under a quote, within the units that are kept for it."""
    if not words:
        return _line("")
    shown = said(words, room - _ISOLATION)
    if units(shown) > room:
        shown = said(words, (room - _ISOLATION) // 2)
    return _line(shown)


def _line(words: str) -> str:
    return render("cards/translation.html.j2", words=words)


def _room(one: Finding) -> int:
    """Units of a translation: some languages need twice as many letters."""
    return min(2 * units(clean(one.evidence.quote)) + 80, _LONGEST_TRANSLATION)


def _laid_out(
    draft: Draft, texts: Texts, told: Sequence[str], foreign: Collection[int]
) -> list[list[Piece]]:
    blocks = [
        piece
        for one in findings(draft)
        for piece in _pieces(
            one, texts.get((one.evidence.message, one.evidence.segment), ""), foreign
        )
    ]
    words = say_safely("evidence.evidence") if blocks else say_safely("evidence.none")
    first = Piece(markup=f"<b>{draft.ref}</b>: {words}")
    last = [Piece(markup=render("office/plain.html.j2", lines=told))] if told else []
    all_ = [first, *blocks, *last]
    places = grouped([one.full() for one in all_], gap=_GAP)
    return [[all_[place] for place in group] for group in places]


def _pieces(one: Finding, text: str, foreign: Collection[int]) -> list[Piece]:
    """A quote, with its translation below it or, where both do not fit, behind it."""
    block = _block(one, text)
    if one.number not in foreign:
        return [Piece(markup=block)]
    whole = Piece(markup=block, translated=one)
    apart = [Piece(markup=block), Piece(markup="", translated=one)]
    return [whole] if fits(whole.full()) else apart


def evidence_text(
    draft: Draft, foreign: Collection[int] = (), translate: Translate = lambda _: None
) -> str:
    """The same as plain text, uncut, for a file."""
    lines = [draft.ref]
    for one in findings(draft):
        evidence = one.evidence
        head = f"{one.number} · {say('lists.comma').join(one.fields)} ({_place(evidence)})"
        unsure = [say("evidence_file.scanned")] if quote_of(evidence).is_unsure else []
        below = [_told(translate(one))] if one.number in foreign else []
        lines.append("\n".join((head, *unsure, evidence.quote, *below)))
    return "\n\n".join(lines) + "\n"


def _place(evidence: Evidence) -> str:
    name = evidence.name or say("evidence_file.message")
    where = " ".join(filter(None, (evidence.ref, name)))
    if evidence.page is None:
        return where
    return say("evidence_file.page_of", place=where, page=evidence.page)


def _told(words: str | None) -> str:
    """A translation of a quote in the file."""
    return say("evidence_file.unchecked", words=words) if words else say("translation.none")


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
