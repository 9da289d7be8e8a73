from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from ingest import mail, places
from ingest.inbound import Attachment, TextOrigin
from ingest.outcome import Outcome
from ingest.problems import problem
from ingest.recorded import to_be_kept
from ingest.segment import Document, Page
from ingest.segments import assemble
from tests.sheets import WORDS

if TYPE_CHECKING:
    from ingest.segment import Segment, Word

MAIL = mail.parse(b"From: a@b.example\r\nSubject: x\r\n\r\nOur words.\r\n-- \r\nAwa\r\n")
FILE = Attachment(name="letter.pdf", media_type="application/pdf", content=b"bytes")


def a_document(*pages: Page, code: str | None = None) -> Document:
    problems = (problem(code, FILE.name),) if code else ()
    return Document(media_type="application/pdf", pages=pages, nested=(), problems=problems)


def test_segments_are_numbered_bodies_first_then_files_page_by_page() -> None:
    pages = [Page(number=number, method="pdf", text=f"page {number}") for number in (1, 2)]

    segments = assemble(MAIL, [(FILE, a_document(*pages))])

    assert [one.id for one in segments] == [0, 1, 2, 3]
    assert [str(one.origin) for one in segments] == [
        "body",
        "signature",
        "attachment",
        "attachment",
    ]
    assert [one.page for one in segments] == [None, None, 1, 2]


def test_a_page_keeps_the_name_and_the_hash_of_its_file() -> None:
    segment = assemble(MAIL, [(FILE, a_document(Page(number=1, method="ocr", text="x")))])[-1]

    assert (segment.name, segment.method) == ("letter.pdf", "ocr")
    assert segment.document_sha256 == hashlib.sha256(b"bytes").hexdigest()


def test_a_file_that_could_not_be_read_still_has_its_place() -> None:
    segment = assemble(MAIL, [(FILE, a_document(code="encrypted"))])[-1]

    assert (segment.text, segment.problem) == ("", "encrypted")
    assert segment.origin is TextOrigin.ATTACHMENT


def test_a_page_keeps_its_own_problem() -> None:
    page = Page(number=1, method="ocr", text="", problem="scan_not_read")

    assert assemble(MAIL, [(FILE, a_document(page))])[-1].problem == "scan_not_read"


@given(WORDS, st.sampled_from([0, 90, 180, 270]))
def test_the_places_of_words_come_along_from_page_to_record(
    words: tuple[Word, ...], turn: int
) -> None:
    end = words[-1].end if words else 0
    page = Page(number=1, method="ocr", text="é" * end, words=words, turn=turn)

    found = assemble(MAIL, [(FILE, a_document(page))])[-1]
    kept = to_be_kept(an_outcome(found))

    assert (found.words, found.turn) == (words, turn)
    for one in kept.places:
        assert (one.segment, one.turn) == (found.id, turn)
        assert [(word.start, word.end) for word in places.unpack(one.words)] == [
            (word.start, word.end) for word in words
        ]
    assert bool(kept.places) == bool(words or turn)


def an_outcome(segment: Segment) -> Outcome:
    return Outcome(message=MAIL, segments=(segment,), reading=None, contents=(), problems=())
