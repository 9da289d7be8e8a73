from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import mail
from tests import reports
from tests.reports import OURS, standard

if TYPE_CHECKING:
    from ingest.inbound import DeliveryReport


def report(raw: bytes, envelope_sender: str | None = "") -> DeliveryReport | None:
    return mail.parse(raw, envelope_sender=envelope_sender).report


@pytest.mark.parametrize(
    ("raw", "action", "status"),
    [
        (standard(), "failed", "5.1.1"),
        (standard("Failed", "4.4.7"), "failed", "4.4.7"),
        (standard("delayed", "4.4.1"), "delayed", "4.4.1"),
        (standard("failed", "unknown"), "failed", "5.1.1"),
        (standard("delivered", "2.0.0"), "other", "2.0.0"),
        (standard("relayed", "2.0.0"), "other", "2.0.0"),
        (standard(media_type="message/rfc822"), "failed", "5.1.1"),
        (reports.QMAIL, "failed", "5.1.1"),
        (reports.EXIM, "failed", "550"),
        (reports.FRENCH, "failed", "5.2.2"),
        (reports.SENDMAIL_LATE, "delayed", "4.4.1"),
    ],
)
def test_a_report_says_what_became_of_which_mail(raw: bytes, action: str, status: str) -> None:
    found = report(raw)

    assert found is not None
    assert (found.action, found.status, found.about) == (action, status, OURS)


def test_a_report_without_the_mail_is_about_no_known_one() -> None:
    found = report(standard(returned=""))

    assert found is not None
    assert found.about is None


def test_a_vacation_note_is_no_report_though_nobody_sent_it() -> None:
    assert report(reports.VACATION) is None


def test_a_person_who_writes_about_a_failure_sends_no_report() -> None:
    letter = (
        b"From: a@example.org\r\nSubject: failure notice of 550 5.1.1\r\n\r\n"
        b"Why did this come back? Message-ID: " + OURS.encode() + b"\r\n"
    )

    assert report(letter, "a@example.org") is None


def test_the_reports_own_id_is_not_what_it_is_about() -> None:
    raw = reports.EXIM.replace(OURS.encode(), b"gone")

    found = report(raw)

    assert found is not None
    assert found.about is None


@given(st.lists(st.sampled_from(standard().split(b"\r\n")), max_size=40))
def test_whatever_a_report_lacks_it_is_read(lines: list[bytes]) -> None:
    raw = b"Content-Type: multipart/report; boundary=b\r\n\r\n" + b"\r\n".join(lines)

    assert mail.parse(raw, envelope_sender="").sha256
