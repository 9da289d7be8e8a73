"""The worker role: the durable engine over guarded processes, made from settings."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.form_words import all_printed
from bot.guarding import guard_of, hands_of
from bot.provers import prover_of
from bot.readers import models_folder
from bot.utc import utc_now
from ingest import workflows
from ingest.answers import OutboxPolicy
from ingest.attempts import Attempts
from ingest.executor import claim_executor
from ingest.processing import Processor
from ingest.workflows_engine import Engine

if TYPE_CHECKING:
    from contextlib import AsyncExitStack

    from bot.settings import Settings
    from store.session import Database


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
    processor = Processor(
        db=database,
        hands=hands_of(settings, guard),
        policy=_policy(settings),
        clock=utc_now,
        prove=prover_of(settings, database, guard).prove,
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


def _policy(settings: Settings) -> OutboxPolicy:
    target = settings.secretariat_chat
    return OutboxPolicy(
        secretariat=None if target is None else f"chat:{target}",
        own_addresses=frozenset({*settings.addresses, settings.sender.lower()}),
        quiet=settings.quiet,
    )
