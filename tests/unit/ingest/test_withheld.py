"""No field of a draft repeats words that could not be read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.drafts import draft_from
from ingest.inbound import TextOrigin
from ingest.places import UNREADABLE
from ingest.segment import Segment, Word
from nlp.reading import Amount, Band, Evidence, Facts, Kind, Proposal
from tests.hands import READING

if TYPE_CHECKING:
    from store.content import Content

TEXT = "Ministry of Interior of Chad, contact: Alo Jeill, 12000 euros from 2028"
FIELDS = {
    "organisation": "Ministry of Interior",
    "states": "Chad",
    "contact": "Alo Jeill",
    "amounts": "12000 euros",
    "start": "2028",
}


def evidence(quote: str) -> Evidence:
    start = TEXT.index(quote)
    return Evidence(passage=0, start=start, end=start + len(quote), quote=quote)


def drafted(unread: str | None) -> Content:
    """A draft of which the first word of one field could not be read."""
    at = TEXT.index(unread) if unread else -1
    words, start = [], 0
    for word in TEXT.split(" "):
        confidence = UNREADABLE - 0.01 if start == at else 0.95
        words.append(
            Word(start=start, end=start + len(word), box=(0, 0, 1, 1), confidence=confidence)
        )
        start += len(word) + 1
    segment = Segment(
        id=0, origin=TextOrigin.ATTACHMENT, name="scan.png", page=1, method="ocr", language="en",
        text=TEXT, problem=None, document_sha256="0" * 64, words=tuple(words),
    )  # fmt: skip
    found = {name: (evidence(quote),) for name, quote in FIELDS.items()}
    amount = Amount(text="12000 euros", value=12000.0, currency="EUR", evidence=found["amounts"][0])
    facts = Facts(
        contact="Alo Jeill",
        amounts=(amount,),
        start="2028-01-01",
        evidence={name: found[name] for name in ("contact", "amounts", "start")},
    )
    proposal = Proposal(
        kind=Kind.REQUEST, confidence=0.9, band=Band.SURE, states=("TD",),
        organisation="Ministry of Interior", facts=facts,
        evidence={name: found[name] for name in ("organisation", "states")},
    )  # fmt: skip
    (content,) = draft_from([segment], replace(READING, proposals=(proposal,)))
    return content


def empty(content: Content) -> list[str]:
    facts = content.facts
    values = {
        "organisation": content.organisation, "states": content.states, "contact": facts.contact,
        "amounts": facts.amounts, "start": facts.start,
    }  # fmt: skip
    return [name for name, value in values.items() if not value]


def test_a_field_whose_words_could_not_be_read_is_empty_and_the_others_are_not() -> None:
    assert {name: empty(drafted(quote)) for name, quote in FIELDS.items()} == {
        name: [name] for name in FIELDS
    }


def test_an_empty_field_has_no_evidence() -> None:
    shown = drafted(FIELDS["contact"]).evidence

    assert "facts.contact" not in shown
    assert "facts.start" in shown


def test_fields_whose_words_were_read_are_filled() -> None:
    assert empty(drafted(None)) == []
