"""Signatures as guarded processes check them: whatever a mail does there, it costs itself."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from ingest.errors import GuardError
from ingest.guard import Guard, Limits
from ingest.origin import read_origin
from ingest.signatures import verify, vouching
from tests import guarded_tasks as tasks
from tests.senders import LETTER, PUBLIC_KEY, passed_on, signed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def guard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guard]:
    scratch: Path = tmp_path_factory.mktemp("scratch")
    guard = Guard(Limits(document_workers=1), scratch=scratch, load=tasks.Parrot, shared=False)
    yield guard
    guard.close()


KEY = ((0, "mail._domainkey.ministry.example", f"v=DKIM1; p={PUBLIC_KEY}"),)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("size", [100, 3_000_000], ids=["by pipe", "by file"])
def test_a_guarded_process_checks_signatures(guard: Guard, size: int) -> None:
    raw = signed(LETTER + b"A line of a letter that goes on.\r\n" * (size // 34))

    assert guard.run(read_origin, raw, "").domains == ("ministry.example",)
    assert guard.run(verify, raw, KEY) == ("pass",)


@pytest.mark.timeout(120)
def test_a_body_of_blanks_costs_itself_alone(guard: Guard) -> None:
    relaxed = signed(LETTER, canonicalize=(b"relaxed", b"relaxed")) + b" " * 400_000 + b"x\r\n"
    begun = time.monotonic()

    with pytest.raises(GuardError) as error:
        guard.run(verify, relaxed, KEY, seconds=2)

    assert error.value.code == "timeout"
    assert time.monotonic() - begun < 10
    assert guard.run(verify, signed(), KEY) == ("pass",)


@pytest.mark.timeout(120)
def test_seals_are_checked_there_too_and_a_body_of_blanks_costs_itself_alone(guard: Guard) -> None:
    keys = (("arc._domainkey.relay.example", f"v=DKIM1; p={PUBLIC_KEY}"),)
    asked = (keys, "ministry.example", frozenset({"relay.example"}))
    blanks = passed_on(LETTER) + b" " * 400_000 + b"x\r\n"
    begun = time.monotonic()

    with pytest.raises(GuardError) as error:
        guard.run(vouching, blanks, *asked, seconds=2)

    assert error.value.code == "timeout"
    assert time.monotonic() - begun < 10
    assert guard.run(vouching, passed_on(LETTER), *asked) == "relay.example"
