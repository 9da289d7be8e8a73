"""Who belongs to the office: let in, given another role, shut out; and never nobody to do so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store import officers
from store.errors import LastAdministratorError
from store.model import Officer, OfficerRole
from store.tables_office import AuditRow
from tests.factories import NOW

if TYPE_CHECKING:
    from store.session import Database

ADMIN = Officer(id=1, name="Ada", role=OfficerRole.ADMINISTRATOR)


def an_office(db: Database) -> None:
    with db.begin() as session:
        officers.fill_once(session, [ADMIN.id], [2], now=NOW)


def test_a_person_is_let_in_and_the_audit_says_by_whom(database: Database) -> None:
    an_office(database)
    with database.begin() as session:
        assert officers.add(session, 3, OfficerRole.READER, name="Rea", who=ADMIN, now=NOW)

    with database.reading() as session:
        assert officers.find(session, 3) == Officer(id=3, name="Rea", role=OfficerRole.READER)
        last = session.query(AuditRow).order_by(AuditRow.id.desc()).first()
    assert last is not None
    assert (last.what, last.who) == ("officer_added", "Ada")
    assert last.details == {"officer": 3, "role": "reader"}


def test_a_role_is_changed_once(database: Database) -> None:
    an_office(database)
    with database.begin() as session:
        assert officers.add(session, 2, OfficerRole.READER, now=NOW)
        assert not officers.add(session, 2, OfficerRole.READER, now=NOW)

        rows = session.query(AuditRow).filter_by(what="officer_changed").all()
    assert [one.details for one in rows] == [{"officer": 2, "old": "officer", "new": "reader"}]


def test_whoever_is_shut_out_is_not_let_in_by_the_settings_again(database: Database) -> None:
    an_office(database)
    with database.begin() as session:
        gone = officers.revoke(session, 2, who=ADMIN, now=NOW)
        officers.fill_once(session, [ADMIN.id], [2], now=NOW)

        assert gone is not None
        assert officers.find(session, 2) is None
        assert officers.revoke(session, 2, now=NOW) is None


@pytest.mark.parametrize("role", [OfficerRole.OFFICER, OfficerRole.READER])
def test_the_only_administrator_stays_one(database: Database, role: OfficerRole) -> None:
    an_office(database)

    with database.begin() as session:
        with pytest.raises(LastAdministratorError):
            officers.revoke(session, ADMIN.id, now=NOW)
        with pytest.raises(LastAdministratorError):
            officers.add(session, ADMIN.id, role, now=NOW)

        assert officers.find(session, ADMIN.id) is not None


def test_the_first_administrator_may_go_once_there_is_another(database: Database) -> None:
    an_office(database)
    with database.begin() as session:
        officers.add(session, 2, OfficerRole.ADMINISTRATOR, now=NOW)

        assert officers.revoke(session, ADMIN.id, now=NOW) is not None
