"""A bounce from beginning to end: our mail leaves by a real Postfix, which writes the report."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from benchmarks.doors import has_postfix, postfix_door
from store import inbox, mail_trouble
from store.model import OutboxStatus
from tests.copies import OURS, THEIRS, a_copy, run_until_quiet, write
from tests.failing_relay import Scripted, serving

if TYPE_CHECKING:
    from pathlib import Path

    from tests.copies import Copy

pytestmark = [
    pytest.mark.timeout(120),
    pytest.mark.skipif(
        not has_postfix() and "ACSG_TEST_STRICT" not in os.environ,
        reason="Postfix is not installed (debian-packages.txt)",
    ),
]


def settings(ours: int, theirs: int) -> dict[str, str]:
    """Postfix takes mail for both and hands it to the door and the ministry's server."""
    return {
        "mydestination": "",
        "relay_domains": "acsg.example ministry.example",
        "transport_maps": "inline:{ "
        f"{{ {OURS} = smtp:[127.0.0.1]:{ours} }}, "
        f"{{ ministry.example = smtp:[127.0.0.1]:{theirs} }} }}",
        "recipient_delimiter": "+",
        "disable_dns_lookups": "yes",
        "smtp_host_lookup": "native",
    }


def came_back(copy: Copy) -> None:
    """Read what comes, until the report has come."""
    until = time.monotonic() + 60
    while copy.came_in() < 2 and time.monotonic() < until:
        time.sleep(0.1)
    copy.read_what_came()


def test_a_mail_that_postfix_returns_is_marked_with_the_reason(tmp_path: Path) -> None:
    ministry = Scripted(by_address={THEIRS: "550 5.1.1 no such user"})
    with a_copy(tmp_path, OURS) as copy, serving(ministry) as theirs:
        with postfix_door(settings(copy.port, theirs)) as relay:
            write(copy, THEIRS, "A question")
            run_until_quiet([(copy, relay)])
            came_back(copy)

        with copy.db.reading() as session:
            letter = next(inbox.listed(session))
            (trouble,) = mail_trouble.of_message(session, letter.id)
        (mail,) = copy.mails(OutboxStatus.BOUNCED)

    assert (trouble.what, trouble.reply, mail.target) == ("bounced", "5.1.1", THEIRS)
