"""Sends the samples: four letters to the mail door, one by chat; see `samples/index.toml`."""

from __future__ import annotations

import asyncio
import re
import tomllib
from dataclasses import dataclass
from email.utils import make_msgid
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.sandbox import letterbox
from bot.sandbox.mails import read_mail

if TYPE_CHECKING:
    from bot.listen import Listen
    from bot.sandbox.chats import User
    from bot.sandbox.stage import Sandbox

FOLDER: Final = Path(__file__).with_name("samples")
_MESSAGE_ID: Final = re.compile(rb"^Message-ID:[^\r\n]*", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One message and who sends it; `to` is empty for the chat."""

    path: Path
    to: str
    person: User
    #: for the one who chooses it
    title: str


def samples(sandbox: Sandbox) -> list[Sample]:
    """All samples; their people are in the sandbox afterwards."""
    listed = tomllib.loads((FOLDER / "index.toml").read_text(encoding="utf-8"))["sample"]
    found = []
    for one in listed:
        who = one["person"]
        person = sandbox.chats.users.get(who["id"]) or sandbox.chats.add_user(
            who["id"], who["name"], who["language"], who["address"]
        )
        found.append(
            Sample(
                path=FOLDER / one["file"],
                to=one.get("to", ""),
                person=person,
                title=one["title"],
            )
        )
    return found


async def send_samples(
    sandbox: Sandbox, door: Listen | None, addresses: tuple[str, ...]
) -> list[str]:
    """Send every sample, mails only where a door is open.

    The same bytes each time, so that a second run makes no second record; what was said by chat is
    not said again.

    Returns:
        What the mail door answered to each letter.

    """
    replies = []
    for sample in samples(sandbox):
        if not sample.to:
            _say(sandbox, sample)
        elif door is not None:
            replies.append(await _post(sandbox, sample, door, addresses))
    return replies


async def send_again(
    sandbox: Sandbox, sample: Sample, door: Listen | None, addresses: tuple[str, ...]
) -> None:
    """Send a sample as a letter that was not there before."""
    if not sample.to or door is None:
        text = sample.path.read_text(encoding="utf-8").strip()
        sandbox.say(sample.person.id, sample.person.id, text)
        return
    fresh = f"Message-ID: {make_msgid(domain=sample.person.address.rpartition('@')[2])}".encode()
    raw = _MESSAGE_ID.sub(lambda _: fresh, sample.path.read_bytes(), count=1)
    reply = await _handed_over(sample, door, addresses, raw)
    now = sandbox.chats.clock()
    sandbox.mails.append(read_mail(raw, f"mail-{sandbox.chats.take_id()}", now, reply))
    sandbox.chats.touch()


def _say(sandbox: Sandbox, sample: Sample) -> None:
    text = sample.path.read_text(encoding="utf-8").strip()
    chat = sample.person.id
    if all(message.text != text for message in sandbox.messages(chat)):
        sandbox.say(chat, chat, text)


async def _post(sandbox: Sandbox, sample: Sample, door: Listen, addresses: tuple[str, ...]) -> str:
    raw = sample.path.read_bytes()
    reply = await _handed_over(sample, door, addresses, raw)
    if all(mail.id != sample.path.name for mail in sandbox.mails):
        now = sandbox.chats.clock()
        sandbox.mails.append(read_mail(raw, sample.path.name, now, reply))
        sandbox.chats.touch()
    return reply


async def _handed_over(sample: Sample, door: Listen, addresses: tuple[str, ...], raw: bytes) -> str:
    recipient = next((one for one in addresses if one.startswith(sample.to)), addresses[0])
    return await asyncio.to_thread(letterbox.post, door, sample.person.address, recipient, raw)
