"""DNS is asked again about mails whose origin could not be checked when they came."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ingest.asking_again import MOST
from ingest.errors import GuardError, StoppedError
from ingest.proving import Prover
from store import asked_again, erasure, inbox, outbox, proofs
from store.proof import Checker
from tests.factories import NOW, an_arrival
from tests.outage import Worker, kept, told
from tests.senders import LETTER, PEER, Zone, run_here, signed, zone

if TYPE_CHECKING:
    from store.session import Database

REJECT = "v=DMARC1; p=reject"
DAY_MINUTES = 24 * 60


def test_a_mail_that_came_while_dns_was_away_is_proven_when_it_is_back(database: Database) -> None:
    worker = Worker(database, Zone(dead=True))
    letter = worker.letter()
    assert (kept(database, letter).why_not, kept(database, letter).is_open) == ("no_dns", True)

    worker.dns = zone(dmarc=REJECT)

    assert worker.go(minutes=4) == 0
    assert worker.go(minutes=5) == 1
    proof = kept(database, letter)
    assert (proof.by, proof.dmarc, proof.is_proven) == (Checker.OWN, "pass", True)
    assert not proof.is_open
    assert worker.go(minutes=DAY_MINUTES) == 0


def test_a_mail_that_turns_out_forged_is_called_so(database: Database) -> None:
    worker = Worker(database, Zone(dead=True))
    letter = worker.letter(LETTER)

    worker.dns = zone(spf="v=spf1 -all", dmarc=REJECT)
    worker.go(minutes=5)

    assert kept(database, letter).is_disowned
    assert [one.details["outcome"] for one in told(database, letter)] == ["disowned"]


def test_dns_is_asked_four_times_in_half_a_day_and_no_more(database: Database) -> None:
    worker = Worker(database, Zone(dead=True))
    letter = worker.letter()

    asked = [minutes for minutes in range(0, 2 * DAY_MINUTES, 5) if worker.go(minutes=minutes)]

    assert asked == [5, 30, 180, 720]
    proof = kept(database, letter)
    assert (proof.why_not, proof.is_open, told(database, letter)) == ("no_dns", False, [])


def test_after_a_day_a_worker_that_was_away_asks_no_more(database: Database) -> None:
    worker = Worker(database, Zone(dead=True))
    letter = worker.letter()

    worker.dns = zone(dmarc=REJECT)

    assert worker.go(minutes=DAY_MINUTES) == 0
    assert not kept(database, letter).is_open


def test_within_a_day_a_worker_that_was_away_asks_once_more(database: Database) -> None:
    worker = Worker(database, Zone(dead=True))
    letter = worker.letter()

    worker.dns = zone(dmarc=REJECT)

    assert worker.go(minutes=DAY_MINUTES - 1) == 1
    assert kept(database, letter).is_proven


def test_a_part_without_an_answer_is_asked_for_again(database: Database) -> None:
    dns = zone(spf="v=spf1 -all", dmarc=REJECT, silent=("_domainkey.ministry.example",))
    worker = Worker(database, dns)
    letter = worker.letter()
    assert kept(database, letter).is_open

    dns.silent = ()
    worker.go(minutes=5)

    assert kept(database, letter).is_proven


def test_a_second_outage_takes_nothing_of_what_is_known(database: Database) -> None:
    worker = Worker(database, zone(dmarc=REJECT, silent=("_domainkey.ministry.example",)))
    letter = worker.letter()
    before = kept(database, letter)
    assert (before.policy, before.is_open) == ("reject", True)

    worker.dns = Zone(dead=True)
    worker.go(minutes=120)

    assert kept(database, letter) == before
    assert told(database, letter) == []


@pytest.mark.parametrize(
    ("dns", "raw"),
    [
        (None, LETTER),
        (zone(dmarc=REJECT), signed()),
        (zone(key=None), LETTER),
        (zone(spf="v=spf1 -all", dmarc=REJECT), LETTER),
        # its policy has no answer, and it is proven all the same
        (zone(silent=("_dmarc.ministry.example",)), signed()),
    ],
    ids=["DNS is off", "proven", "no records", "forged", "proven without its policy"],
)
def test_nothing_is_asked_again_where_there_was_an_answer(
    database: Database, dns: Zone | None, raw: bytes
) -> None:
    worker = Worker(database, dns)
    letter = worker.letter(raw)

    assert not kept(database, letter).is_open
    assert worker.go(minutes=5) == 0


def test_where_dns_is_off_by_now_nobody_is_asked_and_the_proof_stays(database: Database) -> None:
    worker = Worker(database, Zone(dead=True))
    letter = worker.letter()

    worker.dns = None
    worker.go(minutes=5)

    proof = kept(database, letter)
    assert (proof.why_not, proof.is_open) == ("no_dns", False)


def test_trouble_of_our_own_is_tried_again(database: Database) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise GuardError("crashed")

    worker = Worker(database, Zone(dead=True))
    letter = worker.letter()
    worker.dns, worker.run = zone(dmarc=REJECT), broken
    worker.go(minutes=5)
    assert kept(database, letter).is_open

    worker.run = run_here
    worker.go(minutes=30)

    assert kept(database, letter).is_proven


def test_a_program_that_ends_leaves_what_it_took_to_be_taken_again(database: Database) -> None:
    def stopped(*_: Any, **__: Any) -> Any:
        raise StoppedError

    worker = Worker(database, Zone(dead=True))
    letter = worker.letter()
    worker.dns, worker.run = zone(dmarc=REJECT), stopped
    assert worker.go(minutes=5) == 1

    worker.run = run_here

    assert worker.go(minutes=14) == 0
    assert worker.go(minutes=15) == 1
    assert kept(database, letter).is_proven


def test_a_program_that_ends_begins_no_further_mail(database: Database) -> None:
    worker = Worker(database, Zone(dead=True))
    worker.letter()
    worker.over = True

    assert worker.go(minutes=5) == 0


def test_so_many_are_asked_about_in_one_round(database: Database) -> None:
    worker = Worker(database, Zone(dead=True))
    for number in range(1, MOST + 3):
        worker.letter(signed(LETTER.replace(b"<1@", b"<%d@" % number)), number)

    assert (worker.go(minutes=5), worker.go(minutes=5), worker.go(minutes=5)) == (MOST, 2, 0)


def test_a_mail_that_was_erased_is_asked_about_no_more(database: Database) -> None:
    worker = Worker(database, Zone(dead=True))
    letter = worker.letter()
    with database.begin() as session:
        erasure.erase(session, letter, why="test", now=NOW)

    worker.dns = zone(dmarc=REJECT)

    assert worker.go(minutes=5) == 0


def test_a_mail_that_is_erased_while_it_is_asked_about_stays_erased(database: Database) -> None:
    worker = Worker(database, Zone(dead=True))
    letter = worker.letter()

    def erasing(task: Any, *arguments: Any, seconds: float = 60) -> Any:
        with database.begin() as session:
            erasure.erase(session, letter, why="test", now=NOW)
        return run_here(task, *arguments, seconds=seconds)

    worker.dns, worker.run = zone(dmarc=REJECT), erasing
    worker.go(minutes=5)

    with database.reading() as session:
        assert proofs.of_message(session, letter) is None
    assert told(database, letter) == []


def test_the_audit_holds_what_was_found_before_and_no_domain(database: Database) -> None:
    worker = Worker(database, Zone(dead=True))
    letter = worker.letter()

    worker.dns = zone(dmarc=REJECT)
    worker.go(minutes=5)

    [entry] = told(database, letter)
    assert entry.details["before"]["why_not"] == "no_dns"
    assert (entry.details["found"]["dkim"], entry.details["found"]["policy"]) == (
        ["pass"], "reject",
    )  # fmt: skip
    assert "ministry" not in repr(entry.details)


def test_nothing_is_sent_because_of_it(database: Database) -> None:
    worker = Worker(database, Zone(dead=True))
    worker.letter()

    worker.dns = zone(dmarc=REJECT)
    worker.go(minutes=5)

    with database.reading() as session:
        assert list(outbox.listed(session)) == []


def ended(raw: bytes, came_at: datetime, asked_at: datetime, db: Database) -> list[str]:
    """The results for a signed mail that came at a moment and is looked at later."""
    arrival = an_arrival(raw=raw, sender="office@ministry.example", peer=PEER)
    with db.begin() as session:
        [accepted] = inbox.accept(session, [arrival], now=came_at, year=2026)
        received = inbox.get(session, accepted.id)
    known = zone(spf="v=spf1 -all", dmarc=REJECT)
    prover = Prover(db=db, run=run_here, clock=lambda: asked_at, resolver=known)
    proof = prover.prove(received, raw)
    assert proof is not None
    return [proof.signatures[0].result, proof.dmarc]


def test_a_signature_that_ended_while_dns_was_away_does_not_make_its_mail_a_forgery(
    database: Database,
) -> None:
    now = datetime.now(UTC)
    end = int((now - timedelta(hours=11)).timestamp())
    raw = signed().replace(b"DKIM-Signature: ", b"DKIM-Signature: x=%d; " % end, 1)

    late = ended(raw, now - timedelta(hours=12), now, database)
    replayed = ended(raw + b"\r\n", now - timedelta(hours=1), now, database)

    assert (late, replayed) == (["temperror", "temperror"], ["fail", "fail"])


def test_how_many_wait_to_be_asked_about_is_a_figure(database: Database) -> None:
    worker = Worker(database, Zone(dead=True))
    worker.letter()

    with database.reading() as session:
        assert asked_again.waiting(session) == 1
