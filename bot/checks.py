"""The checks of `acsg-intake check`, one function a subject, each with what to do."""

from __future__ import annotations

import shutil
import socket
import subprocess
from contextlib import closing
from typing import TYPE_CHECKING

from bot import mail_checks, page_check, translator_check
from bot.alarms import alarm_hint
from bot.checks_found import Found
from bot.exits import CommandError
from bot.guarding import scanner_of
from bot.limit_settings import limits_said
from bot.provers import resolver_of
from bot.readers import models_folder, shipped_reader
from bot.records import opened_database, room_of
from bot.setting_errors import SettingsError
from bot.settings import Chat, Role, Settings, require_chat
from bot.utc import utc_now
from bot.watch import findings
from ingest import keeper, walls
from ingest.clamav import ScannerError
from ingest.guard import Guard, Limits
from store import backlog, holds, marks

if TYPE_CHECKING:
    from collections.abc import Callable

OCR_LANGUAGES = frozenset({"ara", "eng", "fra", "osd", "por", "rus", "spa"})


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


def outbox(settings: Settings) -> Found:
    """Whether anything is kept from being sent."""
    try:
        with opened_database(settings) as opened, opened.reading() as session:
            made_at = holds.held_since(session)
    except CommandError:
        return Found(subject="outbox", state="failed", hint="the database cannot be asked")
    if made_at is not None:
        hint = f"held since the restore of the archive of {made_at}; nothing is sent until "
        hint += "`acsg-intake release-outbox`"
        return Found(subject="outbox", state="warning", hint=hint)
    return Found(subject="outbox is not held", state="ok")


def room(settings: Settings) -> Found:
    """Whether the disk has room for mail."""
    free = room_of(settings).free_bytes()
    if free is None:
        return Found(subject="disk of the database is its server's", state="ok")
    free_mb = free // 1_000_000
    if free_mb < settings.min_free_mb:
        hint = f"{free_mb} MB free: mail is answered 452 below {settings.min_free_mb} MB "
        hint += "(ACSG_MIN_FREE_MB); make room"
        return Found(subject="disk", state="failed", hint=hint)
    return Found(subject=f"disk, {free_mb} MB free", state="ok")


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
    """Whether documents can be read in processes of their own, and with which walls around them."""
    limits = Limits(document_workers=1, reading_workers=1)
    try:
        with closing(Guard(limits, shared=False)) as guard:
            lacking = walls.missing(hidden=guard.run(keeper.is_hidden))
    except Exception as error:  # noqa: BLE001 - whatever it is, the other checks go on
        hint = f"none can be started ({type(error).__name__}); may we write to /tmp and /dev/shm?"
        return Found(subject="guarded processes", state="failed", hint=hint)
    if lacking:
        hint = f"not all walls stand: {'; '.join(lacking)}"
        return Found(subject="guarded processes", state="warning", hint=hint)
    return Found(subject="guarded processes, walled in", state="ok")


def limits(settings: Settings) -> Found:
    """How far one mail, file or text may go."""
    return Found(subject=f"limits: {', '.join(limits_said(settings))}", state="ok")


def scanner(settings: Settings) -> Found:
    """Whether the virus scanner answers, where there is to be one."""
    clamd = scanner_of(settings)
    if clamd is None:
        return Found(subject="no virus scanner (ACSG_CLAMAV)", state="ok")
    try:
        version = clamd.ping()
    except ScannerError as error:
        hint = f"ACSG_CLAMAV does not answer ({error.reason}); files are read unscanned, and say so"
        return Found(subject="virus scanner", state="warning", hint=hint)
    return Found(subject=f"virus scanner {version}", state="ok")


def senders(settings: Settings) -> Found:
    """Whether it can be found out where mails come from."""
    listen, server = settings.smtp_listen, settings.authserv_id
    if server and listen is not None and not listen.is_loopback:
        hint = f"ACSG_AUTHSERV_ID is believed: let nobody but {server} reach ACSG_SMTP_LISTEN"
        return Found(subject=f"senders, as {server} says", state="warning", hint=hint)
    resolver = resolver_of(settings)
    if resolver is None and settings.arc_trust:
        hint = "nobody vouches for mail that was passed on (ACSG_ARC_TRUST): DNS is not asked"
        return Found(subject="senders", state="warning", hint=hint)
    if resolver is None:
        said = f"as {server} says" if server else "not checked (ACSG_DNS off)"
        return Found(subject=f"senders, {said}", state="ok")
    if not resolver.is_alive():
        hint = "DNS does not answer; cards say that senders are not checked (ACSG_DNS)"
        return Found(subject="senders", state="warning", hint=hint)
    return Found(subject="senders, DNS answers", state="ok")


def reader(settings: Settings) -> Found:
    """Whether the reader's models load, and with which encoder."""
    from nlp.encoder import DEFAULT  # noqa: PLC0415 - heavy, and only this check needs it
    from nlp.following import in_use  # noqa: PLC0415 - the same
    from nlp.reading import Circumstances  # noqa: PLC0415 - the same

    try:
        found = in_use(shipped_reader(settings), models_folder(settings))
        reading = found.reader.analyse((), Circumstances())
    except SettingsError as error:
        return Found(subject="reader", state="failed", hint=str(error))
    except Exception as error:  # noqa: BLE001 - whatever it is, the other checks go on
        hint = f"models do not load ({type(error).__name__}); install the program again"
        return Found(subject="reader", state="failed", hint=hint)
    subject = f"reader {reading.model_version}, encoder {settings.encoder or DEFAULT}"
    if found.problem:
        hint = f"what was learned is not used ({found.problem}); run `acsg-intake train`"
        return Found(subject=subject, state="warning", hint=hint)
    return Found(subject=subject, state="ok")


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


def needs(settings: Settings) -> Found:
    """Whether something needs a person, as the alarms in the chat would say."""
    try:
        with opened_database(settings) as opened, opened.reading() as session:
            now = utc_now()
            found = findings(session, now, data_dir=settings.data_dir, zone=settings.zone)
            is_idle = not backlog.unrecorded(session).count
    except CommandError as error:
        return Found(subject="alarms", state="warning", hint=str(error))
    # a program that is not started yet is no alarm
    told = {one.code: one for one in found if not (is_idle and one.code == "no_worker")}
    if not told:
        return Found(subject="no alarms", state="ok")
    words = "; ".join(f"{code}: {alarm_hint(code, one.about)}" for code, one in told.items())
    return Found(subject="alarms", state="warning", hint=words)


def ports(settings: Settings) -> Found:
    """Whether the ports to listen on are free, or the program already has them."""
    wanted = {"ACSG_HTTP_LISTEN": settings.http_listen}
    if Role.SMTP in settings.role:
        wanted["ACSG_SMTP_LISTEN"] = settings.smtp_listen
        wanted["ACSG_LMTP_LISTEN"] = settings.lmtp_listen
    if Role.WEB in settings.role:
        wanted["ACSG_WEB_LISTEN"] = settings.web_listen
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
    outbox,
    room,
    guarded,
    limits,
    scanner,
    ocr,
    reader,
    relay,
    mail_checks.mailbox,
    mail_checks.watched,
    senders,
    page_check.page,
    translator_check.translator,
    needs,
    ports,
)
QUICK: tuple[Callable[[Settings], Found], ...] = (chat, database)
