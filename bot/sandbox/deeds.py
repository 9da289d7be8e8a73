"""What people do on the page: come in, write, press a button, post a mail."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from bot.sandbox import letterbox, samples
from bot.sandbox.mails import read_mail
from bot.sandbox.people import SECRETARIAT, is_sender
from bot.sandbox.refusal import bad_request

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.listen import Listen
    from bot.sandbox.call import Call, Upload
    from bot.sandbox.chats import Message, User
    from bot.sandbox.stage import Sandbox

    Result = dict[str, Any]
    Deed = Callable[[Call], Awaitable[Result]]

LONGEST_ANSWER: Final = 15.0  #: seconds that a press waits for its answer
LONGEST_TEXT: Final = 4096  #: characters of a chat message
IMAGES: Final = frozenset({"image/png", "image/jpeg"})


def deeds_of(
    sandbox: Sandbox, door: Listen | None, addresses: tuple[str, ...] = ()
) -> dict[str, Deed]:
    """Name -> deed; mail is posted at the door, samples go to the addresses."""
    people = People(sandbox, door, addresses)
    return {
        "person": people.come_in,
        "say": people.say,
        "press": people.press,
        "mail": people.mail,
        "sample": people.sample,
        "reset": people.reset,
    }


class People:
    """Those in front of the browser.

    Each deed raises a Refusal with a sentence for them when it cannot be done.
    """

    def __init__(self, sandbox: Sandbox, door: Listen | None, addresses: tuple[str, ...]) -> None:
        self._sandbox = sandbox
        self._door = door
        self._addresses = addresses

    async def come_in(self, call: Call) -> Result:
        """Somebody new writes."""
        name, address = call.text("name").strip(), call.text("address").strip()
        if not name or address.count("@") != 1 or not address.isascii() or " " in address:
            raise bad_request("give a name and a mail address")
        chats = self._sandbox.chats
        user = chats.add_user(10_000 + chats.take_id(), name, call.text("language"), address)
        return {"id": user.id}

    async def say(self, call: Call) -> Result:
        """Write into the secretariat, or to the bot."""
        user = _user(self._sandbox, call)
        chat = user.id if is_sender(user) else SECRETARIAT
        text, uploads = call.text("text").strip(), _files(call)
        if len(text) > LONGEST_TEXT:
            raise bad_request(f"a chat message has {LONGEST_TEXT} characters at most")
        if uploads:
            message = self._send(user, chat, text, uploads)
        elif text:
            reply_to = call.number("reply_to", 0)
            known = (chat, reply_to) in self._sandbox.chats.messages
            message = self._sandbox.say(user.id, chat, text, reply_to=reply_to if known else None)
        else:
            raise bad_request("write something, or add a file")
        return {"id": message.id}

    def _send(self, user: User, chat: int, text: str, uploads: Sequence[Upload]) -> Message:
        """Files as chat programs send them: several at once are an album, its text under one."""
        album = f"album-{self._sandbox.chats.take_id()}" if len(uploads) > 1 else None
        sent = [
            self._sandbox.send_file(
                user.id,
                chat,
                upload.name,
                upload.content,
                media_type=upload.media_type,
                caption="" if number else text,
                is_photo=upload.media_type in IMAGES,
                media_group_id=album,
            )
            for number, upload in enumerate(uploads)
        ]
        return sent[0]

    async def sample(self, call: Call) -> Result:
        """Send one of the sample letters, as a new letter."""
        known = {one.path.name: one for one in samples.samples(self._sandbox)}
        chosen = known.get(call.text("name"))
        if chosen is None or (chosen.to and self._door is None):
            raise bad_request("there is no such sample, or no mail door is open")
        await samples.send_again(self._sandbox, chosen, self._door, self._addresses)
        return {"id": chosen.person.id, "channel": "mail" if chosen.to else "chat"}

    async def reset(self, _call: Call) -> Result:
        """Begin anew; whoever runs the rehearsal does it."""
        if not self._sandbox.may_reset:
            raise bad_request("this rehearsal keeps its records elsewhere: stop it and empty them")
        self._sandbox.wants_reset.set()
        return {}

    async def press(self, call: Call) -> Result:
        """Press a button and hear what it says."""
        user = _user(self._sandbox, call)
        chat = user.id if is_sender(user) else SECRETARIAT
        message = self._sandbox.chats.messages.get((chat, call.number("message_id")))
        if message is None:
            raise bad_request("this message is gone")
        query = self._sandbox.press(user.id, message.id, call.text("data"))
        try:
            await self._sandbox.until(lambda: query.is_answered, LONGEST_ANSWER)
        except TimeoutError:
            raise bad_request("the program did not answer") from None
        return {"answer": query.answer, "alert": query.is_alert}

    async def mail(self, call: Call) -> Result:
        """Post a mail and hear what the door says."""
        user, door = _user(self._sandbox, call), self._door
        recipient, now = call.text("to"), self._sandbox.chats.clock()
        if door is None or not user.address or not recipient.isascii() or "@" not in recipient:
            raise bad_request("no mail door is open, or an address is missing")
        raw = letterbox.compose(
            sender=user,
            recipient=recipient,
            subject=call.text("subject"),
            text=call.text("text"),
            files=_files(call),
            now=now,
        )
        reply = await asyncio.to_thread(letterbox.post, door, user.address, recipient, raw)
        key = f"mail-{self._sandbox.chats.take_id()}"
        self._sandbox.mails.append(read_mail(raw, key, now, reply))
        self._sandbox.chats.touch()
        return {"reply": reply}


def _files(call: Call) -> list[Upload]:
    return [one for one in call.uploads.values() if one.content]


def _user(sandbox: Sandbox, call: Call) -> User:
    user = sandbox.chats.users.get(call.number("person", 0))
    if user is None or user.is_bot:
        raise bad_request("nobody is known by that name")
    return user
