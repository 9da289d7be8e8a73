"""Proving where a mail comes from, beside its reading: bounded in time, and never in its way."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

import structlog

from ingest import spf
from ingest.chain import may_vouch
from ingest.client import client_of
from ingest.dmarc import judge
from ingest.errors import GuardError, StoppedError
from ingest.inbound import Channel
from ingest.inquiry import DnsError, Inquiry
from ingest.origin import header_of, read_origin
from ingest.peers import Peers
from ingest.sender import return_path
from ingest.signatures import verify, vouching
from ingest.vouching import of_server
from store import dns_answers
from store.proof import Checker, Proof, SignatureProof, not_checked

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from ingest.inquiry import Resolver
    from ingest.origin import Origin, Signed
    from store.model import InboxMessage
    from store.session import Database

_log = structlog.get_logger()

T = TypeVar("T")

#: for reading the header, and for checking signatures over a whole mail
_HEADER_SECONDS: Final = 10.0
_SIGNATURE_SECONDS: Final = 10.0


class Run(Protocol):
    """Runs a task in a guarded process, as `ingest.guard.Guard.run` does."""

    def __call__(self, task: Callable[..., T], *arguments: Any, seconds: float = 60) -> T:
        """Its result.

        Raises:
            GuardError: it hung, crashed or took too much.

        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Prover:
    """Finds out whether mails come from the domains that they name."""

    db: Database
    run: Run
    clock: Callable[[], datetime]
    #: who asks DNS; None where nobody shall
    resolver: Resolver | None = None
    #: name under which our own mail server writes its results; "" where it writes none
    authserv_id: str = ""
    #: our own mail servers, which name the client before them
    peers: Peers = field(default_factory=Peers)
    #: domains that may vouch for mail that they pass on (ARC, RFC 8617)
    trusted_sealers: frozenset[str] = frozenset()
    #: for all questions to DNS about one mail
    seconds: float = 8.0

    def prove(self, received: InboxMessage, raw: bytes) -> Proof | None:
        """The proof of a mail, None for what is none; trouble is a proof of nothing.

        Raises:
            StoppedError: the program is ending.

        """
        if received.channel != Channel.EMAIL:
            return None
        begun = time.monotonic()
        try:
            proof = self._proof(received, raw)
        except StoppedError:
            raise
        except GuardError:
            proof = not_checked("unreadable")
        except Exception as error:  # noqa: BLE001 - whatever it is, the mail is read and shown
            _log.warning("proof_failed", message=received.id, trouble=type(error).__name__)
            proof = not_checked("trouble")
        _log.info("origin_checked", message=received.id, **_figures(proof), ms=_ms_since(begun))
        return proof

    def _proof(self, received: InboxMessage, raw: bytes) -> Proof:
        origin = self.run(read_origin, header_of(raw), self.authserv_id, seconds=_HEADER_SECONDS)
        domain = _one(origin.domains)
        if self.resolver is None:
            return (
                of_server(origin.vouched, domain) if origin.vouched else not_checked("off", domain)
            )
        inquiry = Inquiry(self.resolver, seconds=self.seconds, kept=self._kept)
        if origin.vouched:
            proof = of_server(origin.vouched, domain)
            proof, lacks_key = self._passed_on(raw, origin, proof, inquiry)
            self._keep(inquiry)
            return replace(proof, is_open=lacks_key)
        return self._checked(received, raw, origin, inquiry)

    def _checked(
        self, received: InboxMessage, raw: bytes, origin: Origin, inquiry: Inquiry
    ) -> Proof:
        """What DNS says of a mail of which no server of ours does."""
        domain = _one(origin.domains)
        result, about = self._envelope(received, raw, inquiry)
        signatures = self._signatures(raw, origin, inquiry, received.received_at)
        proof = _judged(domain, (result, about), signatures, inquiry)
        proof, lacks_key = self._passed_on(raw, origin, proof, inquiry)
        self._keep(inquiry)
        if inquiry.has_gaps and not inquiry.is_answered:
            return not_checked("no_dns", domain, is_open=inquiry.lacks_answers)
        is_settled = proof.is_proven or proof.is_disowned
        return replace(proof, is_open=lacks_key or (inquiry.lacks_answers and not is_settled))

    def _envelope(
        self, received: InboxMessage, raw: bytes, inquiry: Inquiry
    ) -> tuple[str, str | None]:
        """What SPF says of who handed the mail over, and of which domain."""
        sender: str | None = received.sender
        if received.peer is None:
            # out of a mailbox: the envelope is what its server wrote down, and no other header
            sender = return_path(raw)
        if sender is None:
            return "", None
        client = client_of(raw, received.peer, received.helo, self.peers, server=self.authserv_id)
        return spf.check(peer=client.address, helo=client.helo, sender=sender, lookup=inquiry)

    def _passed_on(
        self, raw: bytes, origin: Origin, proof: Proof, inquiry: Inquiry
    ) -> tuple[Proof, bool]:
        """Where a mail fails, who passed it on and vouches for it; whether DNS lacks a key for it.

        Trouble of any kind, and a chain that is too long to be checked in time, changes nothing.
        """
        is_failed = proof.dmarc == "fail" and proof.domain is not None
        if not is_failed or not may_vouch(origin.seals, self.trusted_sealers):
            return proof, False
        names = dict.fromkeys(name for seal in origin.seals for name in seal.key_names)
        keys: list[tuple[str, str]] = []
        for name in names:
            try:
                records = inquiry(name, "TXT")
            except DnsError:
                return proof, inquiry.lacks_answers
            keys += [(name, record) for record in records if "p=" in record][:1]
        try:
            found = self.run(
                vouching, raw, tuple(keys), proof.domain, self.trusted_sealers,
                seconds=_SIGNATURE_SECONDS,
            )  # fmt: skip
        except GuardError:
            return proof, False
        return replace(proof, forwarder=found), False

    def _signatures(
        self, raw: bytes, origin: Origin, inquiry: Inquiry, came_at: datetime
    ) -> tuple[SignatureProof, ...]:
        results: dict[int, str] = {}
        keys: list[tuple[int, str, str]] = []
        for number, signed in enumerate(origin.signatures):
            if signed is None or signed.verdict:
                continue
            try:
                records = inquiry(signed.key_name, "TXT")
            except DnsError:
                results[number] = "temperror"
                continue
            record = next((one for one in records if "p=" in one), None)
            if record is None:
                results[number] = "permerror"
            else:
                keys.append((number, signed.key_name, record))
        if keys:
            found = self.run(verify, raw, tuple(keys), seconds=_SIGNATURE_SECONDS)
            for (number, _, _), one in zip(keys, found, strict=True):
                ended = _has_ended(origin.signatures[number], came_at, self.clock())
                results[number] = "temperror" if one == "fail" and ended else one
        return tuple(
            SignatureProof(domain=signed.domain, result=signed.verdict or results[number])
            for number, signed in enumerate(origin.signatures)
            if signed is not None
        )

    def _kept(self, name: str, kind: str) -> tuple[str, ...] | None:
        with self.db.reading() as session:
            return dns_answers.get(session, name, kind, now=self.clock())

    def _keep(self, inquiry: Inquiry) -> None:
        if not inquiry.fresh:
            return
        now = self.clock()
        answers = {
            key: (answer.records, now + timedelta(seconds=answer.ttl_seconds))
            for key, answer in inquiry.fresh.items()
        }
        with self.db.begin() as session:
            dns_answers.keep(session, answers, now=now)
            dns_answers.tidy(session, now=now)


def _one(domains: tuple[str, ...]) -> str | None:
    return domains[0] if len(domains) == 1 else None


def _has_ended(signed: Signed | None, came_at: datetime, now: datetime) -> bool:
    """Whether a signature held when its mail came, and does no more: then it tells nothing."""
    if signed is None or signed.until is None:
        return False
    return came_at.timestamp() <= signed.until < now.timestamp()


def _judged(
    domain: str | None,
    found: tuple[str, str | None],
    signatures: tuple[SignatureProof, ...],
    inquiry: Inquiry,
) -> Proof:
    """What SPF and the signatures are worth to the domain that From names."""
    result, about = found
    spf_domain = about if result == "pass" else None
    signed = [one.domain for one in signatures if one.result == "pass"]
    dmarc, policy = "", None
    aligned: tuple[str, ...] = ()
    if domain is not None:
        try:
            verdict = judge(domain, spf=spf_domain, dkim=signed, lookup=inquiry)
            dmarc, policy, aligned = verdict.result, verdict.policy, verdict.aligned
        except DnsError:
            dmarc, aligned = "temperror", _same(domain, spf_domain, signed)
        open_ends = [result, *(one.result for one in signatures)]
        if dmarc == "fail" and {"", "temperror"}.intersection(open_ends):
            # what could not be checked might have passed
            dmarc = "temperror"
    return Proof(
        by=Checker.OWN,
        domain=domain,
        spf=result,
        spf_domain=about,
        signatures=signatures,
        dmarc=dmarc,
        policy=policy,
        aligned=aligned,
    )


def _same(domain: str, spf_domain: str | None, signed: list[str]) -> tuple[str, ...]:
    """Without the domain's policy, only its very own name is its organisation's for sure."""
    found = (("spf", [spf_domain]), ("dkim", signed))
    return tuple(method for method, passed in found if domain in passed)


def _figures(proof: Proof) -> dict[str, str | bool | list[str]]:
    return {
        "by": str(proof.by),
        "spf": proof.spf,
        "dkim": [one.result for one in proof.signatures],
        "dmarc": proof.dmarc,
        "forwarded": proof.forwarder is not None,
        "why_not": proof.why_not,
        "open": proof.is_open,
    }


def _ms_since(begun: float) -> int:
    return round((time.monotonic() - begun) * 1000)
