"""The mail door over real sockets: who may speak, over TLS, after a login, and for whom."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import trustme

from ingest.account import Account
from ingest.certificate import Certificate
from ingest.peers import Peers, parse_networks
from tests.doors import LETTER, OPTIONS, Promises, answer, client, connected, open_door

if TYPE_CHECKING:
    from pathlib import Path

    from ingest.smtp import SmtpOptions

US = Peers(networks=parse_networks("127.0.0.0/8"))
OTHERS = Peers(networks=parse_networks("192.0.2.0/24"))
SECRET = "correct horse"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def secured(authority: trustme.CA, tmp_path: Path) -> SmtpOptions:
    return replace(OPTIONS, certificate=a_certificate(authority, tmp_path))


@pytest.fixture
def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def a_certificate(authority: trustme.CA, folder: Path) -> Certificate:
    write_certificate(authority, folder)
    return Certificate(folder / "chain.pem", folder / "key.pem")


def write_certificate(authority: trustme.CA, folder: Path) -> None:
    issued = authority.issue_cert("localhost", "127.0.0.1")
    issued.private_key_pem.write_to_path(folder / "key.pem")
    issued.cert_chain_pems[0].write_to_path(folder / "chain.pem")


def test_a_peer_that_is_not_in_the_list_is_sent_away_for_now() -> None:
    options = replace(OPTIONS, peers=OTHERS)
    with open_door(Promises().submit, options) as (door, _), connected(door) as peer:
        assert answer(peer).startswith("421 4.7.1")
        assert peer.recv(10) == b""


def test_a_peer_in_the_list_is_let_in() -> None:
    promises = Promises()
    with open_door(promises.submit, replace(OPTIONS, peers=US)) as (door, _), client(door) as smtp:
        smtp.sendmail("a@example.org", ["offers@localhost"], LETTER)

    assert [(one.peer, one.helo) for one in promises.arrivals] == [("127.0.0.1", "peer.test")]


def test_a_trusted_server_names_the_client_of_each_mail() -> None:
    promises = Promises()
    with open_door(promises.submit, replace(OPTIONS, peers=US)) as (door, _), client(door) as smtp:
        assert "xforward" in smtp.esmtp_features
        assert smtp.docmd("XFORWARD", "ADDR=192.0.2.7 HELO=mx.example.org")[0] == 250
        smtp.sendmail("a@example.org", ["offers@localhost"], LETTER)
        smtp.sendmail("a@example.org", ["offers@localhost"], LETTER)

    assert [(one.peer, one.helo) for one in promises.arrivals] == [
        ("192.0.2.7", "mx.example.org"),
        ("127.0.0.1", "peer.test"),
    ]


def test_nobody_else_may_name_a_client() -> None:
    promises = Promises()
    with open_door(promises.submit) as (door, _), client(door) as smtp:
        assert "xforward" not in smtp.esmtp_features
        assert smtp.docmd("XFORWARD", "ADDR=192.0.2.7")[0] == 500
        smtp.sendmail("a@example.org", ["offers@localhost"], LETTER)

    assert promises.arrivals[0].peer == "127.0.0.1"


@pytest.mark.parametrize(
    ("said", "code"), [("ADDR=192.0.2.7", 503), ("ADDR=nonsense", 503), ("", 503)]
)
def test_a_client_is_named_before_its_mail_begins(said: str, code: int) -> None:
    options = replace(OPTIONS, peers=US)
    with open_door(Promises().submit, options) as (door, _), client(door) as smtp:
        smtp.mail("a@example.org")
        assert smtp.docmd("XFORWARD", said)[0] == code


def test_a_mail_comes_over_tls(secured: SmtpOptions, trusting: ssl.SSLContext) -> None:
    promises = Promises()
    with open_door(promises.submit, secured) as (door, _), client(door) as smtp:
        smtp._host = "localhost"  # type: ignore[attr-defined]
        smtp.starttls(context=trusting)
        smtp.ehlo("peer.test")
        assert not smtp.has_extn("auth")
        smtp.sendmail("a@example.org", ["offers@localhost"], LETTER * 3000)

    assert len(promises.arrivals[0].raw) == len(LETTER) * 3000


def test_what_was_said_before_tls_does_not_count_after_it(
    secured: SmtpOptions, trusting: ssl.SSLContext
) -> None:
    promises = Promises()
    with open_door(promises.submit, secured) as (door, _), connected(door) as peer:
        answer(peer)
        peer.sendall(b"EHLO peer\r\n")
        answer(peer)
        injected = b"MAIL FROM:<evil@example.org>\r\nRCPT TO:<offers@localhost>\r\n"
        peer.sendall(b"STARTTLS\r\n" + injected)
        assert answer(peer).startswith("220")
        try:
            inside = trusting.wrap_socket(peer, server_hostname="localhost")
        except OSError:
            return  # the handshake met the injected lines: nothing was taken either
        with inside:
            inside.sendall(b"EHLO peer\r\n")
            assert answer(inside).startswith("250")
            inside.sendall(b"DATA\r\n")
            assert answer(inside).startswith("503")
    assert promises.arrivals == []


def test_where_tls_is_required_nothing_goes_without(secured: SmtpOptions) -> None:
    options = replace(secured, require_tls=True)
    with open_door(Promises().submit, options) as (door, _), client(door) as smtp:
        assert smtp.mail("a@example.org")[0] == 530


def test_a_peer_that_begins_tls_and_says_no_more_holds_up_nobody(secured: SmtpOptions) -> None:
    with open_door(Promises().submit, secured) as (door, _), connected(door) as silent:
        answer(silent)
        silent.sendall(b"EHLO peer\r\n")
        answer(silent)
        silent.sendall(b"STARTTLS\r\n")
        answer(silent)
        with client(door) as smtp:
            assert smtp.sendmail("a@example.org", ["offers@localhost"], LETTER) == {}


def test_a_renewed_certificate_is_shown_without_a_restart(
    authority: trustme.CA, secured: SmtpOptions, trusting: ssl.SSLContext, tmp_path: Path
) -> None:
    with open_door(Promises().submit, secured) as (door, _):
        before = shown_certificate(door.port, trusting)
        write_certificate(authority, tmp_path)

        assert shown_certificate(door.port, trusting) != before


def test_a_certificate_that_is_broken_by_its_renewal_does_not_close_the_door(
    secured: SmtpOptions, trusting: ssl.SSLContext, tmp_path: Path
) -> None:
    with open_door(Promises().submit, secured) as (door, _):
        before = shown_certificate(door.port, trusting)
        (tmp_path / "chain.pem").write_text("nonsense", encoding="ascii")

        assert shown_certificate(door.port, trusting) == before


def shown_certificate(port: int, trusting: ssl.SSLContext) -> bytes | None:
    with smtplib.SMTP("localhost", port, local_hostname="peer.test", timeout=20) as smtp:
        smtp.starttls(context=trusting)
        return smtp.sock.getpeercert(binary_form=True)  # type: ignore[union-attr, no-any-return]


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_after_a_login_mail_is_taken(
    secured: SmtpOptions, trusting: ssl.SSLContext, mechanism: str
) -> None:
    promises = Promises()
    options = replace(secured, account=Account(user="relay", password=SECRET))
    with (
        open_door(promises.submit, options) as (door, _),
        smtplib.SMTP("localhost", door.port, "peer.test", timeout=20) as smtp,
    ):
        assert smtp.ehlo()[0] == 250
        assert not smtp.has_extn("auth")
        smtp.starttls(context=trusting)
        smtp.ehlo()
        assert mechanism in smtp.esmtp_features["auth"]
        assert smtp.mail("a@example.org")[0] == 530
        smtp.user, smtp.password = "relay", SECRET
        smtp.auth(mechanism, getattr(smtp, f"auth_{mechanism.lower()}"))
        smtp.sendmail("a@example.org", ["offers@localhost"], LETTER)

    assert len(promises.arrivals) == 1


@pytest.mark.parametrize("given", [("relay", "wrong"), ("other", SECRET), ("", "")])
def test_a_wrong_login_is_refused(
    secured: SmtpOptions, trusting: ssl.SSLContext, given: tuple[str, str]
) -> None:
    options = replace(secured, account=Account(user="relay", password=SECRET))
    with (
        open_door(Promises().submit, options) as (door, _),
        smtplib.SMTP("localhost", door.port, "peer.test", timeout=20) as smtp,
    ):
        smtp.starttls(context=trusting)
        with pytest.raises(smtplib.SMTPAuthenticationError):
            smtp.login(*given)


def test_a_password_is_not_asked_for_without_tls(secured: SmtpOptions) -> None:
    options = replace(secured, account=Account(user="relay", password=SECRET))
    with open_door(Promises().submit, options) as (door, _), client(door) as smtp:
        assert smtp.docmd("AUTH", "PLAIN AHJlbGF5AHg=")[0] == 538


def test_where_there_is_no_account_there_is_no_login() -> None:
    with open_door(Promises().submit) as (door, _), client(door) as smtp:
        assert smtp.docmd("AUTH", "PLAIN AHJlbGF5AHg=")[0] == 503


def test_lmtp_answers_for_each_recipient() -> None:
    promises = Promises()
    with (
        open_door(promises.submit, replace(OPTIONS, lmtp=True)) as (door, _),
        connected(door) as peer,
    ):
        answer(peer)
        lines = (b"LHLO peer", b"MAIL FROM:<a@example.org>", b"RCPT TO:<offers@localhost>")
        for line in (*lines, b"RCPT TO:<requests@localhost>"):
            peer.sendall(line + b"\r\n")
            assert answer(peer).startswith("250")
        peer.sendall(b"RCPT TO:<other@localhost>\r\n")
        assert answer(peer).startswith("550")
        peer.sendall(b"DATA\r\n")
        assert answer(peer).startswith("354")
        peer.sendall(LETTER + b".\r\n")

        assert [answer(peer), answer(peer)] == ["250 2.0.0 accepted as m1"] * 2
        peer.sendall(b"QUIT\r\n")
        assert answer(peer).startswith("221")

    assert promises.arrivals[0].recipients == ("offers@localhost", "requests@localhost")


def test_the_lmtp_client_of_the_library_hands_over_a_mail() -> None:
    promises = Promises()
    with (
        open_door(promises.submit, replace(OPTIONS, lmtp=True)) as (door, _),
        smtplib.LMTP("127.0.0.1", door.port, timeout=20) as lmtp,
    ):
        lmtp.sendmail("a@example.org", ["offers@localhost"], LETTER)

    assert promises.arrivals[0].raw == LETTER


def test_a_client_of_the_other_protocol_finds_out_at_its_greeting() -> None:
    options = replace(OPTIONS, lmtp=True)
    with open_door(Promises().submit, options) as (door, _), connected(door) as peer:
        answer(peer)
        for greeting in (b"EHLO peer\r\n", b"HELO peer\r\n"):
            peer.sendall(greeting)
            assert answer(peer).startswith("500")
