"""What was proven about where a mail came from; plain values, no third-party library."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Checker(StrEnum):
    """Who looked at what a sending domain says of its mails."""

    OWN = "own"  #: this program, by the domain's records in DNS
    SERVER = "server"  #: the mail server in front of us, by its Authentication-Results
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureProof:
    """One DKIM signature (RFC 6376): whose it is and what became of checking it."""

    domain: str
    #: as RFC 8601, 2.7.1 calls it: pass, fail, neutral, policy, temperror, permerror
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What was found out about the domain that a mail's From names.

    Results are words of RFC 8601, 2.7; "" where there was nothing to check or no way to do so.
    """

    by: Checker
    #: of the header's From, lower case, in its ASCII form; None where it names none or several
    domain: str | None = None
    #: RFC 7208, of the envelope
    spf: str = ""
    spf_domain: str | None = None
    #: topmost first
    signatures: tuple[SignatureProof, ...] = ()
    #: RFC 9989: pass, fail, none (no record), temperror
    dmarc: str = ""
    #: what the domain asks others to do with mail that fails: none, quarantine, reject
    policy: str | None = None
    #: which of "spf" and "dkim" passed for a domain of the same organisation as From's;
    #: "dmarc" where our server says that one did, and not which
    aligned: tuple[str, ...] = ()
    #: why nothing was checked, as a code: off, no_dns, unreadable; "" where something was
    why_not: str = ""
    #: who passed the mail on and vouches that From's domain had proven it (ARC, RFC 8617); looked
    #: for only where DMARC fails
    forwarder: str | None = None
    #: DNS had no answer that it may have later: it is asked again
    is_open: bool = False

    @property
    def is_proven(self) -> bool:
        """Whether it is sure that the mail comes from the domain that it names."""
        return self.domain is not None and bool(self.aligned) and not self.is_disowned

    @property
    def is_disowned(self) -> bool:
        """Whether the domain has others treat the mail as forged."""
        has_asked = self.dmarc == "fail" and self.policy in {"quarantine", "reject"}
        return has_asked and self.forwarder is None


def not_checked(why_not: str, domain: str | None = None, *, is_open: bool = False) -> Proof:
    """A proof of nothing."""
    return Proof(by=Checker.NOBODY, why_not=why_not, domain=domain, is_open=is_open)
