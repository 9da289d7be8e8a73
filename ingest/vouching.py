"""A proof out of what our own mail server vouches for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.domains import are_related
from store.proof import Checker, Proof, SignatureProof

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.authserv import Vouched


def of_server(found: Sequence[Vouched], domain: str | None) -> Proof:
    """The proof that a server's results amount to.

    Args:
        found: its results.
        domain: of From, as this program reads it; a result about another domain is none about it.

    """
    spf = next((one for one in found if one.method == "spf"), None)
    signatures = [one for one in found if one.method == "dkim" and one.domain is not None]
    dmarc = next((one for one in found if one.method == "dmarc"), None)
    if dmarc is not None and (domain is None or dmarc.domain != domain):
        dmarc = None
    return Proof(
        by=Checker.SERVER,
        domain=domain,
        spf=spf.result if spf else "",
        spf_domain=spf.domain if spf else None,
        signatures=tuple(
            SignatureProof(domain=one.domain or "", result=one.result) for one in signatures
        ),
        dmarc=dmarc.result if dmarc else "",
        policy=dmarc.policy if dmarc else None,
        aligned=_aligned(domain, [*([spf] if spf else []), *signatures], dmarc),
    )


def _aligned(
    domain: str | None, found: Sequence[Vouched], dmarc: Vouched | None
) -> tuple[str, ...]:
    """What passed for From's domain; where the server says DMARC passed, also of its relatives."""
    if domain is None or (dmarc is not None and dmarc.result == "fail"):
        return ()
    is_passed = dmarc is not None and dmarc.result == "pass"
    passed = {
        one.method
        for one in found
        if one.result == "pass"
        and one.domain is not None
        and (one.domain == domain or (is_passed and are_related(one.domain, domain)))
    }
    if is_passed and not passed:
        return ("dmarc",)
    return tuple(method for method in ("spf", "dkim") if method in passed)
