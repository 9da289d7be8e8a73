"""Lists and programs on them that answer each other by real mail: it ends, and soon."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from store import drafts, inbox
from tests.copies import OURS, THEIRS, a_copy, run_until_quiet, write
from tests.failing_relay import Scripted, Taken, serving

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.copies import Copy

LIST = "asylum@lists.example"


@pytest.fixture
def ours(tmp_path: Path) -> object:
    with a_copy(tmp_path, OURS) as copy:
        yield copy


def distributed(mail: EmailMessage, copies: Sequence[Copy]) -> None:
    """As a list sends a mail on to its members."""
    for name, value in (
        ("List-Id", "Asylum <asylum.lists.example>"),
        ("List-Post", f"<mailto:{LIST}>"),
        ("Precedence", "list"),
    ):
        del mail[name]
        mail[name] = value
    for copy in copies:
        with smtplib.SMTP("127.0.0.1", copy.port, timeout=20) as smtp:
            smtp.sendmail(f"bounces@{LIST.partition('@')[2]}", [copy.address], mail.as_bytes())


def a_letter(words: str, *, sender: str = "awa@interior.example") -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, LIST, "Letter"
    mail["Message-ID"] = "<1@interior.example>"
    mail.set_content(words)
    return mail


def drafted(copy: Copy) -> list[str]:
    with copy.db.reading() as session:
        return [
            draft.content.kind
            for message in inbox.listed(session)
            for draft in drafts.of_message(session, message.id)
        ]


def test_a_letter_through_a_list_is_drafted_and_nobody_is_answered(ours: Copy) -> None:
    script = Scripted()
    with serving(script) as port:
        distributed(a_letter("We request support.\n"), [ours])

        run_until_quiet([(ours, port)])

    assert (drafted(ours), script.taken, ours.mails()) == (["request"], [], [])


def test_two_copies_on_a_list_that_write_to_each_other_through_it_stop(
    ours: Copy, tmp_path: Path
) -> None:
    (tmp_path / "theirs").mkdir()
    with a_copy(tmp_path / "theirs", THEIRS) as theirs:
        members = (ours, theirs)

        def pass_on(taken: Taken) -> None:
            distributed(taken.mail, members)

        script = Scripted(then=pass_on)
        with serving(script) as port:
            distributed(a_letter("May we ask you something?\n", sender=LIST), members)
            # and a mail by the way that is answered, so that the answer goes round
            write(ours, LIST, "A question", Message_ID="<2@lists.example>")

            run_until_quiet([(ours, port), (theirs, port)])

        assert len(script.taken) == 1
        assert (ours.came_in(), theirs.came_in()) == (3, 2)
        assert theirs.mails() == []


def test_a_mail_from_nobody_is_read_and_nobody_is_answered(ours: Copy) -> None:
    script = Scripted()
    with serving(script) as port:
        with smtplib.SMTP("127.0.0.1", ours.port, timeout=20) as smtp:
            smtp.sendmail("", [OURS], a_letter("We request support.\n").as_bytes())

        run_until_quiet([(ours, port)])

    assert (drafted(ours), script.taken) == (["request"], [])
