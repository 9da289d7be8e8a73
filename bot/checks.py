"""The checks of `acsg-intake check`, one function a subject, each with what to do."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.exits import CommandError
from bot.records import opened_database
from bot.setting_errors import SettingsError
from bot.settings import Chat, Role, Settings, require_chat
from ingest.guard import Guard, Limits
from store import marks

if TYPE_CHECKING:
    from collections.abc import Callable

OCR_LANGUAGES = frozenset({"ara", "eng", "fra", "osd", "por", "rus", "spa"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How one subject stands."""

    subject: str
    #: "ok"; "warning": the program runs without it; "failed": it will not run
    state: Literal["ok", "warning", "failed"]
    #: what to do; empty when all is well
    hint: str = ""


def chat(settings: Settings) -> Found:
    """Whether the chat's settings are complete."""
    try:
        chosen = require_chat(settings)
    except SettingsError as error:
        return Found(subject="chat", state="failed", hint=str(error))
    return Found(subject=f"chat {chosen}", state="ok")


def database(settings: Settings) -> Found:
    """Whether the database answers with a current schema."""
    try:
        with opened_database(settings) as opened:
            kind = "SQLite" if opened.is_sqlite else "PostgreSQL"
            with opened.reading() as session:
                marked = marks.read(session)
    except CommandError as error:
        return Found(subject="database", state="failed", hint=str(error))
    wanted = settings.chat or (settings.telegram_token and Chat.TELEGRAM)
    if marked and wanted and wanted is not Chat.OFF and marked != wanted:
        hint = f"it is marked {marked}, not {wanted}; give another ACSG_DATABASE_URL"
        return Found(subject="database", state="failed", hint=hint)
    return Found(subject=f"database ({kind}), schema current", state="ok")


def ocr(_settings: Settings) -> Found:
    """Whether scans can be read in all languages."""
    program = shutil.which("tesseract")
    if program is None:
        hint = "not installed, scans stay unread; install the packages of debian-packages.txt"
        return Found(subject="tesseract", state="warning", hint=hint)
    listed = subprocess.run(  # noqa: S603 - the system's own program, no outside input
        [program, "--list-langs"], capture_output=True, text=True, check=False, timeout=20
    )
    missing = OCR_LANGUAGES - set(listed.stdout.split())
    if missing:
        hint = f"scans in these stay unread: {' '.join(sorted(missing))}"
        return Found(subject="tesseract", state="warning", hint=hint)
    return Found(subject="tesseract with eng fra spa ara por rus osd", state="ok")


def guarded(_settings: Settings) -> Found:
    """Whether documents can be read in processes of their own."""
    try:
        with closing(Guard(Limits(document_workers=1, reading_workers=1))) as guard:
            guard.run(os.getpid)
    except Exception as error:  # noqa: BLE001 - whatever it is, the other checks go on
        hint = f"none can be started ({type(error).__name__}); may we write to /tmp and /dev/shm?"
        return Found(subject="guarded processes", state="failed", hint=hint)
    return Found(subject="guarded processes", state="ok")


def reader(settings: Settings) -> Found:
    """Whether the reader's models load."""
    from nlp.analyse import load_reader  # noqa: PLC0415 - heavy, and only this check needs it
    from nlp.reading import Circumstances  # noqa: PLC0415 - the same

    try:
        reading = load_reader(settings.encoder).analyse((), Circumstances())
    except Exception as error:  # noqa: BLE001 - whatever it is, the other checks go on
        hint = f"models do not load ({type(error).__name__}); install the program again"
        return Found(subject="reader", state="failed", hint=hint)
    return Found(subject=f"reader {reading.model_version}", state="ok")


def relay(settings: Settings) -> Found:
    """Whether outgoing mail leaves the machine."""
    if settings.relay is None:
        sandbox = settings.chat is Chat.SANDBOX
        hint = f"ACSG_RELAY not set: mail to senders only lies in {settings.data_dir}/outgoing"
        return Found(subject="outgoing mail", state="ok" if sandbox else "warning", hint=hint)
    try:
        socket.create_connection(settings.relay, timeout=5).close()
    except OSError as error:
        hint = f"ACSG_RELAY does not answer ({error.strerror or 'no answer in 5 seconds'})"
        return Found(subject="outgoing mail", state="warning", hint=hint)
    return Found(subject=f"outgoing mail through {settings.relay}", state="ok")


def ports(settings: Settings) -> Found:
    """Whether the ports to listen on are free, or the program already has them."""
    wanted = {"ACSG_HTTP_LISTEN": settings.http_listen}
    if Role.SMTP in settings.role:
        wanted["ACSG_SMTP_LISTEN"] = settings.smtp_listen
    if settings.chat is Chat.SANDBOX:
        wanted["ACSG_SANDBOX_LISTEN"] = settings.sandbox_listen
    taken = []
    for name, listen in wanted.items():
        if listen is None:
            continue
        try:
            with socket.create_server(listen, family=_family(listen.host)):
                pass
        except OSError as error:
            taken.append(f"{name} {listen} ({error.strerror})")
    if taken:
        hint = "in use, by this program if it runs: " + ", ".join(taken)
        return Found(subject="ports", state="warning", hint=hint)
    return Found(subject="ports free", state="ok")


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


CHECKS: tuple[Callable[[Settings], Found], ...] = (
    chat,
    database,
    guarded,
    ocr,
    reader,
    relay,
    ports,
)
QUICK: tuple[Callable[[Settings], Found], ...] = (chat, database)
