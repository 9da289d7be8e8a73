"""Messages of Outlook, saved (.msg) and wrapped (winmail.dat), made by other programs than ours."""

from __future__ import annotations

import msgforge
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.winmail import winmail
from ingest.extract import extract
from ingest.ocr import OcrOptions
from ingest.segment import Document

PAGE = "<p>We ask for <b>two experts</b>.</p><table><tr><td>a</td><td>б</td></tr></table>"


def read(content: bytes) -> Document:
    return extract("mail", "", content, ocr=OcrOptions(enabled=False))


def saved(files: dict[str, bytes] | None = None) -> bytes:
    message = msgforge.Message(
        subject="Просьба", html_body=PAGE, to=["b@acsg.example"], sender=("a@m.example", "Registry")
    )
    for name, content in (files or {}).items():
        message.attach_bytes(name, content)
    whole: bytes = message.as_bytes()
    return whole


def wrapped(rtf: bytes | None = None, html: bytes | None = None, **files: bytes) -> bytes:
    return winmail(subject="Просьба", sender="Registry", rtf=rtf, html=html, files=files)


def test_a_saved_message_gives_its_header_and_page() -> None:
    document = read(saved())

    assert document.media_type == "application/vnd.ms-outlook"
    assert [page.text for page in document.pages] == [
        "From: Registry <a@m.example> · To: b@acsg.example · Subject: Просьба",
        "We ask for two experts.\n\na | б",
    ]


def test_without_its_page_the_rich_text_counts() -> None:
    page, other = (
        "__substg1.0_10130102".encode("utf-16-le"),
        "__substg1.0_6F130102".encode("utf-16-le"),
    )

    document = read(saved().replace(page, other))

    assert document.pages[1].method == "rtf"
    assert document.pages[1].text == "We ask for two experts.\n\na | б"


def test_files_of_a_saved_message_lie_inside_it() -> None:
    document = read(saved({"letter.txt": b"words", "../../etc/passwd": b"x"}))

    assert document.nested == (("letter.txt", b"words"), ("passwd", b"x"))


def test_a_saved_message_that_carries_an_old_letter_is_still_a_message() -> None:
    inner = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")

    assert read(saved({"old.doc": inner})).media_type == "application/vnd.ms-outlook"


def test_a_message_under_rights_management_is_encrypted() -> None:
    assert [one.code for one in read(saved({"message.rpmsg": b"x"})).problems] == ["encrypted"]


@pytest.mark.parametrize("length", [100, 600, 2_000])
def test_a_saved_message_cut_off_is_damaged(length: int) -> None:
    assert {one.code for one in read(saved()[:length]).problems} == {"damaged"}


def test_winmail_gives_its_header_body_and_files() -> None:
    document = read(wrapped(rtf=rb"{\rtf1 We ask.}", **{"letter.txt": b"words"}))

    assert document.media_type == "application/ms-tnef"
    assert [page.text for page in document.pages] == [
        "From: Registry · Subject: Просьба",
        "We ask.",
    ]
    assert document.nested == (("letter.txt", b"words"),)


def test_winmail_cut_off_keeps_what_came_before() -> None:
    whole = wrapped(html=PAGE.encode(), **{"letter.txt": bytes(5_000)})

    document = read(whole[:-4_000])

    assert document.pages[1].text.startswith("We ask")
    assert "damaged" in {one.code for one in document.problems}


@settings(deadline=None)
@given(st.integers(6, 400), st.binary(min_size=1, max_size=8))
def test_any_change_of_winmail_gives_a_document(place: int, change: bytes) -> None:
    whole = wrapped(html=PAGE.encode(), **{"a.txt": b"x"})

    assert isinstance(read(whole[:place] + change + whole[place + len(change) :]), Document)


@settings(deadline=None, max_examples=50)
@given(st.integers(8, 6_000), st.binary(min_size=1, max_size=8))
def test_any_change_of_a_saved_message_gives_a_document(place: int, change: bytes) -> None:
    whole = saved()

    assert isinstance(read(whole[:place] + change + whole[place + len(change) :]), Document)
