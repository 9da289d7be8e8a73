"""A letter as PDF comes by mail, and an officer asks for its evidence: the marked page arrives.

The whole program on each database: mail over a socket, the chat over HTTP with the real library.
"""

from __future__ import annotations

import asyncio
import io
import smtplib
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from bot.app import running
from bot.sandbox.people import OFFICER_A, SECRETARIAT
from bot.settings import load_settings
from tests.killing import free_port

if TYPE_CHECKING:
    from bot.app import Program
    from bot.sandbox.chats import Message
    from bot.settings import Settings

LETTER = Path(__file__).parents[1] / "corpus" / "documents" / "letter-fr.pdf"
#: seconds; the first letter waits for the reader's models
PATIENCE = 300

pytestmark = pytest.mark.timeout(600)


def test_evidence_of_a_letter_by_mail_is_the_picture_of_its_page(
    database_url: str, tmp_path: Path
) -> None:
    page = asyncio.run(rehearse(database_url, tmp_path))

    assert page.file is not None
    assert page.file.is_photo
    assert ": letter.pdf, p. 1" in page.text
    with Image.open(io.BytesIO(page.file.content)) as picture:
        shades = np.asarray(picture.convert("RGB")).astype(int)
    red, green, blue = (shades[..., at] for at in range(3))
    yellow = (red > 200) & (green > 150) & (blue < 190)
    underlined = (red - green > 60) & (red - blue > 60)
    assert 0.001 < (yellow | underlined).mean() < 0.5


async def rehearse(url: str, folder: Path) -> Message:
    """The first picture that the bot sends after a press of Evidence on the letter's card."""
    settings = load_settings(
        {
            "ACSG_CHAT": "sandbox",
            "ACSG_DATA_DIR": str(folder / "data"),
            "ACSG_DATABASE_URL": url,
            "ACSG_SMTP_LISTEN": f"127.0.0.1:{free_port()}",
            "ACSG_SANDBOX_LISTEN": f"127.0.0.1:{free_port()}",
            "ACSG_HTTP_LISTEN": "off",
        }
    )
    async with running(settings) as program:
        await asyncio.to_thread(post, settings)
        assert program.rehearsal is not None
        sandbox = program.rehearsal.sandbox
        await sandbox.until(lambda: shown(program), PATIENCE)
        card = shown(program)[0]
        evidence = next(one for one in card.buttons if "Evidence" in one["text"])
        sandbox.press(OFFICER_A.id, card.id, evidence["callback_data"])
        await sandbox.until(lambda: any(one.file for one in shown(program)), PATIENCE)
        return next(one for one in shown(program) if one.file)


def post(settings: Settings) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"] = "ministere@example.org", settings.addresses[0]
    mail["Subject"] = "Requête"
    mail.set_content("Veuillez trouver notre lettre ci-jointe.")
    mail.add_attachment(
        LETTER.read_bytes(), maintype="application", subtype="pdf", filename="letter.pdf"
    )
    assert settings.smtp_listen is not None
    with smtplib.SMTP(settings.smtp_listen.host, settings.smtp_listen.port, timeout=60) as door:
        door.send_message(mail)


def shown(program: Program) -> list[Message]:
    assert program.rehearsal is not None
    return program.rehearsal.sandbox.messages(SECRETARIAT, by_bot=True)
