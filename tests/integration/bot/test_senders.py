"""Senders in the secretariat: what a confirmation makes known, and where it is shown."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.acquaintance import make_known
from bot.board import card_text
from bot.cli import main
from bot.scene import Office
from store import directory, drafts, inbox, proofs
from store.organisation import NewOrganisation, OrganisationKind, Source
from store.proof import Checker, Proof, not_checked
from tests.chat_values import ZURICH
from tests.factories import ALICE, NOW, a_content, a_read_message, a_segment, an_arrival
from tests.office import ALICE_ID, an_office

if TYPE_CHECKING:
    from pathlib import Path

    from store.model import Draft
    from store.session import Database

PROVEN = Proof(
    by=Checker.OWN, domain="refugees.gouv.td", dmarc="pass", policy="reject", aligned=("dkim",)
)


def a_letter(db: Database, proof: Proof | None = PROVEN, **changes: Any) -> Draft:
    """A letter that was read, with what was proven of it."""
    read = a_read_message(
        sender_address="office@refugees.gouv.td",
        segments=changes.pop("segments", (a_segment(),)),
    )
    with db.begin() as session:
        [accepted] = inbox.accept(session, [an_arrival()], now=NOW, year=2026)
        [draft] = drafts.save_reading(
            session, accepted.id, 1, read, [a_content(**changes)], now=NOW
        )
        if proof is not None:
            proofs.keep(session, accepted.id, proof, now=NOW)
    return draft


def learned(db: Database, draft: Draft) -> bool:
    with db.begin() as session:
        return make_known(session, draft, ALICE, now=NOW)


def test_a_confirmation_makes_a_proven_domain_known(database: Database) -> None:
    draft = a_letter(database, organisation="National Commission for Refugees")

    assert learned(database, draft)

    with database.reading() as session:
        (found,) = directory.listed(session)
    assert (found.name, found.state, found.kind) == (
        "National Commission for Refugees", "TD", OrganisationKind.AUTHORITY,
    )  # fmt: skip
    assert (found.domains, found.source) == (("refugees.gouv.td",), Source.LEARNED)
    assert found.added_by == "Alice"


def test_without_a_letterhead_it_is_the_state(database: Database) -> None:
    assert learned(database, a_letter(database, organisation=None))

    with database.reading() as session:
        assert [one.name for one in directory.listed(session)] == ["Chad"]


def test_what_names_no_authority_is_a_partner(database: Database) -> None:
    assert learned(database, a_letter(database, organisation="Refuge Foundation", states=()))

    with database.reading() as session:
        (found,) = directory.listed(session)
    assert (found.kind, found.state) == (OrganisationKind.PARTNER, None)


@pytest.mark.parametrize(
    "proof",
    [
        None,
        not_checked("no_dns", "refugees.gouv.td"),
        Proof(by=Checker.OWN, domain="refugees.gouv.td", spf="pass", spf_domain="mailer.example"),
        Proof(by=Checker.OWN, domain="gmail.com", aligned=("dkim",)),
        Proof(by=Checker.OWN, domain="xn--unhr-53d.org", aligned=("dkim",)),
    ],
    ids=["before proofs", "not checked", "not aligned", "free mail", "two alphabets"],
)
def test_what_is_not_proven_stays_unknown(database: Database, proof: Proof | None) -> None:
    assert not learned(database, a_letter(database, proof))


def test_a_letter_that_was_passed_on_teaches_nothing(database: Database) -> None:
    assert not learned(database, a_letter(database, via="UNHCR Chad"))


def test_a_forwarded_letter_teaches_nothing(database: Database) -> None:
    draft = a_letter(database, segments=(a_segment(), a_segment(index=1, origin="forwarded")))

    assert not learned(database, draft)


def test_a_look_alike_is_not_learned_from_a_confirmation(database: Database) -> None:
    known = NewOrganisation(
        name="Commission",
        state="TD",
        kind=OrganisationKind.AUTHORITY,
        domains=("refugees-office.org",),
    )
    with database.begin() as session:
        directory.add(session, known, source=Source.IMPORTED, by="import", now=NOW)
    proof = Proof(by=Checker.OWN, domain="refugees-offlce.org", aligned=("dkim",))

    assert not learned(database, a_letter(database, proof))


def test_the_next_card_says_that_the_domain_was_seen(database: Database) -> None:
    draft = a_letter(database)
    learned(database, draft)

    with database.reading() as session:
        text = card_text(session, draft, Office(zone=ZURICH, full=True), now=NOW)

    assert (
        "🟢 known domain (Republic of Chad; seen before, confirmed by Alice), DKIM passed"
        in text.markup
    )


def test_a_press_on_confirm_makes_it_known(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()
            with database.begin() as session:
                proofs.keep(session, office.draft().message_id, PROVEN, now=NOW)

            await office.press(ALICE_ID, card, "Confirm")

    asyncio.run(scene())

    with database.reading() as session:
        assert directory.domains(session)["refugees.gouv.td"].added_by == "Alice"


def test_show_tells_it_with_what_it_rests_on(
    database: Database,
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("ACSG_DATABASE_URL", database_url)
    monkeypatch.setenv("ACSG_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)
    draft = a_letter(database)

    assert main(["show", draft.ref]) == 0
    assert main(["show", draft.ref, "--json"]) == 0

    *page, line = capsys.readouterr().out.splitlines()
    assert f"{'sender':<13} proven: new domain, DKIM passed" in page
    sender = json.loads(line)["sender"]
    assert (sender["level"], sender["domain"], sender["dmarc"], sender["aligned"]) == (
        "proven", "refugees.gouv.td", "pass", ["dkim"],
    )  # fmt: skip


def test_show_tells_nothing_of_what_is_no_mail(
    database: Database,
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("ACSG_DATABASE_URL", database_url)
    monkeypatch.setenv("ACSG_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)
    draft = a_letter(database, None)

    assert main(["show", draft.ref, "--json"]) == 0

    assert json.loads(capsys.readouterr().out)["sender"] is None
