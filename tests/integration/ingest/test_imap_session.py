"""One connection to a real mail server: how it opens, what it gives, what it says otherwise."""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

import pytest

from ingest import imap_session
from ingest.imap_account import Account
from ingest.imap_errors import MailboxError
from ingest.imap_session import MailboxSession, open_session
from tests.dovecot import PASSWORD, USER, MailServer, mail_server

if TYPE_CHECKING:
    from collections.abc import Iterator

MAIL = b"From: a@example.org\r\nSubject: Letter\r\n\r\nWe request support.\r\n"


@pytest.fixture(scope="module")
def server() -> Iterator[MailServer]:
    with mail_server() as one:
        yield one


@pytest.fixture(scope="module")
def plain_server() -> Iterator[MailServer]:
    """One that can do little: no IDLE, no MOVE, no OAUTHBEARER."""
    with mail_server(can="IMAP4rev1 SASL-IR LITERAL+ UIDPLUS") as one:
        yield one


def account(server: MailServer, **changes: Any) -> Account:
    common = {"host": "localhost", "ca_file": server.ca_file, "user": USER, "password": PASSWORD}
    return Account(**{"port": server.tls_port, **common, **changes})


def opened(account: Account) -> MailboxSession:
    session = open_session(account)
    try:
        session.select()
    except MailboxError:
        session.close()
        raise
    return session


@pytest.mark.parametrize("tls", ["tls", "starttls", "none"])
def test_a_mail_comes_byte_by_byte_and_stays_unread(
    server: MailServer, tls: Literal["tls", "starttls", "none"]
) -> None:
    folder = f"Letters-{tls}"
    server.make(folder)
    server.put(MAIL, folder=folder)
    port = server.tls_port if tls == "tls" else server.port
    session = opened(account(server, tls=tls, port=port, folder=folder))

    ((uid,),) = session.uids_after(0)
    raw = session.mail(uid, 10_000)
    session.close()

    assert raw == MAIL
    assert server.count(folder, "UNSEEN") == 1


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("login_refused", {"password": "wrong"}),
        ("certificate", {"ca_file": None}),
        ("certificate", {"host": "127.0.0.1"}),
        ("no_token", {"token_command": "false"}),
        ("no_token", {"token_command": "/no/such/program"}),
        ("login_refused", {"token_command": "echo stale"}),
        ("no_folder", {"folder": "Nowhere"}),
    ],
)
def test_what_is_wrong_has_a_code(server: MailServer, code: str, changes: dict[str, Any]) -> None:
    with pytest.raises(MailboxError) as caught:
        opened(account(server, **changes))

    assert caught.value.code == code


def test_a_server_that_is_not_there_is_unreachable(server: MailServer) -> None:
    with pytest.raises(MailboxError) as caught:
        opened(account(server, port=1))

    assert caught.value.code == "unreachable"


@pytest.mark.parametrize("which", ["server", "plain_server"])
def test_an_access_token_opens_it_in_either_way(which: str, request: pytest.FixtureRequest) -> None:
    server = request.getfixturevalue(which)
    (server.folder / "token").write_text(server.token())
    command = f"cat {server.folder}/token"

    session = opened(account(server, password=None, token_command=command))

    assert session.validity > 0
    session.close()


def test_a_token_of_somebody_else_opens_nothing(server: MailServer) -> None:
    (server.folder / "others").write_text(server.token("other@example.org"))
    command = f"cat {server.folder}/others"

    with pytest.raises(MailboxError, match="login_refused"):
        opened(account(server, password=None, token_command=command))


def test_secrets_do_not_show(server: MailServer) -> None:
    shown = repr(account(server, password="s3cret", token_command="print s3cret"))

    assert "s3cret" not in shown


def test_uids_are_those_behind_a_place_whatever_the_gaps(server: MailServer) -> None:
    folder = "Gaps"
    server.make(folder)
    server.put(*[MAIL] * 5, folder=folder)
    session = opened(account(server, folder=folder))

    assert [*session.uids_after(2)] == [[3, 4, 5]]
    # "6:*" names the last mail where there is none behind it (RFC 3501 6.4.8)
    assert [*session.uids_after(5)] == [[]]
    assert session.mail(77, 1000) is None
    assert session.sizes([3, 77]) == {3: len(MAIL)}
    session.close()


def test_of_a_larger_mail_one_byte_more_is_read(server: MailServer) -> None:
    folder = "Large"
    server.make(folder)
    server.put(MAIL + b"x" * 5000, folder=folder)
    session = opened(account(server, folder=folder))

    assert len(session.mail(1, 1000) or b"") == 1001
    session.close()


def test_idle_ends_when_mail_comes(server: MailServer) -> None:
    folder = "Idle"
    server.make(folder)
    session = opened(account(server, folder=folder))
    came = threading.Timer(0.3, server.put, [MAIL], {"folder": folder})
    came.start()
    begun = time.monotonic()

    session.wait_for_mail(30)

    assert time.monotonic() - begun < 10
    assert [*session.uids_after(0)] == [[1]]
    came.join()
    session.close()


def test_a_server_without_idle_is_asked_again(plain_server: MailServer) -> None:
    session = opened(account(plain_server, port=plain_server.port, tls="none"))
    plain_server.put(MAIL)

    session.wait_for_mail(0.05)

    assert [*session.uids_after(0)] == [[1]]
    session.close()


@pytest.mark.parametrize("which", ["server", "plain_server"])
def test_mails_are_moved_with_and_without_the_command_for_it(
    which: str, request: pytest.FixtureRequest
) -> None:
    server = request.getfixturevalue(which)
    for folder in ("From", "To"):
        server.make(folder)
    server.put(MAIL, MAIL, MAIL, folder="From")
    moving = account(server, port=server.port, tls="none", folder="From", moves_to="To")
    session = opened(moving)

    session.put_away([1, 3])
    session.close()

    assert (server.count("From"), server.count("To")) == (1, 2)


def test_a_call_under_way_ends_when_it_is_cut(server: MailServer) -> None:
    session = opened(account(server))
    cutting = threading.Timer(0.3, session.cut)
    cutting.start()
    begun = time.monotonic()

    with pytest.raises(MailboxError):
        session.wait_for_mail(60)

    assert time.monotonic() - begun < 10
    cutting.join()
    session.close()


def test_a_folder_may_have_a_name_in_any_script(server: MailServer) -> None:
    for folder in ("Prises en compte – été", "Письма"):
        server.make(_utf7(folder))

        session = opened(replace(account(server), folder=folder))

        assert session.has_folder(folder)
        session.close()


def test_a_large_folder_is_gone_through_in_parts(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap_session, "_WINDOW", 3)
    folder = "Many"
    server.make(folder)
    server.put(*[MAIL] * 8, folder=folder)
    session = opened(account(server, folder=folder))

    assert [*session.uids_after(0)] == [[1, 2, 3], [4, 5, 6], [7, 8]]
    session.close()


@pytest.mark.parametrize(
    "said", [b"", b"220 mail.example ESMTP\r\n", b"* BYE too busy\r\n", b"\x16\x03\x01" * 400]
)
def test_a_server_of_another_kind_is_told(said: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:

        def answer() -> None:
            peer, _ = door.accept()
            with peer:
                peer.sendall(said)

        answering = threading.Thread(target=answer)
        answering.start()
        strange = Account(
            host="127.0.0.1", port=door.getsockname()[1], tls="none", user="a", password="b"
        )
        with pytest.raises(MailboxError):
            open_session(strange)
        answering.join()


def _utf7(folder: str) -> str:
    from imapclient import imap_utf7  # noqa: PLC0415 - only here

    return f'"{imap_utf7.encode(folder).decode()}"'
