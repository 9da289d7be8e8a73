"""The question for a typed reason: the reply quotes it, so that nothing has to be remembered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from store.model import Draft

_ASKED: Final = re.compile(r"([A-Z]+-[0-9]{4}-[0-9]{4,}-[0-9]+) \(revision ([0-9]{1,9})\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The draft that a prompt of ours was about."""

    ref: str
    revision: int


def prompt_for(draft: Draft) -> str:
    """The question, as plain text."""
    return (
        "✍️ Reply to this message with the reason for not registering "
        f"{draft.ref} (revision {draft.revision})."
    )


def asked_in(prompt: str) -> Asked | None:
    """What a prompt of ours asked about; None where it is no such prompt."""
    found = _ASKED.search(prompt)
    if found is None or not prompt.startswith("✍️"):
        return None
    return Asked(ref=found[1], revision=int(found[2]))
