"""The ways out for mail, against a real relay that asks for TLS and a login."""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import shlex
import ssl
import sys
from contextlib import contextmanager
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.delivery_errors import NotDeliveredError
from bot.outgoing import Folder
from bot.relay import Relay

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: a pair that only this test knows
USER, PASSWORD = "intake", "only here"


def a_mail() -> EmailMessage:
    mail = EmailMessage()
    mail["To"], mail["Subject"] = "c@d.example", "Réponse [ACSG-2026-0042]"
    mail.set_content("سلام\n")
    return mail


class Mailbox:
    def __init__(self) -> None:
        self.envelopes: list[Any] = []
        self.logins: list[str] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.envelopes.append(envelope)
        return "250 ok"

    def authenticate(
        self, _server: Any, _session: Any, _envelope: Any, mechanism: str, data: Any
    ) -> AuthResult:
        self.logins.append(mechanism)
        right = getattr(data, "password", data) in (PASSWORD.encode(), b"token-7")
        return AuthResult(success=right, handled=False, auth_data=mechanism)

    async def auth_XOAUTH2(self, _server: Any, args: list[str]) -> AuthResult:  # noqa: N802
        self.logins.append("XOAUTH2")
        right = base64.b64decode(args[1]) == b"user=intake\x01auth=Bearer token-7\x01\x01"
        return AuthResult(success=right, handled=False, auth_data=USER)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "relay.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@contextmanager
def trusting(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ssl.SSLContext]:
    """Our side trusts that certificate; gives the other side's context."""
    trusted = ssl.create_default_context(cafile=str(path))
    monkeypatch.setattr(ssl, "create_default_context", lambda: trusted)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(path)
    yield server


def handed_over(mailbox: Mailbox, given: dict[str, Any], **server: Any) -> None:
    """Send a mail from a thread to a relay on this loop."""
    at_once = server.pop("at_once", None)

    async def scene() -> None:
        loop = asyncio.get_running_loop()
        relay = await loop.create_server(
            lambda: SMTP(mailbox, loop=loop, **server), "127.0.0.1", 0, ssl=at_once
        )
        port = relay.sockets[0].getsockname()[1]
        sender = Relay(host="localhost", port=port, **given)
        try:
            await asyncio.to_thread(
                sender.send, a_mail(), sender="a@b.example", to="c@d.example", name="x"
            )
        finally:
            relay.close()

    asyncio.run(scene())


def test_a_plain_relay_takes_it() -> None:
    mailbox = Mailbox()

    handed_over(mailbox, {})

    assert mailbox.envelopes[0].mail_from == "a@b.example"
    assert mailbox.envelopes[0].rcpt_tos == ["c@d.example"]


def test_starttls_and_a_login(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mailbox = Mailbox()

    with trusting(certificate, monkeypatch) as context:
        handed_over(
            mailbox,
            {"tls": "starttls", "user": USER, "password": PASSWORD},
            tls_context=context,
            require_starttls=True,
            auth_required=True,
            authenticator=mailbox.authenticate,
        )

    assert len(mailbox.envelopes) == 1
    assert mailbox.logins


def test_tls_from_the_first_byte(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mailbox = Mailbox()

    with trusting(certificate, monkeypatch) as context:
        handed_over(mailbox, {"tls": "tls"}, at_once=context)

    assert len(mailbox.envelopes) == 1


def test_a_relay_that_nobody_vouches_for_gets_nothing(certificate: Path) -> None:
    mailbox = Mailbox()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    with pytest.raises(NotDeliveredError) as caught:
        handed_over(mailbox, {"tls": "starttls"}, tls_context=context)

    assert caught.value.problem == "relay_certificate_refused"
    assert not caught.value.permanent
    assert mailbox.envelopes == []


def test_a_token_of_a_command_logs_in() -> None:
    mailbox = Mailbox()
    command = f"{shlex.quote(sys.executable)} -c 'print(\"token-7\")'"

    handed_over(
        mailbox,
        {"user": USER, "token_command": command},
        auth_require_tls=False,
    )

    assert mailbox.logins == ["XOAUTH2"]
    assert len(mailbox.envelopes) == 1


def test_a_refused_login_is_tried_again_later() -> None:
    mailbox = Mailbox()

    with pytest.raises(NotDeliveredError) as caught:
        handed_over(
            mailbox,
            {"user": USER, "password": "wrong"},
            auth_require_tls=False,
            authenticator=mailbox.authenticate,
        )

    assert (caught.value.problem, caught.value.permanent) == ("relay_login_refused", False)


def test_a_relay_that_is_not_there_is_tried_again_later() -> None:
    relay = Relay(host="127.0.0.1", port=1)

    with pytest.raises(NotDeliveredError) as caught:
        relay.send(a_mail(), sender="a@b.example", to="c@d.example", name="x")

    assert (caught.value.problem, caught.value.unknown) == ("relay_unreachable", False)


def test_the_same_mail_again_is_the_same_file(tmp_path: Path) -> None:
    folder = Folder(path=tmp_path / "outgoing")

    for _ in range(2):
        folder.send(a_mail(), sender="a@b.example", to="c@d.example", name="ACSG-2026-0042")

    assert [path.name for path in folder.path.iterdir()] == ["ACSG-2026-0042.eml"]


def test_a_folder_that_cannot_be_written_is_tried_again_later(tmp_path: Path) -> None:
    (tmp_path / "outgoing").write_text("a file is in the way")
    folder = Folder(path=tmp_path / "outgoing")

    with pytest.raises(NotDeliveredError) as caught:
        folder.send(a_mail(), sender="a@b.example", to="c@d.example", name="x")

    assert not caught.value.permanent
