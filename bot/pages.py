"""Which pages of a letter's documents show a draft's evidence, and what is marked on each."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.cards import quote_of
from bot.office_words import say
from bot.problem_words import problem_words
from ingest import places
from ingest.page_marks import DRAWN, Mark
from store import places as kept

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from bot.evidence import Finding
    from ingest.segment import Word
    from store.model import ReadMessage, StoredSegment

#: pictures that one press sends into the chat
MOST: Final = 10
_NOT_READ: Final = "scan_not_read"
_FROM_RIGHT: Final = ("R", "AL")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One page of a document to be shown."""

    #: of the file, as it came
    name: str
    sha256: str
    #: from 1
    page: int
    #: of the message, whose words stand on it
    segments: tuple[int, ...]
    findings: tuple[Finding, ...]
    #: whose page it is; None for the draft's own letter
    message: str | None = None
    #: why nothing of it could be read; empty where something was
    trouble: str = ""

    @property
    def strength(self) -> float:
        """How much its strongest finding shows."""
        return max((one.evidence.confidence for one in self.findings), default=0.0)


def sheets_of(
    reads: Mapping[str | None, ReadMessage], found: Sequence[Finding]
) -> tuple[Sheet, ...]:
    """The pages that hold evidence, then those that could not be read, in the letters' order.

    Where there are more than the chat takes, the strongest come first.

    Args:
        reads: the messages that a draft rests on; its own letter under None.
        found: what they show.

    """
    all_ = [one for message, read in reads.items() for one in _sheets(message, read, found)]
    shown = [one for one in all_ if one.findings]
    if len(shown) > MOST:
        shown.sort(key=lambda one: -one.strength)
    return (*shown, *(one for one in all_ if one.trouble and not one.findings))


def left_out(sheets: Sequence[Sheet], ref: str) -> tuple[str, ...]:
    """What is said of pages that the chat is not sent."""
    rest = sheets[MOST:]
    if not rest:
        return ()
    named = [say("sheets.named", name=one.name, page=one.page) for one in rest[:MOST]]
    names, more = say("sheets.between").join(named), len(rest) - MOST
    told = (
        say("sheets.without_picture_and_more", most=MOST, names=names, count=more)
        if more > 0
        else say("sheets.without_picture", most=MOST, names=names)
    )
    return told, say("sheets.draw_all", ref=ref)


def marks_of(session: Session, message_id: str, sheet: Sheet) -> tuple[int, tuple[Mark, ...]]:
    """The turn that sets a page upright, and its findings at their places."""
    found = {one.segment: one for one in kept.of_message(session, message_id, sheet.segments)}
    words = {number: places.unpack(one.words) for number, one in found.items()}
    turn = next((one.turn for one in found.values() if one.turn), 0)
    return turn, tuple(_mark(one, words.get(one.evidence.segment, ())) for one in sheet.findings)


def _sheets(message: str | None, read: ReadMessage, found: Sequence[Finding]) -> list[Sheet]:
    """Every page of a message's documents that can be drawn, with the evidence that is on it."""
    by_page: dict[tuple[str, int], list[StoredSegment]] = {}
    for segment in read.segments:
        sha256, page = segment.document_sha256, segment.page
        if sha256 is not None and page is not None and segment.method in DRAWN:
            by_page.setdefault((sha256, page), []).append(segment)
    here = [one for one in found if one.evidence.message == message]
    return [
        replace(_sheet(read, key, segments, here), message=message)
        for key, segments in by_page.items()
    ]


def _sheet(
    read: ReadMessage,
    key: tuple[str, int],
    segments: Sequence[StoredSegment],
    found: Sequence[Finding],
) -> Sheet:
    numbers = tuple(segment.index for segment in segments)
    name = segments[0].name or say("sheets.document")
    not_read = any(segment.problem == _NOT_READ for segment in segments)
    return Sheet(
        name=name,
        sha256=key[0],
        page=key[1],
        segments=numbers,
        findings=tuple(one for one in found if one.evidence.segment in numbers),
        trouble=_detail(read, name) if not_read else "",
    )


def _detail(read: ReadMessage, name: str) -> str:
    found = [one for one in read.problems if (one.code, one.name) == (_NOT_READ, name)]
    return problem_words(found[0]) if found else say("sheets.not_recognised")


def _mark(finding: Finding, words: Sequence[Word]) -> Mark:
    evidence = finding.evidence
    boxes = places.runs(places.within(words, evidence.start, evidence.end))
    return Mark(
        number=finding.number,
        boxes=boxes,
        line=places.line_of(words, boxes[0]) if boxes else None,
        is_unsure=quote_of(evidence).is_unsure,
        from_right=_runs_from_right(evidence.quote),
    )


def _runs_from_right(text: str) -> bool:
    sides = [unicodedata.bidirectional(letter) for letter in text if letter.isalpha()]
    return sum(side in _FROM_RIGHT for side in sides) * 2 > len(sides)
