"""Logs hold ids, sizes, codes and times; no word of a letter, no subject, no address."""

from __future__ import annotations

import asyncio
import logging
import smtplib
from contextlib import closing, suppress
from email.message import EmailMessage
from functools import partial
from typing import TYPE_CHECKING

import pytest

from bot import cli
from bot.app import running
from bot.logs import set_up_logs
from bot.sandbox.faults import cut, refused
from bot.sandbox.people import OFFICER_A, SECRETARIAT
from bot.settings import load_settings
from ingest import workflows
from ingest.workflows import Enqueuer
from store import inbox
from tests.acceptance.test_evidence_pictures import PATIENCE
from tests.engine_room import accepted, doing
from tests.killing import free_port
from tests.remains import holding

if TYPE_CHECKING:
    from pathlib import Path

    from bot.app import Program
    from bot.sandbox.chats import Message, Query
    from store.session import Database

WORDS = ("zqsubjectq", "zqbodyq", "zqfileq", "zqnameq", "zqaddressq", "zqunknownq", "zqtalkq")
SUBJECT, BODY, FILE, NAME, ADDRESS, UNKNOWN, TALK = WORDS

pytestmark = [
    pytest.mark.timeout(600),
    pytest.mark.one_store("its tests do not ask what kind of store they have"),
]


def a_mail(recipient: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"] = f"{NAME} <{ADDRESS}@example.org>", recipient
    mail["Subject"] = f"Request {SUBJECT}"
    mail.set_content(f"The Ministry requests training of judges. {BODY} says more about it.")
    # no picture at all, and a table that is cut off
    mail.add_attachment(b"\xff\xd8" + BODY.encode() * 50, "image", "jpeg", filename=f"{FILE}.jpg")
    mail.add_attachment(
        b"PK\x03\x04" + BODY.encode() * 50, "application", "zip", filename=f"{FILE}.xlsx"
    )
    return mail


def post(port: int, recipient: str) -> None:
    """A letter, a wrong address, a line that is no command, and a peer that goes in the middle."""
    with smtplib.SMTP("127.0.0.1", port, local_hostname=f"{NAME}.example", timeout=60) as smtp:
        smtp.send_message(a_mail(recipient))
        with suppress(smtplib.SMTPRecipientsRefused):
            smtp.sendmail(f"{ADDRESS}@example.org", [f"{UNKNOWN}@example.org"], BODY)
        smtp.docmd(BODY, UNKNOWN)
    smtp = smtplib.SMTP("127.0.0.1", port, local_hostname="peer.example", timeout=60)
    smtp.ehlo()
    smtp.mail(f"{ADDRESS}@example.org")
    smtp.rcpt(recipient)
    smtp.docmd("DATA")
    smtp.send(f"Subject: {SUBJECT}\r\n\r\n{BODY}\r\n".encode())
    smtp.close()


async def rehearse(program: Program) -> None:
    assert program.rehearsal is not None
    sandbox = program.rehearsal.sandbox
    sandbox.fail_next("sendMessage", refused(400, "Bad Request: can't parse entities"))
    sandbox.fail_next("sendMessage", cut())
    listen = program.settings.smtp_listen
    assert listen is not None
    await asyncio.to_thread(post, listen.port, program.settings.addresses[0])
    sandbox.say(OFFICER_A.id, SECRETARIAT, f"/show {TALK}")
    sandbox.say(OFFICER_A.id, SECRETARIAT, f"/{TALK} {TALK}")

    def cards() -> list[Message]:
        shown = sandbox.messages(SECRETARIAT, by_bot=True)
        return [one for one in shown if one.text.startswith("ACSG-2026-0001") and one.buttons]

    await sandbox.until(cards, PATIENCE)
    card = cards()[0]
    for button in list(card.buttons):
        query = sandbox.press(OFFICER_A.id, card.id, button["callback_data"])
        await sandbox.until(partial(is_answered, query), PATIENCE)


def is_answered(query: Query) -> bool:
    return query.is_answered


def command(*arguments: str) -> None:
    """A command with its log at debug level; what it prints is for whoever asked."""
    options = ["--debug", *arguments]
    cli.main(options)
    set_up_logs(logging.DEBUG)
    cli.main(options)


def logged(written: str) -> str:
    return "\n".join(line for line in written.splitlines() if line.startswith("{"))


def test_the_program_logs_nothing_of_letters(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {
        "ACSG_CHAT": "sandbox", "ACSG_DATA_DIR": str(tmp_path / "data"), "ACSG_ENCODER": "use",
        "ACSG_SMTP_LISTEN": f"127.0.0.1:{free_port()}",
        "ACSG_SANDBOX_LISTEN": f"127.0.0.1:{free_port()}", "ACSG_HTTP_LISTEN": "off",
    }  # fmt: skip
    set_up_logs(logging.DEBUG)

    async def scene() -> None:
        async with running(load_settings(given)) as program:
            await rehearse(program)

    asyncio.run(scene())
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    (tmp_path / f"{FILE}.txt").write_text(f"We request {BODY}", encoding="utf-8")
    command("messages")
    command("drafts")
    command("show", "ACSG-2026-0001-1")
    command("retry", UNKNOWN)
    command("erase", UNKNOWN, "--yes")
    command("ingest", f"{FILE}.txt")

    written = capfd.readouterr()
    assert '"event": "message_read"' in written.err
    assert '"event": "delivered"' in written.err
    assert holding(written.err.encode(), WORDS) <= holding(commands_said(written.err), WORDS)
    assert holding(logged(written.err).encode(), WORDS) == set()


def commands_said(written: str) -> bytes:
    """The lines by which commands answer whoever typed them."""
    lines = [line for line in written.splitlines() if line.startswith("acsg-intake: ")]
    return "\n".join(lines).encode()


def test_a_message_that_fails_and_is_parked_logs_nothing_of_its_trouble(
    database: Database, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(message_id: str, attempt: int) -> None:
        raise ValueError(f"{BODY} of {ADDRESS} on attempt {attempt} at {message_id}")

    set_up_logs(logging.DEBUG)
    workflows.prepare(database.url)
    with closing(Enqueuer(database.url)) as enqueuer:
        message_id = accepted(database, enqueuer)
        for attempt in (1, 2, 3):
            doing(database, enqueuer, fail).run(message_id, attempt)

    written = capfd.readouterr().err
    assert '"event": "message_parked"' in written
    assert holding(written.encode(), WORDS) == set()
    with database.reading() as session:
        assert inbox.get(session, message_id).problem == "processing_failed"
