"""The whole program over an outage of DNS, and killed while it asks again."""

from __future__ import annotations

import smtplib
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from store import audit, drafts, inbox, outbox, proofs
from store.schema import migrate
from store.session import open_database
from store.tables_senders import ProofRow
from tests.killing import Victim, free_port
from tests.nameserver import Mood, served
from tests.senders import ED25519_PUBLIC, LETTER, PUBLIC_KEY, signed, signed_by_ed25519

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from store.proof import Proof
    from store.session import Database

RECORDS = {
    # a record of DNS is of strings of 255 bytes at most
    ("mail._domainkey.ministry.td.", "TXT"): [
        f'"v=DKIM1; p={PUBLIC_KEY[:200]}" "{PUBLIC_KEY[200:]}"'
    ],
    ("newer._domainkey.ministry.td.", "TXT"): [f'"v=DKIM1; k=ed25519; p={ED25519_PUBLIC}"'],
    ("_dmarc.ministry.td.", "TXT"): ['"v=DMARC1; p=reject"'],
}


@pytest.mark.timeout(280)
def test_a_mail_of_an_outage_is_proven_after_it_though_the_program_was_killed_over_it(
    database_url: str, tmp_path: Path
) -> None:
    db = open_database(database_url)
    migrate(db)
    with a_program(database_url, tmp_path) as (program, mood):
        mood.says = "trouble"
        program.start()
        send(program.port)
        until(lambda: bool(kept(db)))
        [before], written = kept(db), said(db)
        program.kill()

        mood.says = "nothing"
        mood.asked.clear()
        is_due(db)
        program.start()
        assert mood.asked.wait(90), "it was not asked again"
        program.kill()
        [killed] = kept(db)

        mood.says = "answers"
        is_due(db)
        program.start()
        until(lambda: kept(db)[0].is_proven)
        assert program.stop() == 0

    [after] = kept(db)
    assert (before.why_not, before.is_open, killed) == ("no_dns", True, before)
    assert [one.result for one in after.signatures] == ["pass", "pass"]
    assert (after.dmarc, after.is_open) == ("pass", False)
    assert (said(db), noted(db)) == (written, 1)
    db.close()


@contextmanager
def a_program(database_url: str, folder: Path) -> Iterator[tuple[Victim, Mood]]:
    """A program that is not started yet, and the name server that it asks."""
    mood = Mood()
    with served(RECORDS, mood) as (host, port):
        program = Victim(
            folder=folder / "data",
            database_url=database_url,
            port=free_port(),
            settings={"ACSG_DNS": f"{host}:{port}"},
        )
        program.folder.mkdir()
        try:
            yield program, mood
        finally:
            program.end()


def send(port: int) -> None:
    raw = LETTER.replace(b"ministry.example", b"ministry.td")
    raw = signed_by_ed25519(signed(raw, domain="ministry.td"), domain="ministry.td")
    with smtplib.SMTP("127.0.0.1", port, timeout=90) as smtp:
        smtp.sendmail("office@ministry.td", ["requests@localhost"], raw)


def is_due(db: Database) -> None:
    """Let the waiting be over."""
    with db.begin() as session:
        waiting = update(ProofRow).where(ProofRow.due_at.is_not(None))
        session.execute(waiting.values(due_at=datetime.now(UTC)))


def kept(db: Database) -> list[Proof]:
    """The proof of the one mail, once there is one."""
    with db.reading() as session:
        found = [proofs.of_message(session, one.id) for one in inbox.listed(session)]
    return [one for one in found if one is not None]


def said(db: Database) -> tuple[list[tuple[str, str]], list[tuple[str, int]]]:
    """What was written to be sent, and the drafts with their revisions."""
    with db.reading() as session:
        rows = [(str(row.kind), row.target) for row in outbox.listed(session)]
        return rows, [(one.ref, one.revision) for one in drafts.listed(session)]


def noted(db: Database) -> int:
    with db.reading() as session:
        [message] = inbox.listed(session)
        found = audit.of_message(session, message.id)
    return [one.what for one in found].count(audit.SENDER_CHECKED)


def until(holds: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + 120
    while not holds():
        assert time.monotonic() < give_up_at, "it did not come to that"
        time.sleep(0.2)
