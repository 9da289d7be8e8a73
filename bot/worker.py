"""The worker role: the durable engine over guarded processes, made from settings."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from bot.form_words import all_printed
from bot.guarding import guard_of, hands_of
from bot.provers import prover_of
from bot.readers import models_folder
from bot.rounds import Round, Rounds
from bot.utc import utc_now
from ingest import workflows
from ingest.answers import OutboxPolicy
from ingest.asking_again import AskingAgain
from ingest.attempts import Attempts
from ingest.executor import claim_executor
from ingest.processing import Processor
from ingest.workflows_engine import Engine

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from contextlib import AsyncExitStack

    from bot.settings import Settings
    from ingest.proving import Prover
    from store.session import Database

#: between two looks for senders that DNS is to be asked about again
_EVERY_S: Final = 20.0


async def start(settings: Settings, database: Database, stack: AsyncExitStack) -> None:
    """Take up what was left behind and run what comes, until the stack is unwound."""
    executor = claim_executor(settings.data_dir / "workers")
    stack.callback(executor.release)
    # guarded processes see it only if it is there before them
    models_folder(settings).mkdir(parents=True, exist_ok=True)
    # a folder of its own: a guard empties it at the start, and two workers may share the data
    guard = guard_of(settings, scratch=settings.data_dir / "scratch" / executor.id)
    stack.callback(guard.close)
    guard.warm()
    enqueuer = workflows.Enqueuer(database.url)
    stack.callback(enqueuer.close)
    prover = prover_of(settings, database, guard)
    processor = Processor(
        db=database,
        hands=hands_of(settings, guard),
        policy=_policy(settings),
        clock=utc_now,
        prove=prover.prove,
        forms=all_printed(settings.addresses[0]),
    )
    attempts = Attempts(
        db=database,
        process=processor.process,
        parked=processor.parked,
        enqueuer=enqueuer,
        clock=utc_now,
    )
    engine = Engine(
        database,
        attempts.run,
        executor_id=executor.id,
        clock=utc_now,
        concurrency=settings.workers,
    )
    await asyncio.to_thread(engine.launch)
    stack.push_async_callback(asyncio.to_thread, engine.close)
    stack.push_async_callback(_rounds(database, prover))


def _rounds(database: Database, prover: Prover) -> Callable[[], Awaitable[None]]:
    """Ask DNS again in rounds of this worker; what is given back ends them."""
    stop = asyncio.Event()
    again = AskingAgain(db=database, prove=prover.prove, clock=utc_now, is_over=stop.is_set)
    one = Round(name="senders", every_s=_EVERY_S, go=again.take, then=again.ask)
    going = asyncio.create_task(Rounds(database, [one], clock=utc_now).run(stop))

    async def end() -> None:
        stop.set()
        await going

    return end


def _policy(settings: Settings) -> OutboxPolicy:
    target = settings.secretariat_chat
    return OutboxPolicy(
        secretariat=None if target is None else f"chat:{target}",
        own_addresses=frozenset({*settings.addresses, settings.sender.lower()}),
        quiet=settings.quiet,
    )
