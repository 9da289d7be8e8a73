"""A real mail server of our own that takes our mail, and fails as a test says."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any, Final

from aiosmtpd.smtp import SMTP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import EmailMessage

#: say nothing, until the other side goes
HANG: Final = "hang"
#: close the connection without an answer
DROP: Final = "drop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A mail that was taken, as the server saw it."""

    sender: str
    to: str
    mail: EmailMessage


@dataclass
class Scripted:
    """What the server does at each stage, one after the other; afterwards all is well.

    Stages are MAIL, RCPT and DATA (the answer to the final dot). `by_address` is for one
    recipient only, and for good.
    """

    MAIL: list[str] = field(default_factory=list)
    RCPT: list[str] = field(default_factory=list)
    DATA: list[str] = field(default_factory=list)
    by_address: dict[str, str] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    #: what is done with each mail that was taken
    then: Callable[[Taken], object] = lambda _: None
    #: ends what hangs
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's names
        self, server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        envelope.mail_from = address
        return await self._do(server, self.MAIL)

    async def handle_RCPT(  # noqa: N802 - the same
        self, server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address in self.by_address:
            return await self._do(server, [self.by_address[address]])
        said = await self._do(server, self.RCPT)
        if said.startswith("2"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        said = await self._do(server, self.DATA, envelope)
        if said.startswith("2"):
            self._take(envelope)
        return said

    async def _do(self, server: Any, script: list[str], envelope: Any = None) -> str:
        action = script.pop(0) if script else "250 ok"
        if action == HANG:
            await self.over.wait()
        if action == DROP:
            if envelope is not None:
                self._take(envelope)
            server.transport.abort()
        return "421 gone" if action in {HANG, DROP} else action

    def _take(self, envelope: Any) -> None:
        mail = message_from_bytes(envelope.content, policy=policy.default)
        taken = Taken(sender=envelope.mail_from, to=envelope.rcpt_tos[0], mail=mail)
        self.taken.append(taken)
        self.then(taken)


@contextmanager
def serving(script: Scripted, at_once: Any = None, **server: Any) -> Iterator[int]:
    """Serve in a loop of its own thread; gives the port."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    async def begin() -> asyncio.Server:
        return await loop.create_server(
            lambda: SMTP(script, loop=loop, **server), "127.0.0.1", 0, ssl=at_once
        )

    async def end() -> None:
        script.over.set()
        listening.close()
        await asyncio.sleep(0)
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
            await asyncio.wait({task})

    listening = asyncio.run_coroutine_threadsafe(begin(), loop).result(10)
    try:
        yield int(listening.sockets[0].getsockname()[1])
    finally:
        asyncio.run_coroutine_threadsafe(end(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
