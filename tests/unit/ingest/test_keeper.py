"""When the process that keeps readers may fork: never while half a module is there."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING

from ingest import keeper

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

MODULE = """
import sys
from ingest import keeper
found = keeper.is_loading(sys._getframe())
"""


def test_a_module_that_is_being_loaded_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "half_a_module.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)

    assert importlib.import_module("half_a_module").found


def test_otherwise_nothing_is_being_loaded() -> None:
    assert not keeper.is_loading(sys._getframe())
