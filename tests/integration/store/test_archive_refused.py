"""What a restore refuses, and that it then has touched nothing; what it moves aside."""

from __future__ import annotations

import gzip
import json
import tarfile
from typing import TYPE_CHECKING

import pytest

from store import archive, inbox
from store.errors import ArchiveError
from store.restore import is_empty
from tests.archives import LARGE, NOW, a_letter, place_at, put, written
from tests.factories import an_arrival

if TYPE_CHECKING:
    from pathlib import Path

    from store.restore import Place
    from store.session import Database


def test_a_place_that_is_not_empty_is_refused(
    source: Database, place: Place, tmp_path: Path
) -> None:
    written(source, tmp_path / "a.tar.gz", tmp_path)
    put(tmp_path / "a.tar.gz", place)

    with pytest.raises(ArchiveError, match="--replace"):
        put(tmp_path / "a.tar.gz", place)


def test_what_is_replaced_is_moved_aside_and_can_be_restored(
    source: Database, place: Place, tmp_path: Path, database_kind: str
) -> None:
    written(source, tmp_path / "empty.tar.gz", tmp_path)
    a_letter(source, 1, raw=LARGE)
    written(source, tmp_path / "one.tar.gz", tmp_path)
    put(tmp_path / "one.tar.gz", place)

    put(tmp_path / "empty.tar.gz", place, replace=True)

    with place.db.reading() as session:
        assert list(inbox.listed(session)) == []
    [aside] = place.data.glob("replaced-*")
    assert (aside / "outgoing" / "answer.eml").exists()
    if database_kind == "sqlite":
        assert (aside / "intake.db").exists()
        assert len(list((aside / "raw").rglob("*"))) == 2
    else:
        assert archive.examined(aside / "database.tar.gz").rows["inbox"] == 1


def test_a_place_that_was_started_but_took_nothing_is_empty(
    database: Database, tmp_path: Path
) -> None:
    with place_at(database.url, tmp_path / "new") as there:
        assert is_empty(there)
        a_letter_only(there.db)
        assert not is_empty(there)


def a_letter_only(db: Database) -> None:
    with db.begin() as session:
        inbox.accept(session, [an_arrival(1)], now=NOW, year=2026)


def test_a_database_that_is_in_use_is_not_replaced(
    source: Database, place: Place, tmp_path: Path
) -> None:
    a_letter(source, 1)
    written(source, tmp_path / "a.tar.gz", tmp_path)
    put(tmp_path / "a.tar.gz", place)
    with place_at(place.db.url, place.data) as other, other.db.reading() as session:
        assert len(list(inbox.listed(session))) == 1
        with pytest.raises(ArchiveError, match="stop"):
            put(tmp_path / "a.tar.gz", place, replace=True)

    with place.db.reading() as session:
        assert len(list(inbox.listed(session))) == 1


@pytest.mark.parametrize("where", [0.1, 0.5, 0.9, 0.999])
def test_an_archive_that_was_cut_off_is_refused_and_touches_nothing(
    source: Database, place: Place, tmp_path: Path, where: float
) -> None:
    a_letter(source, 1)
    written(source, tmp_path / "a.tar.gz", tmp_path)
    whole = (tmp_path / "a.tar.gz").read_bytes()
    (tmp_path / "cut.tar.gz").write_bytes(whole[: int(len(whole) * where)])

    with pytest.raises(ArchiveError):
        put(tmp_path / "cut.tar.gz", place)

    assert is_empty(place)
    assert not list(place.data.glob("*/*"))


def test_an_archive_with_one_wrong_byte_is_refused(
    source: Database, place: Place, tmp_path: Path
) -> None:
    a_letter(source, 1)
    written(source, tmp_path / "a.tar.gz", tmp_path)
    inside = bytearray(gzip.decompress((tmp_path / "a.tar.gz").read_bytes()))
    inside[inside.index(b"requests training")] ^= 1
    (tmp_path / "b.tar.gz").write_bytes(gzip.compress(bytes(inside)))

    with pytest.raises(ArchiveError, match="is not what was put in"):
        put(tmp_path / "b.tar.gz", place)


def test_a_member_that_leads_out_of_the_folder_is_refused(
    source: Database, place: Place, tmp_path: Path
) -> None:
    with tarfile.open(tmp_path / "evil.tar.gz", "w:gz") as tar:
        tar.add(__file__, arcname="raw/../../evil")

    with pytest.raises(ArchiveError, match="never put in"):
        put(tmp_path / "evil.tar.gz", place)


def test_an_archive_of_a_newer_schema_is_refused(
    source: Database, place: Place, tmp_path: Path
) -> None:
    written(source, tmp_path / "a.tar.gz", tmp_path)
    changed(tmp_path / "a.tar.gz", tmp_path / "b.tar.gz", schema="9999")

    with pytest.raises(ArchiveError, match="newer"):
        put(tmp_path / "b.tar.gz", place)


def test_an_archive_of_the_other_database_is_refused(
    source: Database, place: Place, tmp_path: Path
) -> None:
    written(source, tmp_path / "a.tar.gz", tmp_path)
    changed(tmp_path / "a.tar.gz", tmp_path / "b.tar.gz", database="other")

    with pytest.raises(ArchiveError, match="is of a other database"):
        put(tmp_path / "b.tar.gz", place)


def changed(source: Path, target: Path, **what: str) -> None:
    """The same archive with another manifest."""
    with tarfile.open(source) as old, tarfile.open(target, "w:gz") as new:
        for about in old:
            file = old.extractfile(about)
            assert file is not None
            content = file.read()
            if about.name == "manifest.json":
                content = json.dumps(json.loads(content) | what).encode()
                about.size = len(content)
            (tmp := target.with_suffix(".part")).write_bytes(content)
            with tmp.open("rb") as again:
                new.addfile(about, again)


def test_a_file_that_is_there_is_not_overwritten(source: Database, tmp_path: Path) -> None:
    (tmp_path / "a.tar.gz").write_bytes(b"mine")

    with pytest.raises(ArchiveError, match="is there already"):
        written(source, tmp_path / "a.tar.gz", tmp_path)

    assert (tmp_path / "a.tar.gz").read_bytes() == b"mine"
