"""The line about a sender: what it says, and that it says nothing of it with minimal content."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot.repute
from bot.cards import Card, card_of
from bot.layout import laid_out
from bot.measure import fits
from bot.notes import note_markup, note_of
from bot.repute import Claim, Repute, claims_authority, repute_of
from bot.sandbox import entities
from bot.shelf import templates
from ingest.domains import plain_domain
from store.organisation import Known, Source
from store.proof import Checker, Proof, SignatureProof, not_checked
from tests.chat_values import ZURICH, a_draft, a_message
from tests.factories import NOW, a_read_message

BOT = Path(bot.repute.__file__).parent

KNOWN = {
    "interior.example": Known(
        organisation="Ministry of Interior", source=Source.IMPORTED, added_by="import"
    ),
    "asylum-office.org": Known(
        organisation="Asylum Office", source=Source.LEARNED, added_by="Alice"
    ),
}


def proven(domain: str, *aligned: str) -> Proof:
    return Proof(by=Checker.OWN, domain=domain, aligned=aligned or ("dkim",), dmarc="pass")


def unproven(domain: str, **more: Any) -> Proof:
    return Proof(by=Checker.OWN, domain=domain, **more)


def repute(proof: Proof, **claim: Any) -> Repute:
    given = {"address": f"office@{proof.domain}"} | claim
    found = repute_of(proof, Claim(**given), KNOWN)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("proof", "level", "words"),
    [
        (
            proven("interior.example"),
            "proven",
            "known domain (Ministry of Interior), DKIM passed",
        ),
        (
            proven("mail.interior.example", "spf"),
            "proven",
            "known domain (Ministry of Interior), SPF passed",
        ),
        (
            proven("asylum-office.org", "spf", "dkim"),
            "proven",
            "known domain (Asylum Office; seen before, confirmed by Alice), DKIM and SPF passed",
        ),
        (proven("defence.example"), "proven", "new domain, DKIM passed"),
        (proven("gmail.com"), "proven", "free-mail address, DKIM passed"),
        (
            proven("defence.example", "dmarc"),
            "proven",
            "new domain, the mail server says: passed",
        ),
        (unproven("defence.example"), "unproven", "new domain, not proven"),
        (
            unproven("interior.example", dmarc="fail", policy="none"),
            "unproven",
            "known domain (Ministry of Interior), DMARC fails, not proven",
        ),
        (
            unproven("interior.example", dmarc="fail", policy="reject", spf="fail"),
            "suspicious",
            (
                "interior.example says: forged (DMARC fails), known domain (Ministry of Interior), "
                "sent by a server that its domain does not allow (SPF)"
            ),
        ),
        (
            unproven("defence.example", dmarc="temperror"),
            "unproven",
            "new domain, could not be checked to the end (no answer of DNS)",
        ),
        (
            unproven(
                "defence.example",
                signatures=(SignatureProof(domain="defence.example", result="fail"),),
            ),
            "unproven",
            "new domain, its signature does not fit (DKIM)",
        ),
        (
            not_checked("no_dns", "interior.example"),
            "unchecked",
            "known domain (Ministry of Interior), not checked (no DNS)",
        ),
        (not_checked("off", "defence.example"), "unchecked", "new domain, not checked"),
        (
            proven("interiar.example"),
            "suspicious",
            "look-alike domain of interior.example: 1 letter differs, new domain, DKIM passed",
        ),
        (
            proven(plain_domain("аsylum-office.org") or ""),
            "suspicious",
            "look-alike domain of asylum-office.org: Cyrillic letters, new domain, DKIM passed",
        ),
        (
            proven("asy1um-office.org"),
            "suspicious",
            "look-alike domain of asylum-office.org: other letters, new domain, DKIM passed",
        ),
        (
            proven("asylum-office.com"),
            "suspicious",
            "domain of the name of asylum-office.org with another ending, new domain, DKIM passed",
        ),
        (
            proven(plain_domain("миnistry.org") or ""),
            "suspicious",
            "domain of letters of several alphabets, new domain, DKIM passed",
        ),
    ],
)
def test_a_sender_is_told_in_one_line(proof: Proof, level: str, words: str) -> None:
    found = repute(proof)

    assert (found.level, found.words) == (level, words)


@pytest.mark.parametrize(
    "name",
    [
        "Ministry of Interior",
        "Ministère de l’Intérieur",
        "Embajada de Colombia",
        "Ministerio del Interior",
        "Comissão Nacional para os Refugiados",
        "Министерство внутренних дел",
        "وزارة الداخلية",
    ],
)
def test_a_ministry_at_a_free_mail_address_is_told(name: str) -> None:
    found = repute(proven("gmail.com"), name=name)

    assert found.level == "suspicious"
    assert found.words.startswith("claims to be an authority, comes from a free-mail address")


def test_a_letterhead_claims_as_much_as_a_name() -> None:
    found = repute(proven("yahoo.fr"), name="Jean", organisation="Ambassade du Tchad")

    assert found.codes[0] == "claims_authority"


def test_what_authorities_call_themselves_is_known_in_every_language() -> None:
    words = tomllib.loads((BOT / "repute.toml").read_text(encoding="utf-8"))
    answered = {path.name.partition(".")[0] for path in (templates() / "ask").iterdir()}

    assert set(words["authority"]) == {name for name in answered if len(name) == 2}


@pytest.mark.parametrize(
    "name", ["Jean Dupont", "Administry Ltd", "Refugee Council", "Ahmed", "Анна", ""]
)
def test_a_person_claims_nothing(name: str) -> None:
    assert not claims_authority(name)
    assert repute(proven("gmail.com"), name=name).level == "proven"


def test_an_answer_that_goes_elsewhere_is_told() -> None:
    found = repute(proven("interior.example"), reply_to="office@gmail.com")

    assert found.words.endswith("DKIM passed, Reply-To differs (gmail.com)")
    assert found.level == "proven"


@pytest.mark.parametrize("reply_to", ["b@interior.example", "b@mail.interior.example", "", "x"])
def test_an_answer_to_the_same_office_is_not_told(reply_to: str) -> None:
    found = repute(proven("interior.example"), reply_to=reply_to)

    assert "Reply-To" not in found.words


def test_an_address_shown_as_a_name_is_told() -> None:
    found = repute(proven("mailer.example"), name="office@interior.example")

    assert found.words.startswith(
        "its name shows an address at interior.example, it comes from mailer.example"
    )


def test_who_passed_a_letter_on_is_who_is_proven() -> None:
    found = repute(proven("interior.example"), is_passed_on=True)

    assert found.words.endswith("this is about who passed the letter on")


def test_several_senders_are_proven_by_none() -> None:
    found = repute(Proof(by=Checker.OWN), address="office@interior.example")

    assert found.level == "suspicious"
    assert found.codes[0] == "several"


def test_what_is_no_mail_has_no_line() -> None:
    assert repute_of(None, Claim(address="telegram:11"), KNOWN) is None


def card_with(found: Repute) -> Card:
    return card_of(a_draft(), a_message(), a_read_message(), now=NOW, zone=ZURICH, repute=found)


SUSPICIOUS = repute(proven("interiar.example"), reply_to="office@gmail.com")


def test_a_card_tells_it_below_its_sender() -> None:
    card = card_with(SUSPICIOUS)

    lines = laid_out(card, full=True).splitlines()

    at = lines.index("Ministry (ministry@example.org)")
    assert lines[at + 1] == (
        "🔴 look-alike domain of interior.example: 1 letter differs, new domain, DKIM passed, "
        "Reply-To differs (gmail.com)"
    )


def test_a_minimal_card_tells_no_address() -> None:
    card = card_with(SUSPICIOUS)

    markup = laid_out(card, full=False)

    assert "🔴 sender suspicious" in markup.splitlines()
    assert "interi" not in markup
    assert "gmail" not in markup


@pytest.mark.parametrize(
    ("full", "line"),
    [(True, "🔴 look-alike domain of interior.example"), (False, "🔴 sender suspicious")],
)
def test_a_note_tells_it_too(full: bool, line: str) -> None:  # noqa: FBT001 - a column
    note = note_of(a_message(), a_read_message(), now=NOW, zone=ZURICH, repute=SUSPICIOUS)

    assert line in note_markup(note, full=full)
    assert ("gmail" in note_markup(note, full=full)) is full


def test_a_persons_own_case_says_nothing_of_its_sender() -> None:
    read = a_read_message(kinds=(("individual_case", 0.9, "sure"),))
    note = note_of(a_message(), read, now=NOW, zone=ZURICH, repute=SUSPICIOUS)

    assert "🔴" not in note_markup(note, full=True)


NASTY = st.sampled_from(["</b>", "&" * 900, "\u202e\u2067", "{domain}", "a@b.c" * 300, "😀" * 900])
CODES = st.sampled_from(["", "pass", "fail", "temperror", "nonsense"])


@given(
    name=st.text(max_size=60) | NASTY,
    reply_to=st.text(max_size=60) | NASTY,
    domain=st.none() | st.sampled_from(["interiar.example", "xn--a.example", "gmail.com", "x"]),
    result=CODES,
    full=st.booleans(),
)
def test_any_claim_gives_a_line_that_fits(
    name: str,
    reply_to: str,
    domain: str | None,
    result: str,
    full: bool,  # noqa: FBT001 - drawn
) -> None:
    nobody = replace(KNOWN["interior.example"], organisation=name)
    proof = Proof(by=Checker.OWN, domain=domain, spf=result, dmarc=result)
    claim = Claim(address="a@interior.example", name=name, reply_to=reply_to)
    found = repute_of(proof, claim, KNOWN | {"x": nobody})
    assert found is not None

    markup = laid_out(card_with(found), full=full)
    entities.parse(markup)
    assert fits(markup)
