"""A letter that servers passed on and sealed, and what is proven of it; for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.proving import Prover
from store import inbox, proofs
from tests.factories import NOW, an_arrival
from tests.senders import PEER, Zone, passed_on, run_here, sealers, signed, zone

if TYPE_CHECKING:
    from store.proof import Proof
    from store.session import Database

REJECT = "v=DMARC1; p=reject"
#: as a list or a forwarding rule leaves it: the ministry's own signature fits no more
CHANGED = signed().replace(b"We request", b"[list] We request")
TRUSTED = frozenset({"relay.example"})
BOTH = frozenset({"relay.example", "other.example"})


def dns(*domains: str, **more: Any) -> Zone:
    known = zone(spf="v=spf1 -all", dmarc=REJECT, **more)
    return sealers(known, *(domains or ("relay.example", "other.example", "evil.example")))


def proved(
    db: Database,
    raw: bytes,
    known: Zone | None = None,
    *,
    trusted: frozenset[str] = TRUSTED,
    authserv_id: str = "",
    run: Any = run_here,
) -> Proof:
    with db.begin() as session:
        arrival = an_arrival(raw=raw, sender="office@ministry.example", peer=PEER)
        [accepted] = inbox.accept(session, [arrival], now=NOW, year=2026)
        received = inbox.get(session, accepted.id)
    prover = Prover(
        db=db,
        run=run,
        clock=lambda: NOW,
        resolver=known or dns(),
        trusted_sealers=trusted,
        authserv_id=authserv_id,
    )
    proof = prover.prove(received, raw)
    assert proof is not None
    with db.begin() as session:
        proofs.keep(session, accepted.id, proof, now=NOW)
        assert proofs.of_message(session, accepted.id) == proof
    return proof


def again(raw: bytes, by: str, found: str = "dmarc=fail header.from=ministry.example") -> bytes:
    return passed_on(raw, by=by, found=found, chain="pass")
