"""SPF and DMARC against a DNS of a few names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import spf
from ingest.dmarc import judge
from ingest.inquiry import MOST_QUESTIONS, DnsError, Inquiry
from tests.senders import PEER, Zone, zone

SENDER = "office@ministry.example"


def lookup(known: Zone) -> Inquiry:
    return Inquiry(known, seconds=5)


def checked(record: str | None, *, peer: str | None = PEER, sender: str = SENDER) -> str:
    found = lookup(zone(spf=record))
    return spf.check(peer=peer, helo="mx.ministry.example", sender=sender, lookup=found)[0]


@pytest.mark.parametrize(
    ("record", "result"),
    [
        ("v=spf1 ip4:9.9.9.0/24 -all", "pass"),
        ("v=spf1 ip4:9.9.8.0/24 -all", "fail"),
        ("v=spf1 ip4:9.9.8.0/24 ~all", "softfail"),
        ("v=spf1 ?all", "neutral"),
        ("v=spf1 nonsense", "permerror"),
        ("v=spf1 ip4:9.9.9.999 -all", "permerror"),
        ("v=spf1 include:ministry.example -all", "permerror"),
        (None, "none"),
    ],
)
def test_a_domain_says_who_may_send_for_it(record: str | None, result: str) -> None:
    assert checked(record) == result


def test_mechanisms_ask_for_hosts_and_exchanges() -> None:
    known = zone(spf="v=spf1 mx -all")
    known.records["ministry.example", "MX"] = ("10 mx.ministry.example",)
    known.records["mx.ministry.example", "A"] = (PEER,)

    result = spf.check(peer=PEER, helo=None, sender=SENDER, lookup=lookup(known))

    assert result == ("pass", "ministry.example")


def test_a_null_sender_is_the_server_that_greets() -> None:
    known = Zone(records={("mx.ministry.example", "TXT"): ("v=spf1 ip4:9.9.9.9 -all",)})

    result = spf.check(peer=PEER, helo="mx.ministry.example", sender="", lookup=lookup(known))

    assert result == ("pass", "mx.ministry.example")


@pytest.mark.parametrize("peer", [None, "127.0.0.1", "10.0.0.1", "::1", "fe80::1", "no address"])
def test_a_server_in_ones_own_network_tells_nothing(peer: str | None) -> None:
    assert checked("v=spf1 -all", peer=peer) == ""


def test_no_answer_is_no_verdict() -> None:
    found = spf.check(peer=PEER, helo=None, sender=SENDER, lookup=lookup(Zone(dead=True)))

    assert found == ("temperror", "ministry.example")


@given(st.text(max_size=200))
def test_any_record_gives_a_result(record: str) -> None:
    encodable = record.encode("utf-8", "replace").decode("latin-1")

    assert checked(f"v=spf1 {encodable}") in {
        "none", "neutral", "pass", "fail", "softfail", "temperror", "permerror",
    }  # fmt: skip


def test_a_policy_cannot_ask_without_end() -> None:
    known = zone(spf="v=spf1 include:0.example -all")
    for number in range(200):
        nested = f"v=spf1 include:{number + 1}.example mx ptr a -all"
        known.records[f"{number}.example", "TXT"] = (nested,)

    result, _ = spf.check(peer=PEER, helo=None, sender=SENDER, lookup=lookup(known))

    assert result == "permerror"
    assert known.asked.total() <= MOST_QUESTIONS


def test_a_policy_that_asks_for_too_much_is_no_lack_of_answers() -> None:
    ask = Inquiry(Zone(), seconds=60)
    for number in range(MOST_QUESTIONS):
        ask(f"{number}.example", "TXT")

    with pytest.raises(DnsError):
        ask("one.more.example", "TXT")

    assert (ask.has_gaps, ask.lacks_answers) == (True, False)


@pytest.mark.parametrize("ask", [Inquiry(Zone(dead=True), seconds=5), Inquiry(Zone(), seconds=0)])
def test_no_answer_in_time_is_a_lack_of_answers(ask: Inquiry) -> None:
    with pytest.raises(DnsError):
        ask("ministry.example", "TXT")

    assert ask.lacks_answers


def test_the_same_question_is_asked_once() -> None:
    known = zone(spf="v=spf1 -all")
    ask = lookup(known)

    assert ask("ministry.example", "TXT") == ask("Ministry.example.", "TXT")
    assert known.asked.total() == 1


def test_no_question_is_asked_when_the_time_is_over() -> None:
    known = zone(spf="v=spf1 -all")

    with pytest.raises(DnsError):
        Inquiry(known, seconds=-1)("ministry.example", "TXT")
    assert known.asked.total() == 0


def test_what_is_known_from_before_is_not_asked() -> None:
    known = zone()
    ask = Inquiry(known, seconds=5, kept=lambda name, kind: (f"{name} {kind}",))

    assert ask("ministry.example", "TXT") == ("ministry.example TXT",)
    assert known.asked.total() == 0
    assert ask.fresh == {}


REJECT = "v=DMARC1; p=reject"


@pytest.mark.parametrize(
    ("record", "passed", "result"),
    [
        (REJECT, "ministry.example", "pass"),
        (REJECT, "mail.ministry.example", "pass"),
        (f"{REJECT}; adkim=s", "mail.ministry.example", "fail"),
        (f"{REJECT}; adkim=s", "ministry.example", "pass"),
        (REJECT, "other.example", "fail"),
        (REJECT, "notministry.example", "fail"),
        (REJECT, None, "fail"),
        (None, "ministry.example", "none"),
        ("v=DMARC2; p=reject", "ministry.example", "none"),
    ],
)
def test_a_signature_counts_for_its_own_organisation(
    record: str | None, passed: str | None, result: str
) -> None:
    found = judge(
        "ministry.example",
        spf=None,
        dkim=[passed] if passed else [],
        lookup=lookup(zone(dmarc=record)),
    )

    assert found.result == result


def test_a_passed_envelope_counts_like_a_signature() -> None:
    found = judge("ministry.example", spf="ministry.example", dkim=[], lookup=lookup(zone()))

    assert found.aligned == ("spf",)


def test_the_policy_of_an_organisation_holds_below_it() -> None:
    known = lookup(zone(dmarc="v=DMARC1; p=none; sp=quarantine"))

    found = judge("asylum.ministry.example", spf=None, dkim=["ministry.example"], lookup=known)

    assert (found.result, found.policy, found.aligned) == ("pass", "quarantine", ("dkim",))


def test_without_a_record_only_the_very_same_name_is_the_same_organisation() -> None:
    known = lookup(zone())

    found = judge("asylum.ministry.example", spf=None, dkim=["ministry.example"], lookup=known)

    assert (found.result, found.aligned) == ("none", ())


def test_two_ministries_below_a_public_suffix_are_two() -> None:
    known = Zone(records={("_dmarc.gov.example", "TXT"): ("v=DMARC1; p=reject; psd=y",)})

    found = judge(
        "interior.gov.example", spf=None, dkim=["defence.gov.example"], lookup=lookup(known)
    )

    assert (found.result, found.policy) == ("fail", "reject")


def test_an_organisation_may_say_that_it_ends_here() -> None:
    known = Zone(
        records={
            ("_dmarc.example", "TXT"): ("v=DMARC1; p=none",),
            ("_dmarc.ministry.example", "TXT"): ("v=DMARC1; p=reject; psd=n",),
        }
    )

    found = judge("ministry.example", spf=None, dkim=["other.example"], lookup=lookup(known))

    assert found.aligned == ()


def test_a_policy_on_trial_is_one_step_milder() -> None:
    known = lookup(zone(dmarc=f"{REJECT}; t=y"))

    assert judge("ministry.example", spf=None, dkim=[], lookup=known).policy == "quarantine"


def test_two_records_are_none() -> None:
    known = zone()
    known.records["_dmarc.ministry.example", "TXT"] = (REJECT, REJECT)

    assert judge("ministry.example", spf=None, dkim=[], lookup=lookup(known)).result == "none"


def test_a_long_name_is_not_climbed_step_by_step() -> None:
    known = zone()
    name = ".".join(["a"] * 100) + ".ministry.example"

    judge(name, spf=None, dkim=[], lookup=lookup(known))

    assert known.asked.total() == 8


@given(st.text(alphabet="vDMARC1;=psd ytnreject", max_size=80))
def test_any_record_gives_a_verdict(record: str) -> None:
    found = judge("ministry.example", spf=None, dkim=[], lookup=lookup(zone(dmarc=record)))

    assert found.result in {"fail", "none"}
