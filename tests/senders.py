"""Mails that are signed, and a DNS of a few names that says what tests want; for tests."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

import dkim

from ingest.inquiry import Answer, DnsError

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

#: made for these tests; it signs nothing else
PRIVATE_KEY: Final = b"""\
-----BEGIN RSA PRIVATE KEY-----
MIICXQIBAAKBgQDSwVsOwvZEdLobdNLHgsdG88QFaFd/Lr7AoKDS9gCBiPMxDXeD
K70jhtWmUx2THAJUxHrJDeeT+tAB943sbqX3ln3FOPcMgmFb1PMwDAFG3Uhz5ma6
InuETB3UFxr1fTiTAlvDTO3KZpu5pf2RvWtkxVTkZ9maoUf1iHjkGK95gwIDAQAB
AoGAfG4GOdfnmBEmk/FMRNi0mPJw6BRrnD5YBtiPOx5cvB3EH1DpH7uiJqiD2Xg2
/NTLl4qNR8j60caCKrcixtWpDEqv49aGI0e7s+UC6KbZfaCgHPmETTIBUtyCuDgP
OygLAAM/NZXM5Z7CIkTDUk6ckXhUnGUw7ePpmr1T7e5MefECQQD3Rnuxk6MpJKDJ
H8pZILzcEyN8fDJTvUDDUvUZ+2O2Q4yQerNb60hF1ZURzvlwxwm4bbvzt9vX+YkQ
B/YjTqz5AkEA2jEBRwNVJMOu9CXS65jBx0PzppJMiaxmp3YUb43Jeh2g2glIfWpO
jO/e+HxvEVk92OSBuiRic7I+j6w42HglWwJBANoUUGzpX0Ge6yrWHbiDVezl+CsG
wb/2rhJVrJKwkl0hr+uQO3T6yW/FkUX2eymKcLk2Fkg4w+vzSH1Z+CtlbMkCQQCs
cZak3UlpqQ6Y/1vXv/9G0bm7qFy9YngvWe+Eyva1gL0kFbopBN/YG6yJjy7o8zMi
PFcbGq6E6hbvzhmPXEWJAkAjum8jFMt4O6r9B/O4g3l6fu7ZMVCxXOcy+Ap0lrl5
HBD4Mc/FoEJYi/G18ng+m2vKMENmCipDoipS4ExGGWNT
-----END RSA PRIVATE KEY-----
"""
PUBLIC_KEY: Final = (
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDSwVsOwvZEdLobdNLHgsdG88QFaFd/Lr7AoKDS9gCB"
    "iPMxDXeDK70jhtWmUx2THAJUxHrJDeeT+tAB943sbqX3ln3FOPcMgmFb1PMwDAFG3Uhz5ma6InuETB3U"
    "Fxr1fTiTAlvDTO3KZpu5pf2RvWtkxVTkZ9maoUf1iHjkGK95gwIDAQAB"
)
#: those of RFC 8463, appendix A
ED25519_PRIVATE: Final = b"nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A="
ED25519_PUBLIC: Final = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
#: outside of all networks of one's own; nothing is ever sent there
PEER: Final = "9.9.9.9"
LETTER: Final = (
    b"From: Ministry <office@ministry.example>\r\nTo: requests@localhost\r\n"
    b"Subject: A letter\r\nDate: Mon, 02 Mar 2026 10:00:00 +0000\r\n"
    b"Message-ID: <1@ministry.example>\r\n\r\nWe request support.\r\n"
)


@dataclass
class Zone:
    """A resolver that knows these records, and has no answer for some names."""

    records: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    silent: tuple[str, ...] = ()
    #: nothing at all answers
    dead: bool = False
    asked: Counter[str] = field(default_factory=Counter)

    def ask(self, name: str, kind: str, *, seconds: float) -> Answer:  # noqa: ARG002 - as resolvers are
        self.asked[name] += 1
        if self.dead or name.endswith(self.silent or ("\0",)):
            raise DnsError
        return Answer(records=self.records.get((name, kind), ()), ttl_seconds=3600)


def zone(
    *, spf: str | None = None, dmarc: str | None = None, key: str | None = PUBLIC_KEY, **more: Any
) -> Zone:
    """What ministry.example has in DNS."""
    records: dict[tuple[str, str], tuple[str, ...]] = {}
    if spf is not None:
        records["ministry.example", "TXT"] = ("unrelated", spf)
    if dmarc is not None:
        records["_dmarc.ministry.example", "TXT"] = (dmarc,)
    if key is not None:
        name = "mail._domainkey.ministry.example"
        records[name, "TXT"] = (key if "=;" in key else f"v=DKIM1; k=rsa; p={key}",)
    return Zone(records=records, **more)


def signed(
    raw: bytes = LETTER, *, domain: str = "ministry.example", selector: str = "mail", **more: Any
) -> bytes:
    """The mail with a signature on top."""
    given: dict[str, Any] = {"privkey": PRIVATE_KEY} | more
    signature: bytes = dkim.sign(
        raw,
        selector.encode(),
        domain.encode(),
        include_headers=[b"from", b"subject", b"date", b"message-id"],
        **given,
    )
    return signature + raw


def signed_by_ed25519(raw: bytes, *, domain: str = "ministry.example") -> bytes:
    """The mail with a signature of the newer kind (RFC 8463) on top."""
    return signed(
        raw,
        domain=domain,
        selector="newer",
        privkey=ED25519_PRIVATE,
        signature_algorithm=b"ed25519-sha256",
    )


def run_here(task: Callable[..., T], *arguments: Any, seconds: float = 60) -> T:
    """Run what a guarded process would, in this one."""
    return task(*arguments)


def passed_on(
    raw: bytes,
    *,
    by: str = "relay.example",
    found: str = "dmarc=pass header.from=ministry.example",
    chain: str = "none",
    fields: tuple[bytes, ...] = (b"from", b"subject", b"date", b"message-id"),
    privkey: bytes = PRIVATE_KEY,
) -> bytes:
    """The mail as a server passes it on that seals it (ARC, RFC 8617), with what it found."""
    results = f"Authentication-Results: {by}; arc={chain}; {found}\r\n".encode()
    sealed: list[bytes] = dkim.arc_sign(
        results + raw, b"arc", by.encode(), privkey, by.encode(), include_headers=list(fields)
    )
    return b"".join(sealed) + raw


def sealers(known: Zone, *domains: str) -> Zone:
    """The same DNS with the keys of who seals."""
    for domain in domains:
        known.records[f"arc._domainkey.{domain}", "TXT"] = (f"v=DKIM1; k=rsa; p={PUBLIC_KEY}",)
    return known
