"""Translators of tests: real commands and a real service on this machine, in many moods."""

from __future__ import annotations

import json
import shlex
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: says what it was given, and in which languages
ECHO = """
import sys
text = sys.stdin.buffer.read().decode()
print(f"[{sys.argv[1]} to {sys.argv[2]}] {text}")
"""


def a_command(folder: Path, program: str = ECHO, name: str = "translate.py") -> str:
    """The setting of a command that runs a small program."""
    file = folder / name
    file.write_text(program, encoding="utf-8")
    return f"{shlex.quote(sys.executable)} {shlex.quote(str(file))}"


@dataclass(slots=True)
class Service:
    """What a service answers, and what it was asked."""

    url: str = ""
    status: int = 200
    #: in place of a translation
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    #: it answers only when this is set
    go: threading.Event = field(default_factory=threading.Event)
    asked: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)


@contextmanager
def a_service() -> Iterator[Service]:
    """A service that speaks LibreTranslate's protocol, on loopback."""
    service = Service()
    service.go.set()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            service.paths.append(self.path)
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            service.asked.append(asked)
            service.go.wait(20)
            said = f"[{asked['source']} to {asked['target']}] {asked['q']}"
            body = service.body
            if body is None:
                body = json.dumps({"translatedText": said}).encode()
            self.send_response(service.status)
            for name, value in service.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    service.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield service
    finally:
        service.go.set()
        server.shutdown()
        server.server_close()
        thread.join()
