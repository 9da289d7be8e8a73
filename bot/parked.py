"""Why a message is parked, in words, as `parked.toml` has them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from store.model import MessageStatus

if TYPE_CHECKING:
    from store.model import InboxMessage


def why_parked(message: InboxMessage) -> str:
    """The reason with its code; empty where the message is not parked."""
    if message.status is not MessageStatus.PARKED:
        return ""
    words = _read()
    code = message.problem or "other"
    return f"{words.get(code, words['other'])} ({code}, {message.attempts} attempts)"


@cache
def _read() -> dict[str, str]:
    path = Path(__file__).with_name("parked.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
