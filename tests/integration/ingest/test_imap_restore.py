"""A mailbox after a restore: what was moved away since the backup comes in once moved back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.schema import migrate
from tests.archives import elsewhere, place_at, put, written
from tests.mailbox_room import account, letter, round_of, senders

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from store.session import Database
    from tests.dovecot import MailServer


def move_back(server: MailServer) -> None:
    """All of Taken into the inbox, as a person does in a mail program."""
    client = server.client()
    client.select("Taken")
    client.copy("1:*", "INBOX")
    client.store("1:*", "+FLAGS", r"(\Deleted)")
    client.expunge()
    client.logout()


def test_letters_moved_back_after_a_restore_come_in_once_and_older_ones_stay_one(
    database: Database,
    database_kind: str,
    server: MailServer,
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> None:
    server.make("Taken")
    box = account(server.port, "move")
    server.put(letter(1), letter(2))
    round_of(database, box)
    for name in ("outgoing", "models"):
        (tmp_path / name).mkdir()
    written(database, tmp_path / "a.tar.gz", tmp_path)
    server.put(letter(3))
    round_of(database, box)
    with (
        elsewhere(request, database_kind, tmp_path / "there") as url,
        place_at(url, tmp_path / "there") as place,
    ):
        put(tmp_path / "a.tar.gz", place)
        migrate(place.db)
        assert round_of(place.db, box) == 0

        move_back(server)

        assert round_of(place.db, box) == 3
        assert round_of(place.db, box) == 0
        assert senders(place.db) == [f"ministry{number}@example.org" for number in (1, 2, 3)]
    assert (server.count(), server.count("Taken")) == (0, 3)
