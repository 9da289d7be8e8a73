"""Headers of our mails in lines that lose nothing: the library drops a space here and there.

Where a line of encoded words ends at a space, Python's own folding leaves the space out, so that
two words of a French or Russian subject grow together.
"""

from __future__ import annotations

from email.header import Header
from email.headerregistry import (
    BaseHeader,
    HeaderRegistry,
    MessageIDHeader,
    UniqueUnstructuredHeader,
)
from email.policy import SMTP
from typing import TYPE_CHECKING, ClassVar, Final, Literal

if TYPE_CHECKING:
    from email.policy import Policy

#: RFC 2047, 2: of a line that holds encoded words
_LONGEST_LINE: Final = 76


class _OnOneLine(MessageIDHeader, BaseHeader):
    """An id that is longer than a line: folded after the name, programs read a space into it."""

    #: both bases say so, each in a type of its own
    max_count: ClassVar[Literal[1]] = 1

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


class _Words(UniqueUnstructuredHeader, BaseHeader):
    """A subject, each of its spaces kept."""

    max_count: ClassVar[Literal[1]] = 1

    def fold(self, *, policy: Policy) -> str:
        charset = "us-ascii" if self.isascii() else "utf-8"
        header = Header(str(self), charset, _LONGEST_LINE, self.name)
        return f"{self.name}: {header.encode(linesep=policy.linesep)}{policy.linesep}"


def mail_policy() -> Policy:
    """How our mails are written."""
    headers = HeaderRegistry()
    headers.map_to_type("message-id", _OnOneLine)
    headers.map_to_type("subject", _Words)
    return SMTP.clone(header_factory=headers)
