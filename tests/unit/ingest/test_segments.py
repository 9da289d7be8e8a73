from __future__ import annotations

import hashlib

from ingest import mail
from ingest.inbound import Attachment, TextOrigin
from ingest.problems import problem
from ingest.segment import Document, Page
from ingest.segments import assemble

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
