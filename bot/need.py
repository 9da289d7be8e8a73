"""Something that needs a person: a plain value, which a round makes an alarm of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that needs a person now."""

    code: str
    subject: str = ""
    #: what its words name; `newest`, where it has one, is when the last of what is counted came
    about: dict[str, Any] = field(default_factory=dict)
    #: it must hold for so long before it is told
    grace: timedelta = timedelta(0)

    def is_newer_than(self, told: Mapping[str, Any]) -> bool:
        """Whether more came since an alarm of this was told."""
        return str(self.about.get("newest", "")) > str(told.get("newest", ""))
