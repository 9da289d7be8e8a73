"""A finding is never surer than its words could be recognised."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.drafts import draft_from
from ingest.inbound import TextOrigin
from ingest.places import LEGIBLE
from ingest.segment import Segment
from nlp.reading import Band, Evidence, Kind, KindFinding, Proposal, ThemeFinding
from tests.hands import READING
from tests.sheets import a_sheet

SHEET = a_sheet()
QUOTE = "requests training of interviewers"
START, END = SHEET.span(QUOTE)
FOUND = Evidence(passage=0, start=START, end=END, quote=QUOTE)


def a_segment(confidence: float, method: str = "ocr") -> Segment:
    return Segment(
        id=0,
        origin=TextOrigin.ATTACHMENT,
        name="scan.png",
        page=1,
        method=method,
        language="en",
        text=SHEET.text,
        problem=None,
        document_sha256="0" * 64,
        words=tuple(replace(word, confidence=confidence) for word in SHEET.words),
    )


def drafted(segment: Segment, band: Band = Band.SURE) -> tuple[str, float]:
    """Band of the draft, and how legible its one quote is said to be."""
    kind = KindFinding(kind=Kind.REQUEST, confidence=0.9, band=band, evidence=(FOUND,))
    theme = ThemeFinding(id="coi", confidence=0.8, evidence=(FOUND,))
    proposal = Proposal(kind=Kind.REQUEST, confidence=0.9, band=band, themes=(theme,))
    reading = replace(READING, kinds=(kind,), proposals=(proposal,))
    (content,) = draft_from([segment], reading)
    return content.band, content.themes[0].evidence[0].legible


@pytest.mark.parametrize("band", Band)
def test_a_kind_that_rests_on_badly_recognised_words_is_unsure(band: Band) -> None:
    found, legible = drafted(a_segment(LEGIBLE - 0.1), band)

    assert found == "unsure"
    assert legible == pytest.approx(LEGIBLE - 0.1)


@pytest.mark.parametrize("band", Band)
def test_well_recognised_words_leave_the_band_as_it_is(band: Band) -> None:
    assert drafted(a_segment(LEGIBLE + 0.05), band)[0] == band


def test_words_that_were_written_are_wholly_legible() -> None:
    assert drafted(a_segment(1.0, "pdf")) == ("sure", 1.0)


def test_a_page_whose_words_have_no_place_leaves_the_band_as_it_is() -> None:
    assert drafted(replace(a_segment(0.1), words=())) == ("sure", 1.0)
