"""`acsg-intake read`: read files and print what would be drafted; stores nothing."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from typing import TYPE_CHECKING

from tqdm import tqdm

from bot.exits import DONE, FAILED
from bot.inputs import Input, Unopened, inputs
from bot.outline import outline
from bot.settings import load_settings
from bot.terminal import complain
from ingest import guarded
from ingest.guard import Guard, Limits
from ingest.pipeline import Source, read_message
from ingest.report import report

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from typing import Any

    from bot.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="files; - is a mail on stdin")
    parser.add_argument("--json", action="store_true", help="one JSON object a line per input")


def run(options: argparse.Namespace) -> int:
    """Print one result an input, in their order."""
    settings = load_settings()
    failed = False
    with closing(_guard(settings)) as guard:
        progress = tqdm(total=len(options.paths), unit=" files", disable=None)
        for item, found in _read(guard, options.paths, settings.workers):
            failed = failed or isinstance(item, Unopened)
            with progress.external_write_mode():
                _print(item, found, as_json=options.json)
            progress.update()
        progress.close()
    return FAILED if failed else DONE


def _guard(settings: Settings) -> Guard:
    limits = Limits(document_workers=settings.workers, reading_workers=settings.workers)
    return Guard(limits, load=partial(guarded.load_reader, settings.encoder))


def _read(
    guard: Guard, paths: list[str], workers: int
) -> Iterator[tuple[Input | Unopened, dict[str, Any] | None]]:
    """Read ahead by a few inputs, so that neither memory grows nor a worker waits."""
    under_way: list[Any] = []
    with ThreadPoolExecutor(workers + 1) as pool, _left_by_whoever_ends(guard, under_way):
        for item in inputs(paths):
            under_way.append((item, pool.submit(_one, guard, item)))
            if len(under_way) > 2 * workers:
                first, future = under_way.pop(0)
                yield first, future.result()
        for first, future in under_way:
            yield first, future.result()


@contextmanager
def _left_by_whoever_ends(guard: Guard, under_way: list[Any]) -> Iterator[None]:
    """On Ctrl-C or a closed pipe wait for nothing that is under way."""
    try:
        yield
    except BaseException:
        for _, future in under_way:
            future.cancel()
        guard.close()
        raise


def _one(guard: Guard, item: Input | Unopened) -> dict[str, Any] | None:
    if isinstance(item, Unopened):
        return None
    outcome = read_message(item.raw, Source(channel=item.channel, name=item.name), guard)
    return report(item.source, outcome)


def _print(item: Input | Unopened, found: dict[str, Any] | None, *, as_json: bool) -> None:
    if isinstance(item, Unopened):
        complain(f"{item.source}: {item.reason}")
    elif as_json:
        print(json.dumps(found, ensure_ascii=False), flush=True)
    elif found is not None:
        print(outline(found), flush=True)
