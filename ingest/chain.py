"""Who passed a mail on and vouches for it: the seals of its header (ARC, RFC 8617).

Anybody can seal anything. What a seal is worth depends on who sealed, and on everybody who had the
mail in hands since: only those whom the administrator trusts, from the newest seal on without a
gap, are believed, and nobody below a seal of somebody else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from ingest.authserv import sealed
from ingest.domains import plain_domain
from ingest.vouching import of_server

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

#: sets of a chain (4.2.1)
_MOST: Final = 50
#: of one field, in characters; longer ones are no honest server's
_LONGEST: Final = 10_000
_TAG: Final = re.compile(r"(?:^|;)\s*([A-Za-z][A-Za-z0-9_]{0,20})\s*=\s*([^;]*)")
_SEAL, _SIGNATURE, _RESULTS = _FIELDS = (
    "arc-seal",
    "arc-message-signature",
    "arc-authentication-results",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """One of those who passed the mail on, as its set of three fields says."""

    #: of ARC-Seal
    domain: str
    #: names in DNS where the keys of its two signatures lie
    key_names: tuple[str, ...]
    #: of ARC-Message-Signature
    signer: str
    #: whether that one is over the whole body and over From
    is_whole: bool
    #: ARC-Authentication-Results
    results: str


def seals_of(fields: Iterable[tuple[str, str]]) -> tuple[Seal, ...]:
    """The seals of a mail, the newest first; none where they are not whole and in their order.

    Args:
        fields: of its header from the top, names in lower case.

    """
    found: dict[str, list[str]] = {name: [] for name in _FIELDS}
    for name, value in fields:
        if name in found:
            found[name].append(value)
    count = len(found[_SEAL])
    if not 0 < count <= _MOST or any(len(values) != count for values in found.values()):
        return ()
    if any(len(value) > _LONGEST for values in found.values() for value in values):
        return ()
    sets = zip(range(count, 0, -1), *found.values(), strict=True)
    seals = [_seal(*one) for one in sets]
    return tuple(one for one in seals if one is not None) if all(seals) else ()


def may_vouch(seals: Sequence[Seal], trusted: Collection[str]) -> bool:
    """Whether it is worth while to check them: the newest is of somebody who is trusted."""
    return bool(seals) and seals[0].is_whole and {seals[0].domain, seals[0].signer} <= {*trusted}


def voucher(seals: Sequence[Seal], domain: str, trusted: Collection[str]) -> str | None:
    """Who of the trusted saw first that a domain had proven the mail; None where nobody did.

    Args:
        seals: of a chain that was checked, the newest first.
        domain: of From.
        trusted: domains that the administrator believes.

    """
    if not may_vouch(seals, trusted):
        return None
    *_, first = takewhile(lambda one: one.domain in trusted, seals)
    is_proven = bool(of_server(sealed(first.results), domain).aligned)
    return first.domain if is_proven else None


def _seal(number: int, seal: str, signature: str, results: str) -> Seal | None:
    of_seal, of_signature = _tags(seal), _tags(signature)
    of_results = _tags(results.partition(";")[0])
    if {one.get("i") for one in (of_seal, of_signature, of_results)} != {str(number)}:
        return None
    keys = [_key(of_seal), _key(of_signature)]
    domain, signer = plain_domain(of_seal.get("d", "")), plain_domain(of_signature.get("d", ""))
    if domain is None or signer is None or None in keys:
        return None
    signed = of_signature.get("h", "").lower().split(":")
    return Seal(
        domain=domain,
        key_names=tuple(dict.fromkeys(filter(None, keys))),
        signer=signer,
        is_whole="from" in signed and "l" not in of_signature,
        results=results,
    )


def _key(tags: dict[str, str]) -> str | None:
    selector, domain = plain_domain(tags.get("s", "")), plain_domain(tags.get("d", ""))
    return None if selector is None or domain is None else f"{selector}._domainkey.{domain}"


def _tags(value: str) -> dict[str, str]:
    return {name: "".join(text.split()) for name, text in _TAG.findall(value)}
