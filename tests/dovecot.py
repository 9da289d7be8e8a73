"""A real mail server (Dovecot) in a process of its own, for the tests of mailboxes.

Its users, mails and certificate lie in a folder of the test; it listens on loopback only.
"""

from __future__ import annotations

import base64
import getpass
import grp
import imaplib
import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import trustme
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.conftest import missing

if TYPE_CHECKING:
    from collections.abc import Iterator

CONFIGURATION = """\
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.pem
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2{newer}
mail_location = maildir:{folder}/mail/%u
mail_uid = {owner}
mail_gid = {group}
first_valid_uid = 1
first_valid_gid = 1
default_internal_user = {daemon}
default_login_user = {owner}
default_internal_group = {daemon_group}
mail_fsync = never
{capability}
auth_failure_delay = 0
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = scheme=PLAIN {folder}/users
}}
passdb {{
  driver = oauth2
  mechanisms = oauthbearer xoauth2
  args = {folder}/oauth2.conf
}}
userdb {{
  driver = static
  args = uid={owner} gid={group} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""
USER, PASSWORD = "intake@example.org", "pässword"
DOVECOT = shutil.which("dovecot") or "/usr/sbin/dovecot"


@dataclass(slots=True, kw_only=True)
class MailServer:
    """A server that may run."""

    folder: Path
    port: int
    tls_port: int
    #: whom a client must trust
    ca_file: Path
    key: rsa.RSAPrivateKey
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        with (self.folder / "out").open("wb") as out:
            self.process = subprocess.Popen(
                [DOVECOT, "-F", "-c", self.folder / "dovecot.conf"], stdout=out, stderr=out
            )
        _wait_for(self, self.process)

    def stop(self) -> None:
        """End it and everything that it started."""
        if self.process is None:
            return
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(20)
        self.process.kill()
        self.process.wait()
        self.process = None

    def client(self) -> imaplib.IMAP4:
        """Its own client, of the standard library; logged in."""
        client = imaplib.IMAP4("127.0.0.1", self.port, timeout=20)
        client.authenticate("PLAIN", lambda _: f"\0{USER}\0{PASSWORD}".encode())
        return client

    def put(self, *mails: bytes, folder: str = "INBOX") -> None:
        """Let mails arrive."""
        client = self.client()
        for mail in mails:
            said, _ = client.append(folder, "", "", mail)
            assert said == "OK"
        client.logout()

    def make(self, folder: str) -> None:
        client = self.client()
        assert client.create(folder)[0] == "OK"
        client.logout()

    def expunge(self, *uids: int) -> None:
        """Remove mails, as their owner may at any time."""
        client = self.client()
        client.select("INBOX")
        for uid in uids:
            client.uid("STORE", str(uid), "+FLAGS", r"(\Deleted)")
        client.expunge()
        client.logout()

    def count(self, folder: str = "INBOX", which: str = "ALL") -> int:
        """How many mails of a kind lie in a folder."""
        client = self.client()
        said, _ = client.select(folder, readonly=True)
        if said != "OK":
            return 0
        found = client.search(None, which)[1][0]
        client.logout()
        return len(found.split())

    def number_anew(self) -> None:
        """Give the folder another UIDVALIDITY, as after its server was restored."""
        home = self.folder / "mail" / USER
        numbers = home / "dovecot-uidlist"
        head = numbers.read_text().splitlines()[0]
        for path in home.glob("dovecot.index*"):
            path.unlink()
        now = re.sub(r" V(\d+)", lambda found: f" V{int(found[1]) + 1}", head)
        numbers.write_text(re.sub(r" N\d+", " N1", now) + "\n")

    def token(self, user: str = USER, *, lasts_seconds: int = 600) -> str:
        """An access token as a directory would give it (RFC 7519), signed with RS256."""
        now = int(time.time())
        claims = {"sub": user, "email": user, "iat": now - 10, "exp": now + lasts_seconds}
        head = {"alg": "RS256", "typ": "JWT", "kid": "tests"}
        signed = b".".join(_base64url(json.dumps(part).encode()) for part in (head, claims))
        signature = self.key.sign(signed, padding.PKCS1v15(), hashes.SHA256())
        return (signed + b"." + _base64url(signature)).decode()


@contextmanager
def mail_server(*, can: str = "") -> Iterator[MailServer]:
    """Start one; skips where Dovecot is not installed.

    Args:
        can: the capabilities that it admits to; all of them by default. With some, of the two ways
            to show a token it knows the older one only, as Microsoft 365 does.

    """
    if not Path(DOVECOT).exists():
        missing("Dovecot is not installed; install dovecot-imapd of debian-packages.txt")
    # paths of its sockets must be short, and its processes must be able to reach them
    folder = Path(tempfile.mkdtemp(prefix="acsg-imap-"))
    folder.chmod(0o755)
    server = _prepared(folder, can)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _prepared(folder: Path, can: str) -> MailServer:
    authority = trustme.CA()
    certificate = authority.issue_cert("localhost")
    certificate.private_key_and_cert_chain_pem.write_to_path(folder / "server.pem")
    authority.cert_pem.write_to_path(folder / "ca.pem")
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    keys = folder / "keys" / "default" / "RS256"
    keys.mkdir(parents=True)
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    (keys / "tests").write_bytes(public)
    port, tls_port = _free_ports(2)
    (folder / "mail").mkdir()
    (folder / "run").mkdir()
    (folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n", encoding="utf-8")
    (folder / "oauth2.conf").write_text(
        f"introspection_mode = local\nlocal_validation_key_dict = fs:posix:prefix={folder}/keys/\n"
        "username_attribute = email\n"
    )
    (folder / "dovecot.conf").write_text(_configuration(folder, port, tls_port, can))
    return MailServer(
        folder=folder, port=port, tls_port=tls_port, ca_file=folder / "ca.pem", key=key
    )


def _configuration(folder: Path, port: int, tls_port: int, can: str) -> str:
    # as root the mails belong to somebody else, because the server serves none of root's
    as_root = os.getuid() == 0
    owner = "dovenull" if as_root else getpass.getuser()
    group = "dovenull" if as_root else grp.getgrgid(os.getgid()).gr_name
    if as_root:
        shutil.chown(folder / "mail", owner, group)
    return CONFIGURATION.format(
        folder=folder,
        port=port,
        tls_port=tls_port,
        owner=owner,
        group=group,
        daemon="dovecot" if as_root else owner,
        daemon_group="dovecot" if as_root else group,
        newer="" if can else " oauthbearer",
        capability=f"imap_capability = {can}" if can else "",
    )


def _wait_for(server: MailServer, process: subprocess.Popen[bytes]) -> None:
    give_up_at = time.monotonic() + 20
    while True:
        try:
            server.client().logout()
        except (OSError, imaplib.IMAP4.error):
            if process.poll() is not None or time.monotonic() > give_up_at:
                log = server.folder / "log"
                said = log.read_text() if log.exists() else (server.folder / "out").read_text()
                missing(f"Dovecot does not start here: {said[-600:]}")
            time.sleep(0.05)
        else:
            return


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [int(one.getsockname()[1]) for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _base64url(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")
