"""A mail server that takes our mail, and what follows from each of its answers.

Until the final dot of a mail has left, nothing can have arrived; after the answer to it, all is
known. In between (RFC 5321, 4.5.3.2.6) a lost connection leaves the outcome unknown.
"""

from __future__ import annotations

import contextlib
import shlex
import smtplib
import socket
import ssl
import subprocess
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from bot.delivery_errors import NotDeliveredError
from bot.relay_answers import decision

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

#: for a connection and for each command
_TIMEOUT_S: Final = 60.0
#: for the answer to a mail's end: its server may look at it first (RFC 5321, 4.5.3.2.6)
_VERDICT_S: Final = 600.0
_TOKEN_S: Final = 30
_END: Final = b"\r\n.\r\n"
_GOOD: Final = 200
_TAKEN: Final = 250


class _Dialogue(smtplib.SMTP):
    """A client that knows when a mail's end was said and not yet answered."""

    verdict_s: float = _VERDICT_S
    is_in_doubt: bool = False

    def send(self, s: Any) -> None:
        """Send; only mail data ends with a dot on a line of its own."""
        super().send(s)
        if isinstance(s, bytes) and s.endswith(_END) and self.sock is not None:
            self.is_in_doubt = True
            self.sock.settimeout(self.verdict_s)

    def getreply(self) -> tuple[int, bytes]:
        """Wait for an answer; one that makes no sense to a mail's end is as good as none."""
        code, said = super().getreply()
        if self.is_in_doubt:
            if code < _GOOD:
                self.close()
                raise smtplib.SMTPServerDisconnected
            self.is_in_doubt = False
            code = _TAKEN if code // 100 * 100 == _GOOD else code
        if self.sock is not None:
            self.sock.settimeout(self.timeout)
        return code, said


class _TlsDialogue(_Dialogue, smtplib.SMTP_SSL):
    """The same over TLS from the first byte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """A mail server that takes our mail; used by several threads at once."""

    host: str
    port: int
    tls: Literal["none", "starttls", "tls"] = "none"
    user: str | None = None
    password: str | None = None
    #: prints an OAuth access token
    token_command: str | None = None
    timeout_s: float = _TIMEOUT_S
    verdict_s: float = _VERDICT_S
    _open: set[_Dialogue] = field(default_factory=set, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def send(self, mail: EmailMessage, *, sender: str, to: str, name: str) -> None:  # noqa: ARG002 - the folder's
        """Hand over a mail.

        Raises:
            NotDeliveredError: with what follows from it.

        """
        with self._connected() as client:
            try:
                self._log_in(client)
                client.send_message(mail, from_addr=sender, to_addrs=[to])
            except (smtplib.SMTPException, OSError) as error:
                raise decision(error, in_doubt=client.is_in_doubt) from error

    def cut(self) -> None:
        """End all connections at once; who waits on one hears that it is lost."""
        with self._lock:
            for client in self._open:
                if client.sock is not None:
                    with contextlib.suppress(OSError):
                        # of the base class: TLS's own would pull its state from under the reader
                        socket.socket.shutdown(client.sock, socket.SHUT_RDWR)

    @contextlib.contextmanager
    def _connected(self) -> Iterator[_Dialogue]:
        try:
            client = self._greeted()
        except (smtplib.SMTPException, OSError) as error:
            raise decision(error) from error
        client.verdict_s = self.verdict_s
        with self._lock:
            self._open.add(client)
        try:
            yield client
        finally:
            with self._lock:
                self._open.discard(client)
            _leave(client)

    def _greeted(self) -> _Dialogue:
        """Connected, and behind TLS where it is wanted; the certificate counts."""
        if self.tls == "tls":
            context = ssl.create_default_context()
            return _TlsDialogue(self.host, self.port, timeout=self.timeout_s, context=context)
        client = _Dialogue(self.host, self.port, timeout=self.timeout_s)
        if self.tls == "starttls":
            self._start_tls(client)
        return client

    @staticmethod
    def _start_tls(client: _Dialogue) -> None:
        try:
            client.starttls(context=ssl.create_default_context())
        except smtplib.SMTPNotSupportedError:
            client.close()
            raise NotDeliveredError("relay_offers_no_tls", of_relay=True) from None
        except (smtplib.SMTPException, OSError):
            client.close()
            raise

    def _log_in(self, client: _Dialogue) -> None:
        if self.user is None:
            return
        try:
            if self.token_command is not None:
                self._show_token(client, self.user, _printed(self.token_command))
            else:
                client.login(self.user, self.password or "")
        except (smtplib.SMTPServerDisconnected, smtplib.SMTPResponseException):
            raise
        except smtplib.SMTPException as error:
            # no way of logging in that both sides know
            raise NotDeliveredError("relay_offers_no_login", of_relay=True) from error

    @staticmethod
    def _show_token(client: _Dialogue, user: str, token: str) -> None:
        answer = f"user={user}\x01auth=Bearer {token}\x01\x01"
        client.ehlo_or_helo_if_needed()
        # a refusal comes as a challenge of its own, answered with nothing
        client.auth("XOAUTH2", lambda challenge=None: "" if challenge else answer)


def _leave(client: smtplib.SMTP) -> None:
    """Say goodbye; what is said to it changes nothing of what was sent."""
    with contextlib.suppress(smtplib.SMTPException, OSError):
        if client.sock is not None:
            client.sock.settimeout(5)
            client.quit()
    client.close()


def _printed(command: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - the operator's own command
            shlex.split(command), capture_output=True, text=True, timeout=_TOKEN_S, check=True
        )
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise NotDeliveredError("relay_token_failed", of_relay=True) from error
    if not done.stdout.strip():
        raise NotDeliveredError("relay_token_failed", of_relay=True)
    return done.stdout.strip()
