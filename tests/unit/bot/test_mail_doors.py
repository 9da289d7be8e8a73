from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import trustme

from bot.exits import CommandError
from bot.listen import Listen
from bot.mail_doors import options_of
from bot.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path

WHERE = Listen("127.0.0.1", 8025)


def test_what_is_set_reaches_the_door() -> None:
    given = {
        "ACSG_SMTP_PEERS": "10.0.0.0/8",
        "ACSG_MAX_MESSAGE_MB": "5",
        "ACSG_ADDRESSES": "A@acsg.example",
    }

    options = options_of(load_settings(given), WHERE, lmtp=True)

    assert options.lmtp
    assert options.max_message_bytes == 5_000_000
    assert options.addresses == {"a@acsg.example"}
    assert options.peers.are_believed("10.1.1.1")
    assert (options.certificate, options.account) == (None, None)


def test_a_certificate_that_is_not_there_is_named(tmp_path: Path) -> None:
    given = {"ACSG_TLS_CERT": str(tmp_path / "no.pem"), "ACSG_TLS_KEY": str(tmp_path / "no.key")}

    with pytest.raises(CommandError, match=r"^ACSG_TLS_CERT: cannot read .*no\.pem"):
        options_of(load_settings(given), WHERE, lmtp=False)


def test_a_certificate_and_another_ones_key_do_not_open_a_door(tmp_path: Path) -> None:
    authority = trustme.CA()
    one, other = authority.issue_cert("a.example"), authority.issue_cert("b.example")
    one.cert_chain_pems[0].write_to_path(tmp_path / "chain.pem")
    other.private_key_pem.write_to_path(tmp_path / "key.pem")
    files = {"CERT": tmp_path / "chain.pem", "KEY": tmp_path / "key.pem"}
    given = {f"ACSG_TLS_{name}": str(path) for name, path in files.items()}

    with pytest.raises(CommandError, match=r"^ACSG_TLS_CERT: .*no certificate and its key"):
        options_of(load_settings(given), WHERE, lmtp=False)
