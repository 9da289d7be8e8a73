"""Programs that answer each other by real mail: it ends, and soon."""

from __future__ import annotations

import smtplib
from typing import TYPE_CHECKING

import pytest

from tests.copies import OURS, THEIRS, a_copy, run_until_quiet, write
from tests.failing_relay import Scripted, Taken, serving

if TYPE_CHECKING:
    from pathlib import Path

    from tests.copies import Copy


@pytest.fixture
def ours(tmp_path: Path) -> object:
    with a_copy(tmp_path, OURS) as copy:
        yield copy


def test_two_copies_that_write_to_each_other_stop_after_one_mail(
    ours: Copy, tmp_path: Path
) -> None:
    (tmp_path / "theirs").mkdir()
    with a_copy(tmp_path / "theirs", THEIRS) as theirs:
        write(ours, THEIRS, "A question")

        run_until_quiet([(ours, theirs.port), (theirs, ours.port)])

        assert (ours.came_in(), theirs.came_in()) == (1, 1)
        assert theirs.mails() == []


def answering(copy: Copy, subject: str = "Re: {}", **headers: str) -> Scripted:
    """A program that answers every mail, and says nothing of being one."""
    count = 0

    def reply(taken: Taken) -> None:
        nonlocal count
        count += 1
        assert count < 50, "it does not end"
        given = {name: value.format(taken.mail["Message-ID"]) for name, value in headers.items()}
        write(copy, THEIRS, subject.format(taken.mail["Subject"], count=count), **given)

    return Scripted(then=reply)


def test_a_program_that_answers_in_the_thread_has_one_answer_an_hour(ours: Copy) -> None:
    script = answering(ours, "{count} thanks", In_Reply_To="{}")
    with serving(script) as port:
        write(ours, THEIRS, "A question", Message_ID="<1@ministry.example>")

        run_until_quiet([(ours, port)])

    assert (len(script.taken), ours.came_in()) == (1, 2)


def test_a_program_that_repeats_our_subject_has_one_answer_an_hour(ours: Copy) -> None:
    script = answering(ours)
    with serving(script) as port:
        write(ours, THEIRS, "A question")

        run_until_quiet([(ours, port)])

    assert (len(script.taken), ours.came_in()) == (1, 2)


def test_a_program_that_begins_anew_each_time_has_three_answers_a_day(ours: Copy) -> None:
    script = answering(ours, "Ticket {count} opened")
    with serving(script) as port:
        write(ours, THEIRS, "A question")

        run_until_quiet([(ours, port)])

    assert (len(script.taken), ours.came_in()) == (3, 4)


def test_two_letters_of_one_sender_in_an_hour_are_both_answered(ours: Copy) -> None:
    script = Scripted()
    with serving(script) as port:
        write(ours, THEIRS, "A question", Message_ID="<1@ministry.example>")
        write(ours, THEIRS, "A question", Message_ID="<2@ministry.example>")

        run_until_quiet([(ours, port)])

    assert len(script.taken) == 2


def test_our_own_mail_that_comes_round_is_not_answered(ours: Copy) -> None:
    def redirect(taken: Taken) -> None:
        with smtplib.SMTP("127.0.0.1", ours.port, timeout=20) as smtp:
            smtp.sendmail(THEIRS, [OURS], taken.mail.as_bytes())

    script = Scripted(then=redirect)
    with serving(script) as port:
        write(ours, THEIRS, "A question")

        run_until_quiet([(ours, port)])

    assert (len(script.taken), ours.came_in()) == (1, 2)
