"""Finds the authority or organisation that writes, as written, and who passes its words on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlp.reading import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp.reading import Circumstances, Evidence
    from nlp.view import Leaf, View

_LINE = re.compile(r"[^\n]+")
_LONGEST = 140
_BODIES = frozenset({"states.institution", "bodies.apart"})
_JOINING = (
    r"of|for|the|and|on|de|du|des|d|l|la|le|les|à|aux|en|et|del|los|las|y|e|o|da|do|das|dos|para"
    r"|pour|по|и|в"
)
#: a name that begins with the word for a body goes on in capitals and small joining words
_TAIL = re.compile(
    rf"(?:[ \u00a0'’-]{{1,3}}(?:(?:{_JOINING})(?![^\W\d_])|[A-ZÀ-ÝА-ЯЁ][^\W\d_]*)){{1,16}}"
)
_LOOSE_END = re.compile(rf"(?:[ \u00a0'’-]+(?:{_JOINING}))+$")
#: Arabic names have no capitals: the body and the three words after it
_ARABIC_TAIL = re.compile(r"(?:[ \u00a0][\u0600-\u06ff]{2,20}){1,3}")
#: reference, date, recipient or salutation: the letterhead is over
_ADDRESS = re.compile(
    r"\d{3,}|\b(?:ref|réf|objet|subject|asunto|assunto|dear)\b|الموضوع|\bтема\b"
    r"|^\s*(?:to|à|a|al|ao|إلى|кому)\b|acsg|asylum capacity|capacité d|capacidad de|capacidade de",
    re.IGNORECASE,
)
_RELAY_HOST = re.compile(r"@[^\s]{0,80}(?:unhcr|hcr|acnur)")


def organisation(view: View) -> tuple[str | None, tuple[Evidence, ...]]:
    """The body that asks or offers: letterhead first, then signature, then the text itself."""
    for look in (_in_head, _in_foot, _in_text):
        for leaf in view.leaves:
            for found in look(leaf):
                return found.quote, (found,)
    return None, ()


def via(view: View, about: Circumstances) -> tuple[str | None, tuple[Evidence, ...]]:
    """UNHCR's office where it hands on what another body asks or offers."""
    from_office = _RELAY_HOST.search(about.sender_address or "") is not None
    for leaf in view.leaves:
        passes_on = any(hit.group == "bodies.passes_on" for hit in leaf.cues)
        for hit in leaf.cues:
            start = leaf.row[hit.first].start
            signs = leaf.role is Role.SIGNATURE or start >= leaf.foot
            if hit.group == "bodies.relay" and (from_office or (signs and passes_on)):
                shown = leaf.evidence(start, leaf.row[hit.last].end)
                return shown.quote, (shown,)
    return None, ()


def _body_starts(leaf: Leaf, start: int, end: int) -> list[int]:
    """Where words for a body stand between two characters."""
    found = (leaf.row[hit.first].start for hit in leaf.cues if hit.group in _BODIES)
    return [at for at in found if start <= at < end]


def _in_head(leaf: Leaf) -> Iterator[Evidence]:
    """Of the lines of a letterhead the last that names a body before the address begins."""
    found: Evidence | None = None
    for match in _LINE.finditer(leaf.text, 0, leaf.head):
        if _ADDRESS.search(match.group()):
            break
        if _is_title(match.group()) and _body_starts(leaf, *match.span()):
            found = leaf.evidence(*match.span())
    if found is not None:
        yield found


def _in_foot(leaf: Leaf) -> Iterator[Evidence]:
    """A line of the signature block; of `Ana Lima, Directorate of Asylum` what follows the name."""
    for match in _LINE.finditer(leaf.text, leaf.foot):
        starts = _body_starts(leaf, *match.span())
        if not starts or not _is_title(match.group()):
            continue
        before = leaf.text[match.start() : starts[0]]
        comma = max(before.rfind(sign) for sign in (", ", "، ", "– ", "| ", "- "))
        start = match.start() + comma + 2 if comma >= 0 else match.start()
        yield leaf.evidence(start, match.end())


def _in_text(leaf: Leaf) -> Iterator[Evidence]:
    for hit in leaf.cues:
        word = leaf.row[hit.first]
        if hit.group not in _BODIES:
            continue
        arabic = "\u0600" <= word.raw[0] <= "\u06ff"
        if not arabic and not word.raw[0].isupper():
            continue
        match = (_ARABIC_TAIL if arabic else _TAIL).match(leaf.text, word.end)
        if match is None:
            continue
        loose = _LOOSE_END.search(match.group())
        end = match.end() - (len(loose.group()) if loose else 0)
        if end > word.end:
            yield leaf.evidence(word.start, end)


def _is_title(line: str) -> bool:
    bare = line.strip()
    return len(bare) <= _LONGEST and not bare.endswith((".", ":", "?", "!"))
