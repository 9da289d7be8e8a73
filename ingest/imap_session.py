"""One connection to a mail server by IMAP (RFC 3501, RFC 9051). The one door of imapclient.

Nothing is marked by reading: BODY.PEEK everywhere. Calls block; `cut` ends them from another
thread.
"""

from __future__ import annotations

import logging
import socket
import ssl
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import (
    CapabilityError,
    IMAPClientAbortError,
    IMAPClientError,
    LoginError,
    ProtocolError,
)

from ingest.imap_errors import MailboxError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.imap_account import Account

_CONNECT_SECONDS: Final = 10
_ANSWER_SECONDS: Final = 60
#: UIDs of one search: the answer is one line, and imaplib takes none over a million bytes
_WINDOW: Final = 20_000
_IDLE_LOOK_SECONDS: Final = 1.0
_LAST_UID: Final = (1 << 32) - 1
_DELETED: Final = rb"\Deleted"
_SEEN: Final = rb"\Seen"

# its lines hold what the server says
logging.getLogger("imapclient").setLevel(logging.WARNING)


class MailboxSession:
    """An open folder; everything is said in UIDs.

    Every method raises `MailboxError` where the connection is no more, and `RefusedError` where
    the server said no to this one thing.
    """

    def __init__(self, client: IMAPClient, account: Account) -> None:
        self._client = client
        self._account = account
        self._cut = False
        #: UIDVALIDITY of the folder
        self.validity = 0
        self._next_uid = 0

    def log_in(self) -> None:
        """Say who we are."""
        client, account = self._client, self._account
        try:
            with _troubles():
                if account.token_command is not None:
                    _show_token(client, account)
                elif client.has_capability("AUTH=PLAIN"):
                    # LOGIN cannot say letters beyond ASCII
                    client.plain_login(account.user, account.password or "")
                else:
                    client.login(account.user, account.password or "")
        except RefusedError as error:
            raise MailboxError("login_refused") from error

    def select(self) -> None:
        """Open the folder, and have the one to move to."""
        account = self._account
        try:
            found = self._said(self._client.select_folder, account.folder)
        except RefusedError as error:
            raise MailboxError("no_folder") from error
        validity = found.get(b"UIDVALIDITY")
        if not isinstance(validity, int):
            # RFC 3501 6.3.1: the server has no UIDs that last
            raise MailboxError("not_understood")
        self.validity = validity
        self._next_uid = found.get(b"UIDNEXT") or 0

    def has_folder(self, folder: str) -> bool:
        """Whether the server has a folder of this name."""
        return bool(self._said(self._client.folder_exists, folder))

    def make_folder(self, folder: str) -> None:
        """Make a folder."""
        self._said(self._client.create_folder, folder)

    def uids_after(self, uid: int) -> Iterator[list[int]]:
        """UIDs over this one, ascending, in groups; gaps are common, and `n:*` names the last."""
        first = uid + 1
        while first + _WINDOW < self._next_uid:
            yield self._found(first, str(first + _WINDOW - 1))
            first += _WINDOW
        yield self._found(first, "*")

    def _found(self, first: int, last: str) -> list[int]:
        criteria: list[Any] = ["UID", f"{first}:{last}"]
        if self._account.since is not None:
            criteria += ["SINCE", self._account.since]
        found = self._said(self._client.search, criteria)
        return sorted(uid for uid in found if first <= uid <= _LAST_UID)

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """Bytes of mails as the server says; those that are gone are left out."""
        found = self._said(self._client.fetch, uids, ["RFC822.SIZE"])
        return {uid: values.get(b"RFC822.SIZE") or 0 for uid, values in found.items()}

    def mail(self, uid: int, most_bytes: int) -> bytes | None:
        """A mail; of one that is larger one byte more than the most, None where it is gone."""
        # the size that a server says may be a guess (Exchange's is)
        item = f"BODY.PEEK[]<0.{most_bytes + 1}>"
        found = self._said(self._client.fetch, [uid], [item]).get(uid)
        if found is None:
            return None
        content = next((value for key, value in found.items() if key.startswith(b"BODY[]")), None)
        if not isinstance(content, bytes):
            # NIL, or the server forgot it
            raise RefusedError
        return content

    def put_away(self, uids: Sequence[int]) -> None:
        """Mark or move mails that are safe, as the account wants it."""
        if not uids:
            return
        if self._account.marks_seen:
            self._said(self._client.add_flags, uids, [_SEEN], silent=True)
        target = self._account.moves_to
        if target is None:
            return
        if self._client.has_capability("MOVE"):
            self._said(self._client.move, uids, target)
            return
        # a plain EXPUNGE would remove what others have marked as deleted
        self._said(self._client.copy, uids, target)
        self._said(self._client.add_flags, uids, [_DELETED], silent=True)
        if self._client.has_capability("UIDPLUS"):
            self._said(self._client.uid_expunge, uids)

    def wait_for_mail(self, seconds: float) -> None:
        """Wait until the server says that something changed (RFC 2177), or for so long."""
        if not self._client.has_capability("IDLE"):
            self._pause(seconds)
            return
        self._said(self._client.idle)
        give_up_at = time.monotonic() + seconds
        while not self._cut and (left := give_up_at - time.monotonic()) > 0:
            look_seconds = min(left, _IDLE_LOOK_SECONDS)
            begun = time.monotonic()
            heard = self._said(self._client.idle_check, timeout=look_seconds)
            # a connection that ended is readable at once and says nothing: DONE will tell
            if heard or time.monotonic() - begun < look_seconds / 2:
                break
        self._said(self._client.idle_done)

    def _pause(self, seconds: float) -> None:
        give_up_at = time.monotonic() + seconds
        while not self._cut and time.monotonic() < give_up_at:
            time.sleep(min(seconds, _IDLE_LOOK_SECONDS))
        # the server may have hung up, and tells what is new
        self._said(self._client.noop)

    def cut(self) -> None:
        """End whatever call is under way; from any thread."""
        self._cut = True
        with suppress(OSError):
            self._client.socket().shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Say goodbye, where anybody listens."""
        try:
            if not self._cut:
                self._client.logout()
                return
        except (OSError, IMAPClientError):
            pass  # nobody does
        with suppress(OSError, IMAPClientError):
            self._client.shutdown()

    def _said(self, command: Any, *arguments: Any, **options: Any) -> Any:
        with _troubles():
            return command(*arguments, **options)


def open_session(account: Account) -> MailboxSession:
    """Connect and log in; the folder is not open yet.

    Raises:
        MailboxError: see its codes.

    """
    session = connect(account)
    try:
        session.log_in()
    except MailboxError:
        session.close()
        raise
    return session


def connect(account: Account) -> MailboxSession:
    """Connect only.

    Raises:
        MailboxError: see its codes.

    """
    with _troubles(opening=True):
        return MailboxSession(_connected(account), account)


def _connected(account: Account) -> IMAPClient:
    context = ssl.create_default_context(cafile=account.ca_file)
    client = IMAPClient(
        account.host,
        account.port,
        ssl=account.tls == "tls",
        ssl_context=context if account.tls == "tls" else None,
        timeout=SocketTimeout(_CONNECT_SECONDS, _ANSWER_SECONDS),
    )
    if account.tls == "starttls":
        try:
            client.starttls(context)
        except CapabilityError as error:
            raise MailboxError("no_tls") from error
    return client


def _show_token(client: IMAPClient, account: Account) -> None:
    """RFC 7628, or what came before it and Microsoft still asks for."""
    token = account.token()
    if client.has_capability("AUTH=OAUTHBEARER"):
        client.oauthbearer_login(account.user, token)
    else:
        client.oauth2_login(account.user, token)


@contextmanager
def _troubles(*, opening: bool = False) -> Iterator[None]:
    """What the library and the network raise, as errors of ours."""
    try:
        yield
    except LoginError as error:
        raise MailboxError("login_refused") from error
    except ssl.SSLCertVerificationError as error:
        raise MailboxError("certificate") from error
    except (IMAPClientAbortError, ProtocolError) as error:
        raise MailboxError("not_understood" if opening else "lost") from error
    except ssl.SSLError as error:
        raise MailboxError("no_tls" if opening else "lost") from error
    except OSError as error:
        raise MailboxError("unreachable" if opening else "lost") from error
    except IMAPClientError as error:
        # in the place of a greeting it is a goodbye (RFC 3501 7.1.5)
        raise (MailboxError("lost") if opening else RefusedError()) from error
    except (ValueError, TypeError, KeyError, IndexError, AssertionError, AttributeError) as error:
        # the library stumbled over what the server said, or over a socket that was cut
        raise MailboxError("not_understood") from error
