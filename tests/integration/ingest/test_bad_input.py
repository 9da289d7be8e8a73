"""Files that cannot be read, the whole way: kept by hash, listed, named, the draft still made."""

from __future__ import annotations

import hashlib
import io
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from ingest.inbound import Channel
from ingest.pipeline import Source, read_message
from ingest.recorded import to_be_kept
from tests import hostile
from tests.hands import FakeHands

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.outcome import Outcome

pytestmark = pytest.mark.timeout(120)

EMAIL = Source(channel=Channel.EMAIL, envelope_sender="ministry@example.org")


def a_pdf(pages: int = 1, password: str | None = None) -> bytes:
    made = io.BytesIO()
    locked = None if password is None else StandardEncryption(password, strength=128)
    canvas = Canvas(made, encrypt=locked)
    for number in range(pages):
        canvas.drawString(72, 700, f"We request support, page {number + 1}.")
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def a_locked_zip() -> bytes:
    made = bytearray(hostile.zipped([("letter.txt", b"We request support.")]))
    made[6] |= 1
    made[made.index(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


def a_locked_document() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")


def a_huge_picture() -> bytes:
    made = io.BytesIO()
    picture = Image.new("L", (10_000, 10_000), 255)
    picture.paste(0, (1_000, 1_000, 5_000, 1_200))
    picture.save(made, "PNG")
    return made.getvalue()


#: name -> how it is made, the codes that may name its trouble
FILES: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "locked.pdf": (lambda: a_pdf(password="secret"), {"encrypted"}),
    "locked.docx": (a_locked_document, {"encrypted"}),
    "locked.zip": (a_locked_zip, {"encrypted"}),
    "nothing.pdf": (lambda: b"", {"empty"}),
    "zeros.pdf": (lambda: bytes(5_000), {"not_readable_type"}),
    "cut.pdf": (lambda: a_pdf()[:300], {"damaged"}),
    "cut.docx": (lambda: hostile.docx("<w:p/>")[:200], {"damaged"}),
    "program.pdf": (lambda: b"MZ\x90\x00" + bytes(range(256)) * 40, {"not_readable_type"}),
    "no-pages.pdf": (
        lambda: hostile.pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"]),
        {"no_pages"},
    ),
    "long.pdf": (lambda: a_pdf(pages=2_000), {"too_many_pages"}),
    "huge.png": (a_huge_picture, {"scan_not_read", "too_large"}),
    "deep.zip": (hostile.zip_in_zip, {"too_deep"}),
}


def outcome_of(name: str, content: bytes) -> Outcome:
    message = EmailMessage()
    message["From"] = "ministry@example.org"
    message.set_content("We request support.")
    message.add_attachment(content, "application", "octet-stream", filename=name)
    hands = FakeHands()
    return read_message(message.as_bytes(), EMAIL, hands)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_read_costs_itself_alone(name: str) -> None:
    make, codes = FILES[name]
    content = make()

    outcome = outcome_of(name, content)

    kept = to_be_kept(outcome)
    assert [(one.name, one.sha256) for one in kept.documents] == [
        (name, hashlib.sha256(content).hexdigest())
    ]
    assert {one.code for one in outcome.problems} & codes
    assert all(one.detail for one in outcome.problems)
    assert len(outcome.contents) == 1


def test_the_password_of_one_file_is_not_said_of_the_next() -> None:
    make_locked, _ = FILES["locked.pdf"]
    make_bare, _ = FILES["no-pages.pdf"]
    outcome_of("locked.pdf", make_locked())

    outcome = outcome_of("no-pages.pdf", make_bare())

    assert [one.code for one in outcome.problems] == ["no_pages"]


def test_the_first_pages_of_a_long_document_are_read() -> None:
    outcome = outcome_of("long.pdf", a_pdf(pages=2_000))

    pages = [one.page for one in outcome.segments if one.name == "long.pdf" and one.text]
    assert len(pages) > 100
    assert pages == list(range(1, len(pages) + 1))


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "C:\\letters\\letter.txt", "a\x07b\x1b[31m.txt", "\u202etxt.exe"]
)
def test_names_are_names_and_nothing_more(name: str) -> None:
    raw = (
        b"From: ministry@example.org\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nWe request support.\r\n"
        b"--x\r\nContent-Type: text/plain\r\nContent-Disposition: attachment;\r\n"
        b" filename*=utf-8''%b\r\n\r\nAnnex.\r\n--x--\r\n"
    ) % "".join(f"%{byte:02x}" for byte in name.encode()).encode()

    outcome = read_message(raw, EMAIL, FakeHands())

    (kept,) = to_be_kept(outcome).documents
    assert not set(kept.name) & set("/\\\x07\x1b\u202e")
    assert kept.content.strip() == b"Annex."
    assert len(outcome.contents) == 1
