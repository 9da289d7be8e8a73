"""What a domain asks others to do with mail that is not from it (DMARC, RFC 9989).

Where an organisation begins is found by walking up the names (4.10), not in a list of suffixes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Lookup = Callable[[str, str], tuple[str, ...]]

#: names that one walk asks for at most, and what of a longer one is left (4.10)
_MOST_STEPS, _LABELS_LEFT = 8, 7
_POLICIES: Final = ("none", "quarantine", "reject")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a domain's policy makes of what was proven."""

    #: pass, fail or none (there is no record)
    result: str
    policy: str | None
    #: of "spf" and "dkim", those that passed for From's organisation
    aligned: tuple[str, ...]


def judge(domain: str, *, spf: str | None, dkim: Sequence[str], lookup: Lookup) -> Verdict:
    """Whether what passed belongs to the organisation that From names.

    Args:
        domain: of From.
        spf: the domain for which SPF passed, None where it did not.
        dkim: the domains of signatures that passed.
        lookup: asks DNS.

    Raises:
        DnsError: the walk for From's own policy had no answer.

    """
    records = _walk(domain, lookup)
    organisation = _organisation(domain, records)
    # that of a public suffix last: the only record left is then its (4.10.1)
    last = records[-1][1] if records else {}
    tags = dict(records).get(domain) or dict(records).get(organisation) or last
    strict = {"spf": tags.get("aspf") == "s", "dkim": tags.get("adkim") == "s"}
    passed = {"spf": [spf] if spf else [], "dkim": list(dkim)}
    aligned = tuple(
        method
        for method in ("spf", "dkim")
        if any(
            one == domain or (not strict[method] and _is_of(one, organisation, lookup))
            for one in passed[method]
        )
    )
    if not tags:
        return Verdict(result="none", policy=None, aligned=aligned)
    policy = _policy(tags, is_own=domain in dict(records))
    return Verdict(result="pass" if aligned else "fail", policy=policy, aligned=aligned)


def _is_of(domain: str, organisation: str, lookup: Lookup) -> bool:
    """Whether a domain is of this organisation; one that is not below it cannot be."""
    if domain == organisation:
        return True
    if not domain.endswith(f".{organisation}"):
        return False
    return _organisation(domain, _walk(domain, lookup)) == organisation


def _walk(domain: str, lookup: Lookup) -> list[tuple[str, dict[str, str]]]:
    """The records on the way up from a name, the nearest first."""
    found = []
    labels = domain.split(".")
    for _ in range(_MOST_STEPS):
        name = ".".join(labels)
        tags = _record(lookup(f"_dmarc.{name}", "TXT"))
        if tags is not None:
            found.append((name, tags))
            if tags.get("psd") in {"n", "y"}:
                break
        labels = labels[-_LABELS_LEFT:] if len(labels) > _MOST_STEPS else labels[1:]
        if not labels:
            break
    return found


def _organisation(domain: str, records: Sequence[tuple[str, dict[str, str]]]) -> str:
    for name, tags in records:
        if tags.get("psd") == "n":
            return name
        if tags.get("psd") == "y" and name != domain:
            # the name right below that of a public suffix
            below = domain.removesuffix(f".{name}").rpartition(".")[2]
            return f"{below}.{name}"
    return records[-1][0] if records else domain


def _record(texts: Sequence[str]) -> dict[str, str] | None:
    """The tags of the one DMARC record among texts; several are none (4.10)."""
    found = [text for text in texts if text.replace(" ", "").startswith("v=DMARC1")]
    if len(found) != 1:
        return None
    pairs = (piece.partition("=") for piece in found[0].split(";"))
    return {name.strip().lower(): value.strip().lower() for name, _, value in pairs}


def _policy(tags: dict[str, str], *, is_own: bool) -> str:
    asked = tags.get("p", "none") if is_own else tags.get("sp", tags.get("p", "none"))
    level = _POLICIES.index(asked) if asked in _POLICIES else 0
    # a policy on trial is carried out one step milder (4.7, t)
    return _POLICIES[max(level - (tags.get("t") == "y"), 0)]
