"""Hostile files through the guard: each ends in its limit, names its trouble, and harms nobody."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from ingest.guard import Guard, Limits
from ingest.ocr import OcrOptions
from tests import guarded_tasks as tasks
from tests import hostile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

    from ingest.segment import Document

pytestmark = pytest.mark.timeout(180)

LIMIT = 4.0
#: harmless in the end: read whole, with nothing to complain of; how deep archives may lie in one
#: another is for `unfold` to say, which opens one after the other
READ = {"page-of-nested-elements", "pdf-form-loop", "mail-of-endless-headers", "zip-in-zip"}


@pytest.fixture(scope="module")
def guard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guard]:
    limits = Limits(
        extract_seconds=LIMIT,
        memory_bytes=800_000_000,
        ocr=OcrOptions(enabled=False),
        reading_workers=1,
    )
    guard = Guard(
        limits, scratch=tmp_path_factory.mktemp("scratch"), load=tasks.Parrot, shared=False
    )
    guard.run(os.getpid)
    yield guard
    guard.close()


def timed(guard: Guard, name: str, content: bytes) -> tuple[Document, float]:
    begun = time.monotonic()
    document = guard.extract(name, "application/octet-stream", content)
    return document, time.monotonic() - begun


@pytest.mark.parametrize("kind", sorted(hostile.KINDS))
def test_a_hostile_file_costs_its_limit_and_no_neighbour(guard: Guard, kind: str) -> None:
    content = hostile.KINDS[kind]()

    with ThreadPoolExecutor(2) as pool:
        bad = pool.submit(timed, guard, kind, content)
        good = pool.submit(timed, guard, "letter.txt", b"We request support.")
        (document, seconds), (neighbour, waited) = bad.result(), good.result()

    assert seconds < LIMIT + 1
    assert waited < LIMIT + 1
    assert neighbour.pages[0].text == "We request support."
    named = document.problems or any(page.problem for page in document.pages)
    assert named or kind in READ
    assert guard.extract("a.txt", "text/plain", b"An offer.").pages[0].text == "An offer."


@pytest.mark.parametrize("task", [tasks.crash, tasks.hang_in_a_library])
def test_many_bad_documents_at_once_leave_the_pool_whole(guard: Guard, task: object) -> None:
    with ThreadPoolExecutor(6) as pool:
        bad: list[Future[Any]] = [
            pool.submit(guard.run, task, seconds=1)  # type: ignore[arg-type]
            for _ in range(6)
        ]
        good = guard.extract("letter.txt", "text/plain", b"We request support.")

    assert all(one.exception() is not None for one in bad)
    assert good.pages[0].text == "We request support."
