"""Known organisations: who is added, learned, found and forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from store import directory
from store.organisation import NewOrganisation, OrganisationKind, Source, TakenError
from store.tables_office import AuditRow
from tests.factories import ALICE, NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from store.session import Database

INTERIOR = NewOrganisation(
    name="Ministry of Interior",
    state="TD",
    kind=OrganisationKind.AUTHORITY,
    domains=("interior.td.example",),
    contacts=("asylum@interior.td.example",),
)


def added(session: Session, new: NewOrganisation) -> bool:
    return directory.add(session, new, source=Source.IMPORTED, by="import", now=NOW)


def test_an_organisation_comes_back_as_it_was_added(database: Database) -> None:
    with database.begin() as session:
        assert added(session, INTERIOR)

    with database.reading() as session:
        (found,) = directory.listed(session)
    assert (found.name, found.state, found.kind) == ("Ministry of Interior", "TD", "authority")
    assert found.domains == ("interior.td.example",)
    assert found.contacts == ("asylum@interior.td.example",)
    assert (found.source, found.added_by, found.added_at) == (Source.IMPORTED, "import", NOW)


def test_the_same_organisation_twice_changes_nothing(database: Database) -> None:
    with database.begin() as session:
        added(session, INTERIOR)
        assert not added(session, INTERIOR)
        assert len(directory.listed(session)) == 1


def test_a_further_domain_joins_those_that_are_known(database: Database) -> None:
    more = NewOrganisation(
        name="ministry of interior",
        state="TD",
        kind=OrganisationKind.AUTHORITY,
        domains=("mi.td.example",),
    )
    with database.begin() as session:
        added(session, INTERIOR)
        assert added(session, more)
        (found,) = directory.listed(session)
    assert found.domains == ("interior.td.example", "mi.td.example")


def test_a_domain_is_of_one_organisation_only(database: Database) -> None:
    other = NewOrganisation(
        name="Ministry of Defence",
        state="TD",
        kind=OrganisationKind.AUTHORITY,
        domains=("interior.td.example",),
    )
    with database.begin() as session:
        added(session, INTERIOR)
        with pytest.raises(TakenError, match=r"interior\.td\.example is already of Ministry of I"):
            added(session, other)


def test_what_lies_below_a_known_domain_is_known(database: Database) -> None:
    with database.begin() as session:
        added(session, INTERIOR)

        found = directory.of_domain(session, "mail.interior.td.example")

    assert found is not None
    assert found.name == "Ministry of Interior"


@pytest.mark.parametrize("domain", ["td.example", "notinterior.td.example", "example", ""])
def test_what_lies_above_or_beside_a_known_domain_is_unknown(
    database: Database, domain: str
) -> None:
    with database.begin() as session:
        added(session, INTERIOR)

        assert directory.of_domain(session, domain) is None


def test_what_a_confirmation_shows_is_learned_with_its_officer(database: Database) -> None:
    with database.begin() as session:
        assert directory.learn(session, INTERIOR, ALICE, message_id="m1", now=NOW)

        (found,) = directory.listed(session)
        traces = [row.what for row in session.scalars(select(AuditRow))]
    assert (found.source, found.added_by) == (Source.LEARNED, "Alice")
    assert traces == ["domain_learned"]


def test_what_is_known_is_never_changed_by_a_confirmation(database: Database) -> None:
    claimed = NewOrganisation(
        name="Somebody else",
        state="XX",
        kind=OrganisationKind.AUTHORITY,
        domains=("mail.interior.td.example",),
    )
    with database.begin() as session:
        added(session, INTERIOR)
        assert not directory.learn(session, claimed, ALICE, message_id="m1", now=NOW)

        (found,) = directory.listed(session)
    assert found.name == "Ministry of Interior"


def test_one_domain_is_forgotten(database: Database) -> None:
    with database.begin() as session:
        added(session, INTERIOR)
        assert directory.remove(session, "INTERIOR.td.example", now=NOW) == ["interior.td.example"]

        assert directory.of_domain(session, "interior.td.example") is None
        assert len(directory.listed(session)) == 1


def test_an_organisation_is_forgotten_with_all_that_is_its(database: Database) -> None:
    with database.begin() as session:
        added(session, INTERIOR)
        gone = directory.remove(session, "ministry of interior", now=NOW)

        assert gone == ["Ministry of Interior"]
        assert directory.listed(session) == []
        assert directory.domains(session) == {}


def test_nothing_is_forgotten_of_a_stranger(database: Database) -> None:
    with database.begin() as session:
        added(session, INTERIOR)

        assert directory.remove(session, "nobody.example", now=NOW) == []
