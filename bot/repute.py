"""What is known of a letter's sender, in one line for officers; its marks are in `repute.toml`.

It puts together what was proven, who is known, and what the sender claims. It never decides.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bot.labels import label
from bot.office_words import has, say
from ingest.domains import are_related, domain_of, is_free_mail, shown_domain
from ingest.look_alike import likeness, mixes_alphabets
from store.organisation import Source
from store.proof import Checker

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from store.organisation import Known
    from store.proof import Proof

_ADDRESS: Final = re.compile(r"[\w.+-]{1,64}@([\w-]{1,63}(?:\.[\w-]{1,63}){1,8})")
#: characters of a name or letterhead that are looked at
_LONGEST: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who a letter says that it is from."""

    address: str
    #: beside the address
    name: str = ""
    #: where answers are asked to go
    reply_to: str = ""
    #: of the letter, as the reader found it
    organisation: str = ""
    #: somebody else wrote the letter than who sent it
    is_passed_on: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Repute:
    """One line on a sender."""

    #: proven, unproven, unchecked or suspicious
    level: str
    mark: str
    words: str
    #: without anything of the letter
    minimal: str
    #: what the words stand for, in their order
    codes: tuple[str, ...]


def repute_of(proof: Proof | None, claim: Claim, known: Mapping[str, Known]) -> Repute | None:
    """The line for a letter; None for what is no mail, or came before origins were checked.

    Args:
        proof: of where it comes from.
        claim: what it says of itself.
        known: the domains of organisations that the secretariat knows.

    """
    if proof is None:
        return None
    domain = proof.domain or domain_of(claim.address)
    tricks = list(_tricks(proof, domain, claim, known))
    said = [
        *tricks,
        *(one for one in _about_domain(domain, known) if not _is_said(one, tricks)),
        *_about_proof(proof),
        *_about_more(domain, claim),
    ]
    level = _level(proof, is_suspicious=bool(tricks))
    return Repute(
        level=level,
        mark=mark(level),
        words=say("lists.comma").join(words for _, words in said),
        minimal=label("repute_minimal", level),
        codes=tuple(code for code, _ in said),
    )


def claims_authority(*texts: str) -> bool:
    """Whether a name or letterhead is that of an authority, in any of the six languages."""
    return any(_authority().search(_folded(text[:_LONGEST])) for text in texts)


def passes_for_another(domain: str, known: Mapping[str, Known]) -> bool:
    """Whether a domain is made to be taken for another."""
    return likeness(domain, known) is not None or mixes_alphabets(domain)


def _is_said(found: tuple[str, str], tricks: Sequence[tuple[str, str]]) -> bool:
    """Whether a trick has said as much: that the address is free mail."""
    return found[0] == "free_mail" and any(code == "claims_authority" for code, _ in tricks)


def _level(proof: Proof, *, is_suspicious: bool) -> str:
    if is_suspicious:
        return "suspicious"
    if proof.is_proven:
        return "proven"
    return "unchecked" if proof.by is Checker.NOBODY else "unproven"


def _tricks(
    proof: Proof, domain: str | None, claim: Claim, known: Mapping[str, Known]
) -> Iterator[tuple[str, str]]:
    if proof.is_disowned:
        yield "disowned", _disowned(domain)
    if proof.domain is None and proof.by is not Checker.NOBODY:
        yield _said("repute_tricks", "several")
    if domain is None:
        return
    alike = likeness(domain, known)
    if alike is not None:
        code = f"look_alike_{'alphabet' if alike.alphabet else alike.trick}"
        yield _said("repute_tricks", code, known=alike.domain, alphabet=_alphabet(alike.alphabet))
    elif mixes_alphabets(domain):
        yield _said("repute_tricks", "mixed_alphabets")
    if is_free_mail(domain) and claims_authority(claim.name, claim.organisation):
        yield _said("repute_tricks", "claims_authority")
    shown = _ADDRESS.search(claim.name[:_LONGEST])
    other = domain_of(f"@{shown[1]}") if shown else None
    if other is not None and not are_related(domain, other):
        yield _said(
            "repute_tricks",
            "name_shows_other",
            shown=shown_domain(other),
            domain=shown_domain(domain),
        )


def _about_domain(domain: str | None, known: Mapping[str, Known]) -> Iterator[tuple[str, str]]:
    if domain is None:
        return
    found = _known(domain, known)
    if found is not None:
        code = "imported" if found.source is Source.IMPORTED else "learned"
        yield _said("repute_domain", code, organisation=found.organisation, by=found.added_by)
    else:
        yield _said("repute_domain", "free_mail" if is_free_mail(domain) else "new")


def _about_proof(proof: Proof) -> Iterator[tuple[str, str]]:
    if proof.by is Checker.NOBODY:
        yield _said("repute_proof", proof.why_not)
        return
    if proof.is_proven:
        aligned = set(proof.aligned)
        own = "both" if aligned == {"dkim", "spf"} else proof.aligned[0]
        yield _said("repute_proof", "server" if own == "dmarc" else own)
        return
    if proof.forwarder is not None:
        forwarder, named = shown_domain(proof.forwarder), shown_domain(proof.domain or "")
        yield _said("repute_proof", "forwarded", forwarder=forwarder, domain=named)
        return
    results = {one.result for one in proof.signatures}
    if proof.dmarc == "fail" and not proof.is_disowned:
        yield _said("repute_proof", "fails")
    if "temperror" in {proof.dmarc, proof.spf, *results}:
        yield _said("repute_proof", "temporary")
    elif proof.spf == "fail":
        yield _said("repute_proof", "spf_fails")
    elif results and results <= {"fail", "permerror"}:
        yield _said("repute_proof", "dkim_fails")
    else:
        yield _said("repute_proof", "none")


def _about_more(domain: str | None, claim: Claim) -> Iterator[tuple[str, str]]:
    answers = domain_of(claim.reply_to)
    if answers is not None and domain is not None and not are_related(domain, answers):
        yield _said("repute_more", "reply_to", domain=shown_domain(answers))
    if claim.is_passed_on:
        yield _said("repute_more", "transmitter")


def _known(domain: str, known: Mapping[str, Known]) -> Known | None:
    labels = domain.split(".")
    names = (".".join(labels[at:]) for at in range(len(labels)))
    return next((known[name] for name in names if name in known), None)


def _disowned(domain: str | None) -> str:
    if domain is None:
        return say("repute_tricks.disowned_untold")
    return say("repute_tricks.disowned", domain=shown_domain(domain))


def _alphabet(name: str) -> str:
    return say(f"alphabets.{name}") if has("alphabets", name) else name


def _said(section: str, code: str, **details: str) -> tuple[str, str]:
    return code, label(section, code, **details)


def mark(level: str) -> str:
    """The mark of a level, as it stands in the file."""
    return str(_words()["marks"][level])


def _folded(text: str) -> str:
    """Lower case, without accents and marks of vowels."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


@cache
def _authority() -> re.Pattern[str]:
    words = {_folded(word) for group in _words()["authority"].values() for word in group}
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(words)))})")


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("repute.toml").read_text(encoding="utf-8"))
