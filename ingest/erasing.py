"""Erasing to the last copy: what lies outside the tables, and on the database's own pages.

Everything here may be done again: a crash in the middle leaves a message unclean, and the next
round or command cleans it.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from nlp import learned
from store import erasure, originals
from store.compaction import compact

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from store.erasure import Unclean
    from store.session import Database

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Folders:
    """Where this host may keep something of a message beside the database."""

    #: mails that went out where there is no relay
    outgoing: Path
    #: what was learned from officers' decisions
    models: Path


def clean(db: Database, folders: Folders, *, now: datetime) -> bool:
    """Clean what was erased in the tables and is not clean yet; False where something is left."""
    with db.reading() as session:
        found = erasure.unclean(session)
    if not found:
        return True
    remove(db, folders, found)
    if not compact(db):
        _log.warning("log_not_emptied", messages=len(found))
        return False
    ids = [one.message_id for one in found]
    with db.begin() as session:
        erasure.cleaned(session, ids, now=now)
    _log.info("erased_and_clean", messages=ids)
    return True


def remove(db: Database, folders: Folders, found: Sequence[Unclean]) -> None:
    """Remove this host's files of erased messages, and the rows that were learned from them."""
    ids = [one.message_id for one in found]
    if db.spool is not None:
        originals.remove(db.spool, ids)
    for one in found:
        for name in (f"{one.ref}-*.eml", f".{one.ref}-*.part"):
            for path in folders.outgoing.glob(name):
                with suppress(FileNotFoundError):
                    path.unlink()
    if folders.models.is_dir():
        learned.forget(folders.models, frozenset(ids))
