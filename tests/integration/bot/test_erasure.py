"""A letter goes all its ways, is erased, and no byte of it is left anywhere."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from contextlib import closing, contextmanager
from dataclasses import replace
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import structlog
from reportlab.pdfgen.canvas import Canvas

from bot import cli
from bot.utc import utc_now
from ingest import workflows
from ingest.answers import OutboxPolicy
from ingest.identity import identity
from ingest.processing import Processor
from ingest.return_path import KEY, return_path
from nlp import learned
from nlp.layer import Layer
from nlp.model import load
from nlp.reading import KINDS, Band, Evidence, Proposal
from nlp.taxonomy import taxonomy
from store import inbox, keys, originals, outbox
from store.model import Arrival, MessageStatus, OutboxKind, OutboxStatus
from tests import remains, reports
from tests.hands import FakeHands
from tests.office import ALICE_ID, SENDER_ID, an_office
from tests.rehearsal import OFFICE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from nlp.reading import Kind, Passage
    from store.session import Database
    from tests.office import TestOffice

#: in this order: what of a mail they mark
SUBJECT, BODY, FILE, PAPER, NAME, ADDRESS = (
    "zqsubjectq", "zqbodyЖук", "zqfileq", "zqpaperq", "Zqnameq", "zqaddressq",
)  # fmt: skip
HELO, TALK, REASON = "zqheloq", "zqtalkحق", "zqreasonq"
OF_MAIL = (SUBJECT, BODY, FILE, PAPER, NAME, ADDRESS, HELO, REASON)
POLICY = OutboxPolicy(secretariat=f"chat:{OFFICE}", own_addresses=frozenset())


class QuotingHands(FakeHands):
    """Quotes whole passages, so that drafts hold what letters say."""

    @staticmethod
    def _proposals(passages: Sequence[Passage], word: str, kind: Kind) -> list[Proposal]:
        found = FakeHands._proposals(passages, word, kind)
        quotes = tuple(
            Evidence(passage=number, start=0, end=len(one.text), quote=one.text)
            for number, one in enumerate(passages)
            if one.text
        )
        return [
            replace(one, organisation=passages[0].text[:60], conditions=quotes, band=Band.SURE)
            for one in found
        ]


def a_paper() -> bytes:
    out = io.BytesIO()
    canvas: Any = Canvas(out, pageCompression=0, invariant=1)
    canvas.drawString(72, 700, f"We request experts, {PAPER} says so.")
    canvas.save()
    return out.getvalue()


def a_mail(*, large: bool) -> Arrival:
    mail = EmailMessage()
    mail["From"] = f"{NAME} <{ADDRESS}@example.org>"
    mail["To"] = "requests@acsg.example"
    mail["Subject"] = f"Letter {SUBJECT}"
    mail["Message-ID"] = f"<1@{ADDRESS}.example>"
    mail.set_content(f"We request training of judges. {BODY} is what we call it.")
    mail.add_attachment(a_paper(), maintype="application", subtype="pdf", filename=f"{FILE}.pdf")
    if large:
        padding = np.random.default_rng(7).bytes(originals.FILE_FROM_BYTES)
        mail.add_attachment(padding, maintype="application", subtype="octet-stream")
    sender = f"{ADDRESS}@example.org"
    return Arrival(
        channel="email", raw=mail.as_bytes(), identity=identity(sender, mail.as_bytes()),
        sender=sender, recipients=("requests@acsg.example",), peer="192.0.2.1",
        helo=f"{HELO}.example",
    )  # fmt: skip


@contextmanager
def logs_in(path: Path) -> Iterator[None]:
    """Everything at debug level into a file, libraries included, as a careless operator has it."""
    with path.open("w", encoding="utf-8") as file:
        structlog.configure(
            processors=[structlog.processors.JSONRenderer(ensure_ascii=False)],
            wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG),
            logger_factory=structlog.PrintLoggerFactory(file),
        )
        try:
            yield
        finally:
            structlog.reset_defaults()


async def worked(office: TestOffice, message_id: str) -> None:
    processor = Processor(db=office.db, hands=QuotingHands(), policy=POLICY, clock=utc_now)
    with office.db.begin() as session:
        inbox.begin_attempt(session, message_id, 1, now=utc_now())
    await asyncio.to_thread(processor.process, message_id, 1)


def kept(office: TestOffice) -> list[str]:
    with office.db.reading() as session:
        return [one.id for one in inbox.listed(session)]


def stub(db: Database, message_id: str) -> MessageStatus:
    with db.reading() as session:
        return inbox.get(session, message_id).status


async def sent(office: TestOffice) -> None:
    """Wait until nothing is left to send; what a decision causes rests for a minute."""
    office.later(seconds=61)

    def waiting() -> bool:
        with office.db.reading() as session:
            states = {one.status for one in outbox.listed(session)}
        return bool(states & {OutboxStatus.PENDING, OutboxStatus.SENDING})

    await office.sandbox.until(lambda: not waiting(), seconds=60)


async def came(office: TestOffice, *, large: bool) -> str:
    """A mail by the door's way: kept and enqueued in one transaction."""
    await asyncio.to_thread(workflows.prepare, office.db.url)
    with closing(workflows.Enqueuer(office.db.url)) as enqueuer, office.db.begin() as session:
        (kept,) = inbox.accept(session, [a_mail(large=large)], now=utc_now(), year=2026)
        enqueuer.enqueue_all(session, [kept])
    await worked(office, kept.id)
    await sent(office)
    return kept.id


async def came_back(office: TestOffice) -> str:
    """A mail server returns what the sender was answered, with the mail in it."""
    with office.db.begin() as session:
        rows = [one for one in outbox.listed(session) if one.kind is OutboxKind.ACKNOWLEDGEMENT]
        path = return_path(keys.key(session, KEY), "requests@acsg.example", rows[0].id)
        returned = reports.RETURNED + f"\r\n{FILE} of {NAME}\r\n"
        raw = reports.standard(returned=returned, media_type="message/rfc822")
        raw = raw.replace(b"ministry@example.org", f"{ADDRESS}@example.org".encode())
        arrival = Arrival(
            channel="email", raw=raw, identity=identity("", raw), sender="", recipients=(path,)
        )
        (kept,) = inbox.accept(session, [arrival], now=utc_now(), year=2026)
    await worked(office, kept.id)
    await sent(office)
    return kept.id


def told(office: TestOffice, word: str) -> int:
    """Messages of the bot that quote this word, but for the evidence."""
    return sum(word in one.text and one.text.startswith("ACSG-2026-0001-1 · Request ·")
               for one in office.shown())  # fmt: skip


async def decided(office: TestOffice) -> None:
    """Evidence with its pictures, a question, and a reason that repeats the letter."""
    card = next(one for one in office.shown() if BODY in one.text)
    await office.press(ALICE_ID, card, "Evidence")
    await sent(office)
    await office.press(ALICE_ID, card, "Original")
    office.sandbox.say(ALICE_ID, OFFICE, "/show ACSG-2026-0001")
    await office.sandbox.until(lambda: told(office, BODY) == 2)
    await office.press(ALICE_ID, card, "Missing")
    await office.see("not said in the letter")
    await office.press(ALICE_ID, card, "Reject")
    await office.button(card, "✍️ Another reason")
    await office.press(ALICE_ID, card, "Another")
    await office.see("Reply to this message")
    question = office.shown()[-1]
    office.sandbox.say(ALICE_ID, OFFICE, f"Because {REASON}", reply_to=question.id)
    await office.see(REASON, card)
    await sent(office)


def learned_of(folder: Path, message_id: str) -> None:
    row = np.random.default_rng(3).normal(size=(1, 512))
    layer = Layer(
        mean=np.zeros(512), rows=row, kinds=np.ones((1, len(KINDS))),
        areas=np.zeros((1, len(taxonomy().ids))),
    )  # fmt: skip
    card = learned.card_for(
        layer, load("both")[1], lessons=(message_id,), corrections=1, before="", made_at="now"
    )
    learned.put_in(folder, layer, card)


async def erased(office: TestOffice, monkeypatch: pytest.MonkeyPatch, ref: str) -> int:
    monkeypatch.setenv("ACSG_DATA_DIR", str(office.settings.data_dir))
    monkeypatch.setenv("ACSG_DATABASE_URL", office.db.url)
    monkeypatch.chdir(office.settings.data_dir)
    code = await asyncio.to_thread(cli.main, ["erase", ref, "--yes", "--why", "asked by mail"])
    await sent(office)
    return code


@pytest.mark.timeout(200)
@pytest.mark.parametrize("large", [False, True], ids=["small", "large"])
def test_nothing_of_an_erased_mail_is_left(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, large: bool
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            message_id = await came(office, large=large)
            await decided(office)
            report = await came_back(office)
            learned_of(tmp_path / "models", message_id)
            before = remains.of_files(tmp_path, OF_MAIL), remains.of_tables(database, OF_MAIL)
            found = set().union(*before[0].values(), *before[1].values())
            assert found == set(OF_MAIL), "what the search cannot find proves nothing"
            assert list((tmp_path / "outgoing").iterdir())
            assert any(one.file is not None for one in office.shown())

            assert await erased(office, monkeypatch, "ACSG-2026-0001") == 0

            assert remains.of_tables(database, OF_MAIL) == {}
            assert remains.of_files(tmp_path, OF_MAIL) == {}
            assert stub(database, report) is MessageStatus.ERASED
            left = [f"{one.text} {one.file and one.file.name}" for one in office.shown()]
            assert not [one for one in left if any(word in one for word in OF_MAIL)]
            assert not [one for one in office.shown() if one.file is not None]
            [card] = (tmp_path / "models").glob("learned-*/card.json")
            assert json.loads(card.read_text(encoding="utf-8"))["lessons"] == []

    with logs_in(tmp_path / "program.log"):
        asyncio.run(scene())
    assert (tmp_path / "program.log").stat().st_size > 0
    assert remains.of_files(tmp_path, OF_MAIL) == {}


@pytest.mark.timeout(120)
def test_nothing_of_an_erased_chat_is_left(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = (TALK, FILE, PAPER)

    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.sandbox.send_file(
                SENDER_ID, SENDER_ID, f"{FILE}.pdf", a_paper(), media_type="application/pdf",
                caption=f"We request {TALK}",
            )  # fmt: skip
            await office.sandbox.until(lambda: kept(office), seconds=20)
            await worked(office, kept(office)[0])
            await sent(office)
            assert set().union(*remains.of_tables(database, words).values()) == set(words)

            assert await erased(office, monkeypatch, "ACSG-2026-0001") == 0

            assert remains.of_tables(database, words) == {}
            assert not [one for one in office.shown() if TALK in one.text]

    asyncio.run(scene())
    assert remains.of_files(tmp_path, words) == {}


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_reader_in_the_middle_of_something_puts_the_end_off(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log cannot be emptied then; the command says so, and the next try does it."""
    monkeypatch.setattr("store.compaction._PATIENCE_MS", 50)
    monkeypatch.setenv("ACSG_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("ACSG_DATABASE_URL", database.url)
    monkeypatch.chdir(tmp_path)
    with database.begin() as session:
        inbox.accept(session, [a_mail(large=False)], now=utc_now(), year=2026)

    with database.reading() as session:
        inbox.by_ref(session, "ACSG-2026-0001")
        assert cli.main(["erase", "ACSG-2026-0001", "--yes"]) == 1

    assert cli.main(["erase", "ACSG-2026-0001", "--yes"]) == 0
    assert remains.of_files(tmp_path, OF_MAIL) == {}
