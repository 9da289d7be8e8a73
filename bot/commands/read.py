"""`acsg-intake read`: read files and print what would be drafted; stores nothing."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from tqdm import tqdm

from bot.exits import DONE, FAILED, CommandError
from bot.form_words import all_printed
from bot.guarding import guard_of, hands_of
from bot.inputs import inputs
from bot.outline import outline
from bot.settings import load_settings
from bot.terminal import complain, page_width
from bot.why import explain, load_neighbours
from ingest.pipeline import Source, read_message
from ingest.report import report
from ingest.saved import Input, Unopened
from nlp.neighbours import StaleIndexError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from concurrent.futures import Future
    from typing import Any

    from ingest.guard import Guard
    from ingest.pipeline import Hands
    from nlp.neighbours import Neighbours


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="files, mbox files, folders, Maildirs; - is a mail on stdin",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line per input")
    parser.add_argument(
        "--why", action="store_true", help="show the training sentences nearest to what was found"
    )


def run(options: argparse.Namespace) -> int:
    """Print one result an input, in their order."""
    settings = load_settings()
    failed = False
    with closing(guard_of(settings)) as guard, _reasons(wanted=options.why) as reasons:
        progress = tqdm(total=len(options.paths), unit=" files", disable=None)
        for item, found in _read(guard, hands_of(settings, guard), options.paths, settings.workers):
            failed = failed or isinstance(item, Unopened)
            if found is not None and reasons is not None:
                found["why"] = explain(found, _loaded(reasons))
            with progress.external_write_mode():
                _print(item, found, as_json=options.json)
            progress.update()
        progress.close()
    return FAILED if failed else DONE


@contextmanager
def _reasons(*, wanted: bool) -> Iterator[Future[Neighbours] | None]:
    """The training sentences, loaded while the guarded processes load what they need."""
    if not wanted:
        yield None
        return
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(load_neighbours)


def _loaded(reasons: Future[Neighbours]) -> Neighbours:
    try:
        return reasons.result()
    except StaleIndexError as error:
        raise CommandError(str(error)) from None


def _read(
    guard: Guard, hands: Hands, paths: list[str], workers: int
) -> Iterator[tuple[Input | Unopened, dict[str, Any] | None]]:
    """Read ahead by a few inputs, so that neither memory grows nor a worker waits."""
    under_way: list[Any] = []
    with ThreadPoolExecutor(workers + 1) as pool, _left_by_whoever_ends(guard, under_way):
        for item in inputs(paths):
            under_way.append((item, pool.submit(_one, hands, item)))
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


def _one(hands: Hands, item: Input | Unopened) -> dict[str, Any] | None:
    if isinstance(item, Unopened):
        return None
    source = Source(channel=item.channel, name=item.name, forms=all_printed(""))
    outcome = read_message(item.raw, source, hands)
    return report(item.source, outcome)


def _print(item: Input | Unopened, found: dict[str, Any] | None, *, as_json: bool) -> None:
    if isinstance(item, Unopened):
        complain(f"{item.source}: {item.reason}")
    elif as_json:
        print(json.dumps(found, ensure_ascii=False), flush=True)
    elif found is not None:
        print(outline(found, page_width()), flush=True)
