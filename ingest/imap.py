"""The door to a mailbox of another server: visits it for as long as it may, whatever happens.

It blocks, so it runs in a thread of its own; one process at a time, which others see to.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

import structlog

from ingest.imap_errors import MailboxError, RefusedError
from ingest.imap_session import MailboxSession, connect

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.imap_account import Account
    from ingest.imap_taking import Taking

_log = structlog.get_logger()

_FIRST_PAUSE: Final = 1.0
_LONGEST_PAUSE: Final = 300.0
#: servers shut out whoever tries wrong passwords too often
_LOGIN_PAUSE: Final = 60.0


class Visits:
    """One visit to the mailbox after the other, each as long as its connection lasts."""

    def __init__(
        self,
        account: Account,
        taking: Taking,
        *,
        poll_seconds: float,
        note: Callable[[str | None], None],
    ) -> None:
        """Take what it works with.

        Args:
            account: which mailbox.
            taking: what is done there.
            poll_seconds: between two looks; a server that tells of new mail is looked at sooner.
            note: is told the code of what keeps mail from being taken in, and None when all is
                well.

        """
        self._account = account
        self._taking = taking
        self._poll_seconds = poll_seconds
        self._note = note
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._session: MailboxSession | None = None
        self._pause = _FIRST_PAUSE
        self._is_well = True

    def run(self) -> None:
        """Visit until told to stop."""
        while not self._stopped.is_set():
            code = self._visited()
            if self._stopped.is_set():
                return
            self._is_well = False
            self._note(code)
            pause = max(self._pause, _LOGIN_PAUSE) if code == "login_refused" else self._pause
            _log.warning("mailbox_trouble", code=code, pause_seconds=pause)
            self._pause = min(2 * self._pause, _LONGEST_PAUSE)
            self._stopped.wait(pause)

    def stop(self) -> None:
        """End the visit, from any thread; what is committed by then stays so."""
        self._stopped.set()
        with self._lock:
            if self._session is not None:
                self._session.cut()

    def _visited(self) -> str:
        """One visit to its end; the code of what ended it."""
        try:
            session = connect(self._account)
            try:
                self._enter(session)
                session.log_in()
                self._stay(session)
            finally:
                self._enter(None)
                session.close()
        except MailboxError as error:
            return error.code
        except RefusedError:
            return "refused"
        except Exception as error:  # noqa: BLE001 - the database may come back, and the door with it
            _log.error("mailbox_visit_ended", trouble=type(error).__name__)
            return "unexpected"
        return "stopped"

    def _enter(self, session: MailboxSession | None) -> None:
        with self._lock:
            self._session = session

    def _stay(self, session: MailboxSession) -> None:
        self._make_target(session)
        session.select()
        while not self._stopped.is_set():
            taken = self._taking.take(session, self._well)
            self._well()
            if taken:
                _log.info("mailbox_emptied", mails=taken)
            if not self._stopped.is_set():
                session.wait_for_mail(self._poll_seconds)

    def _well(self) -> None:
        if not self._is_well:
            _log.info("mailbox_well_again")
        self._is_well, self._pause = True, _FIRST_PAUSE
        self._note(None)

    def _make_target(self, session: MailboxSession) -> None:
        target = self._account.moves_to
        try:
            if target is not None and not session.has_folder(target):
                session.make_folder(target)
        except RefusedError:
            _log.error("folder_not_made", hint="make the folder of ACSG_IMAP_AFTER yourself")
