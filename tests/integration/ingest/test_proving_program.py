"""The whole program proves a sender: a signed mail over a socket, its key out of a name server."""

from __future__ import annotations

import smtplib
import time
from typing import TYPE_CHECKING

import pytest

from store import inbox, proofs
from store.schema import migrate
from store.session import open_database
from tests.killing import Victim, free_port
from tests.nameserver import served
from tests.senders import LETTER, PUBLIC_KEY, signed

if TYPE_CHECKING:
    from pathlib import Path

    from store.proof import Proof
    from store.session import Database

RECORDS = {
    # a record of DNS is of strings of 255 bytes at most
    ("mail._domainkey.ministry.td.", "TXT"): [
        f'"v=DKIM1; p={PUBLIC_KEY[:200]}" "{PUBLIC_KEY[200:]}"'
    ],
    ("_dmarc.ministry.td.", "TXT"): ['"v=DMARC1; p=reject"'],
}


@pytest.mark.timeout(280)
def test_a_signed_mail_is_proven_by_the_running_program(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'intake.db'}"
    db = open_database(url)
    migrate(db)
    raw = signed(LETTER.replace(b"ministry.example", b"ministry.td"), domain="ministry.td")
    with served(RECORDS) as server:
        program = Victim(
            folder=tmp_path / "data",
            database_url=url,
            port=free_port(),
            settings={"ACSG_DNS": f"{server[0]}:{server[1]}"},
        )
        program.folder.mkdir()
        program.start()
        try:
            with smtplib.SMTP("127.0.0.1", program.port, timeout=90) as smtp:
                smtp.sendmail("office@ministry.td", ["requests@localhost"], raw)
            proof = proven(db)
        finally:
            assert program.stop() == 0
    db.close()

    assert (proof.domain, proof.dmarc, proof.policy) == ("ministry.td", "pass", "reject")
    assert [one.result for one in proof.signatures] == ["pass"]
    assert (proof.aligned, proof.is_proven) == (("dkim",), True)


def proven(db: Database) -> Proof:
    """Wait for the proof of the one mail."""
    give_up_at = time.monotonic() + 150
    while time.monotonic() < give_up_at:
        with db.reading() as session:
            found = [proofs.of_message(session, one.id) for one in inbox.listed(session)]
        if found and found[0] is not None:
            return found[0]
        time.sleep(0.1)
    pytest.fail("no proof came")
