from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.extract import extract
from ingest.inbound import Attachment
from ingest.ocr import OcrOptions
from ingest.segment import Document
from ingest.unfold import unfold

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NO_OCR = OcrOptions(enabled=False)


def read(content: bytes, name: str = "file", media_type: str = "") -> Document:
    return extract(name, media_type, content, ocr=NO_OCR)


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def codes(document: Document) -> list[str]:
    return [problem.code for problem in document.problems]


@pytest.mark.parametrize(
    ("content", "kind", "text"),
    [
        ("Prière de trouver notre demande.".encode("cp1252"), "text/plain", "Prière de trouver"),
        (b"<!DOCTYPE html><p>Our request", "text/html", "Our request"),
        (
            b"Received: x\r\nFrom: a@b.example\r\nSubject: s\r\n\r\nOur words",
            "message/rfc822",
            "From: a@b.example · Subject: s",
        ),
        (b"BEGIN:VCALENDAR\r\nSUMMARY:Meeting\r\nEND:VCALENDAR", "text/calendar", "BEGIN"),
        (b"From: Director\nTo: Us\nSubject: x\n\nOur words", "text/plain", "From: Director"),
    ],
)
def test_the_type_is_told_by_content_and_the_text_is_read(
    content: bytes, kind: str, text: str
) -> None:
    document = read(content, "wrong.name", "application/pdf")

    assert document.media_type == kind
    assert document.pages[0].text.startswith(text)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x1f\x8b\x08\x00" + bytes(40), "application/gzip"),
        (b"\x7fELF" + bytes(60), "application/x-executable"),
        (bytes(range(256)) * 4, "application/octet-stream"),
    ],
)  # fmt: skip
def test_a_type_without_a_reader_is_named_in_the_problem(content: bytes, kind: str) -> None:
    document = read(content)

    assert codes(document) == ["not_readable_type"]
    assert kind in document.problems[0].detail


def test_an_empty_file_says_so() -> None:
    assert codes(read(b"")) == ["empty"]


def test_an_office_file_with_a_password_is_encrypted() -> None:
    assert codes(read(OLE + "EncryptedPackage".encode("utf-16-le"))) == ["encrypted"]


@pytest.mark.parametrize(
    "start", [b"%PDF-1.7\n", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"II*\0"]
)
@settings(deadline=None)
@given(rest=st.binary(max_size=200))
def test_a_damaged_file_of_any_type_is_a_problem(start: bytes, rest: bytes) -> None:
    assert read(start + rest).problems


@given(st.binary(max_size=300))
def test_any_bytes_give_a_document(content: bytes) -> None:
    assert isinstance(read(content), Document)


def test_the_files_of_an_archive_lie_inside_it() -> None:
    document = read(zipped(**{"folder/a.txt": b"one", "__MACOSX/a.txt": b"x", "b.txt": b"two"}))

    assert document.nested == (("a.txt", b"one"), ("b.txt", b"two"))


def test_a_bomb_is_not_unpacked() -> None:
    document = read(zipped(bomb=bytes(50_000_000), letter=b"words"))

    assert document.nested == (("letter", b"words"),)
    assert codes(document) == ["too_large"]


def test_an_archive_of_very_many_files_is_opened_up_to_the_limit() -> None:
    document = read(zipped(**{f"{number}.txt": b"x" for number in range(150)}))

    assert len(document.nested) == 100
    assert codes(document) == ["too_many_files"]


def test_archives_inside_one_another_are_opened_to_a_bounded_depth() -> None:
    content = b"innermost words"
    for level in range(6):
        content = zipped(**{f"level{level}.zip" if level else "letter.txt": content})

    pairs = unfold(
        [Attachment(name="a.zip", media_type="", content=content)], lambda one: read(one.content)
    )

    assert [problem.code for _, document in pairs for problem in document.problems] == ["too_deep"]


def test_a_file_inside_an_archive_is_named_by_its_way() -> None:
    content = zipped(**{"letter.txt": b"words"})

    pairs = unfold(
        [Attachment(name="a.zip", media_type="", content=content)], lambda one: read(one.content)
    )

    assert [attachment.name for attachment, _ in pairs] == ["a.zip", "a.zip/letter.txt"]


def test_a_picture_is_not_read_where_recognition_is_switched_off() -> None:
    image = pytest.importorskip("PIL.Image").new("L", (1000, 1400), 255)
    image.paste(0, (100, 100, 900, 300))
    out = io.BytesIO()
    image.save(out, "PNG")

    document = read(out.getvalue())

    assert [page.problem for page in document.pages] == ["scan_not_read"]
    assert codes(document) == ["scan_not_read"]


def test_a_recording_is_kept_and_said_not_to_be_transcribed() -> None:
    document = read(b"OggS\x00\x02" + bytes(60), "voice-7.ogg", "audio/ogg")

    assert codes(document) == ["recording_not_transcribed"]
