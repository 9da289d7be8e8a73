"""Opening the records: whose old schema is brought up to date by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.exits import CommandError
from bot.records import prepare
from store import marks
from store.schema import is_current, migrate

if TYPE_CHECKING:
    from store.session import Database


def test_a_rehearsal_brings_its_own_database_up_to_date(empty_database: Database) -> None:
    migrate(empty_database, "0001")
    with empty_database.begin() as session:
        marks.mark(session, marks.SANDBOX)

    prepare(empty_database, rehearses=True)

    assert is_current(empty_database)


@pytest.mark.parametrize(("mode", "rehearses"), [("telegram", True), (marks.SANDBOX, False)])
def test_any_other_old_database_waits_for_its_operator(
    empty_database: Database, mode: str, *, rehearses: bool
) -> None:
    migrate(empty_database, "0001")
    with empty_database.begin() as session:
        marks.mark(session, mode)

    with pytest.raises(CommandError, match="acsg-intake migrate"):
        prepare(empty_database, rehearses=rehearses)

    assert not is_current(empty_database)
