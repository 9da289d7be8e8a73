"""Sends the samples: four letters to the mail door, one by chat; see `samples/index.toml`."""

from __future__ import annotations

import asyncio
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.sandbox import letterbox
from bot.sandbox.mails import read_mail

if TYPE_CHECKING:
    from bot.listen import Listen
    from bot.sandbox.chats import User
    from bot.sandbox.stage import Sandbox

FOLDER: Final = Path(__file__).with_name("samples")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One message and who sends it; `to` is empty for the chat."""

    path: Path
    to: str
    person: User


def samples(sandbox: Sandbox) -> list[Sample]:
    """All samples; their people are in the sandbox afterwards."""
    listed = tomllib.loads((FOLDER / "index.toml").read_text(encoding="utf-8"))["sample"]
    found = []
    for one in listed:
        who = one["person"]
        person = sandbox.chats.users.get(who["id"]) or sandbox.chats.add_user(
            who["id"], who["name"], who["language"], who["address"]
        )
        found.append(Sample(path=FOLDER / one["file"], to=one.get("to", ""), person=person))
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


def _say(sandbox: Sandbox, sample: Sample) -> None:
    text = sample.path.read_text(encoding="utf-8").strip()
    chat = sample.person.id
    if all(message.text != text for message in sandbox.messages(chat)):
        sandbox.say(chat, chat, text)


async def _post(sandbox: Sandbox, sample: Sample, door: Listen, addresses: tuple[str, ...]) -> str:
    raw = sample.path.read_bytes()
    recipient = next((one for one in addresses if one.startswith(sample.to)), addresses[0])
    sender = sample.person.address
    reply = await asyncio.to_thread(letterbox.post, door, sender, recipient, raw)
    if all(mail.id != sample.path.name for mail in sandbox.mails):
        now = sandbox.chats.clock()
        sandbox.mails.append(read_mail(raw, sample.path.name, now, reply))
        sandbox.chats.touch()
    return reply
