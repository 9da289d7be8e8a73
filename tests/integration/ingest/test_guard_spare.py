"""The process for the next document is there before the document is."""

from __future__ import annotations

import os
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest.guard import Guard, Limits
from tests import guarded_tasks as tasks

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.timeout(120)


@pytest.fixture(scope="module")
def guard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guard]:
    limits = Limits(document_workers=1, reading_workers=1)
    scratch = tmp_path_factory.mktemp("scratch")
    guard = Guard(limits, scratch=scratch, load=tasks.Parrot, shared=False)
    guard.run(os.getpid)
    yield guard
    guard.close()


def running() -> set[int]:
    return {int(place.name) for place in Path("/proc").iterdir() if place.name.isdigit()}


@pytest.mark.parametrize("seconds", [0, 0.3])
def test_it_waits_after_a_task_whether_that_was_quick_or_not(guard: Guard, seconds: float) -> None:
    guard.run(partial(time.sleep, seconds))
    time.sleep(1)
    before = running()

    assert guard.run(os.getpid) in before


def test_tasks_that_follow_at_once_do_not_wait_for_it(guard: Guard) -> None:
    ids = [guard.run(os.getpid) for _ in range(10)]

    assert len(set(ids)) == 10
