"""Mails of an open folder into the inbox, and the place in the folder after them.

The order is what makes it safe: fetched, noted, committed, then marked or moved, and only then the
place. Killed between any two of these, the next round meets the mail again, and the note or its
identity knows it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import structlog

from ingest.errors import StorageError
from ingest.identity import identity
from ingest.imap_errors import MailboxError, RefusedError
from ingest.inbound import Channel
from ingest.keeping import BATCH_BYTES
from ingest.origin import header_of
from ingest.return_path import paths_in
from ingest.sender import sender_of
from store import mailboxes
from store.mailboxes import LeftMail
from store.model import Arrival

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future
    from datetime import datetime

    from ingest.imap_session import MailboxSession
    from store.model import Accepted
    from store.session import Database

_log = structlog.get_logger()

#: mails between two places, and mails whose sizes are asked for at once
_BATCH: Final = 20
_PAGE: Final = 200
#: a mail over which the connection ends, or that cannot be kept, so often is left where it is
_MOST_TRIES: Final = 3
#: until what was left is tried again
_LEFT_REST: Final = timedelta(hours=1)
_UNNAMED: Final = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fetched:
    """One mail, or why it stays; both None where it is gone."""

    uid: int
    arrival: Arrival | None = None
    left: LeftMail | None = None


class Taking:
    """Takes in what is new in a folder; remembers over connections what gave trouble."""

    def __init__(
        self,
        db: Database,
        submit: Callable[[Arrival], Future[Accepted]],
        *,
        name: str,
        clock: Callable[[], datetime],
        most_bytes: int,
    ) -> None:
        """Take what it works with.

        Args:
            db: where the place is kept.
            submit: takes an arrival; its future ends once the arrival is committed, or raises.
            name: of the mailbox, by which its place is kept.
            clock: the time, aware.
            most_bytes: a larger mail is left where it is.

        """
        self._db = db
        self._submit = submit
        self._name = name
        self._clock = clock
        self._most_bytes = most_bytes
        self._tries: Counter[tuple[int, int]] = Counter()
        self._left_tried_at: datetime | None = None

    def take(self, session: MailboxSession, moved_on: Callable[[], None] | None = None) -> int:
        """Take in everything behind the place; how many mails that were.

        Args:
            session: the open folder.
            moved_on: is called whenever the place has moved on; a full folder takes hours.

        Raises:
            MailboxError: the connection ended, or nothing can be stored now.

        """
        with self._db.reading() as reading:
            last = mailboxes.place(reading, self._name, session.validity)
        taken = self._take_left(session)
        for uids in session.uids_after(last):
            for start in range(0, len(uids), _PAGE):
                page = uids[start : start + _PAGE]
                sizes = session.sizes(page)
                for batch in _batches(page, sizes):
                    taken += self._take_batch(session, batch, sizes)
                    if moved_on is not None:
                        moved_on()
        return taken

    def _take_batch(
        self, session: MailboxSession, uids: Sequence[int], sizes: dict[int, int]
    ) -> int:
        fetched = [self._fetch(session, uid, sizes.get(uid)) for uid in uids]
        safe, failed = self._kept(session, fetched)
        self._put_away(session, safe)
        seen_to = uids[-1] if failed is None else failed - 1
        left = [one.left for one in fetched if one.left is not None and one.uid <= seen_to]
        self._move_on(session, seen_to, left)
        if failed is not None:
            raise MailboxError("not_stored")
        return len(safe)

    def _fetch(self, session: MailboxSession, uid: int, size_bytes: int | None) -> _Fetched:
        """Fetch one mail, or say why it stays."""
        if size_bytes is None:
            return _Fetched(uid=uid)
        if size_bytes > self._most_bytes:
            return _left(uid, "too_large", size_bytes)
        if self._tries[session.validity, uid] >= _MOST_TRIES:
            return _left(uid, "not_taken", size_bytes)
        try:
            raw = self._content(session, uid)
        except RefusedError:
            return _left(uid, "not_fetched", size_bytes)
        return _Fetched(uid=uid) if raw is None else self._arrived(uid, raw)

    def _arrived(self, uid: int, raw: bytes) -> _Fetched:
        """A mail as it was fetched; whatever is wrong with it, those behind it come in."""
        if len(raw) > self._most_bytes:
            return _left(uid, "too_large", len(raw))
        try:
            return _Fetched(uid=uid, arrival=arrival_of(raw))
        except Exception as error:  # noqa: BLE001 - as said
            _log.error("mail_not_understood", uid=uid, trouble=type(error).__name__)
            return _left(uid, "not_understood", len(raw))

    def _content(self, session: MailboxSession, uid: int) -> bytes | None:
        try:
            return session.mail(uid, self._most_bytes)
        except MailboxError:
            self._tries[session.validity, uid] += 1
            raise

    def _kept(
        self, session: MailboxSession, fetched: Sequence[_Fetched]
    ) -> tuple[list[int], int | None]:
        """The mails that are committed, and the first that could not be."""
        arrivals = {one.uid: one.arrival for one in fetched if one.arrival is not None}
        with self._db.begin() as writing:
            here = mailboxes.note_fetched(
                writing,
                self._name,
                session.validity,
                {uid: arrival.identity for uid, arrival in arrivals.items()},
            )
        promises = {
            uid: self._submit(arrival) for uid, arrival in arrivals.items() if uid not in here
        }
        safe, failed = sorted(here), None
        for uid, promise in promises.items():
            try:
                accepted = promise.result()
            except StorageError:
                self._tries[session.validity, uid] += 1
                failed = uid if failed is None else failed
            else:
                safe.append(uid)
                self._tries.pop((session.validity, uid), None)
                _log.info("mail_taken", message=accepted.id, uid=uid, new=accepted.new)
        return safe, failed

    @staticmethod
    def _put_away(session: MailboxSession, uids: Sequence[int]) -> None:
        try:
            session.put_away(uids)
        except RefusedError:
            # they are safe; where they lie is a matter of order only
            _log.error("mails_not_put_away", mails=len(uids))

    def _move_on(self, session: MailboxSession, uid: int, left: Sequence[LeftMail]) -> None:
        now = self._clock()
        with self._db.begin() as writing:
            for mail in left:
                mailboxes.leave(writing, self._name, session.validity, mail, now=now)
            mailboxes.move_on(writing, self._name, session.validity, uid, now=now)
        for mail in left:
            _log.error("mail_left", uid=mail.uid, code=mail.code, size_bytes=mail.size_bytes)

    def _take_left(self, session: MailboxSession) -> int:
        """Try again what was left behind, now and then; the limit may have been raised."""
        now = self._clock()
        if self._left_tried_at is not None and now < self._left_tried_at + _LEFT_REST:
            return 0
        self._left_tried_at = now
        with self._db.reading() as reading:
            left = mailboxes.left(reading, self._name, session.validity)
        sizes = session.sizes([mail.uid for mail in left]) if left else {}
        return sum(self._take_again(session, mail.uid, sizes.get(mail.uid)) for mail in left)

    def _take_again(self, session: MailboxSession, uid: int, size_bytes: int | None) -> bool:
        self._tries.pop((session.validity, uid), None)
        again = self._fetch(session, uid, size_bytes)
        if again.left is not None:
            return False
        safe, failed = self._kept(session, [again])
        if failed is not None:
            return False
        self._put_away(session, safe)
        with self._db.begin() as writing:
            mailboxes.forget_left(writing, self._name, session.validity, uid)
        return bool(safe)


def arrival_of(raw: bytes) -> Arrival:
    """A mail that was fetched, as if it had come through the mail door."""
    sender = sender_of(raw, _UNNAMED)
    return Arrival(
        channel=Channel.EMAIL,
        raw=raw,
        identity=identity(sender, raw),
        sender=sender,
        # whom else it was for no envelope tells; a report that comes back to us is known by these
        recipients=paths_in(header_of(raw)),
    )


def _left(uid: int, code: str, size_bytes: int) -> _Fetched:
    return _Fetched(uid=uid, left=LeftMail(uid=uid, code=code, size_bytes=size_bytes))


def _batches(uids: Sequence[int], sizes: dict[int, int]) -> Iterator[list[int]]:
    """Groups that fit into memory beside each other."""
    batch: list[int] = []
    size_bytes = 0
    for uid in uids:
        batch.append(uid)
        size_bytes += sizes.get(uid, 0)
        if len(batch) >= _BATCH or size_bytes >= BATCH_BYTES:
            yield batch
            batch, size_bytes = [], 0
    if batch:
        yield batch
