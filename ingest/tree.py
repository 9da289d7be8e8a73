"""Bytes of a mail to its tree of parts; the one door of the standard library's parser of mails.

It gives up on some trees and takes minutes over some headers: both are bounded here, so that one
field or one part that nobody can have meant costs itself alone.
"""

from __future__ import annotations

from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.policy import Compat32
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

#: parts within parts; what lies deeper is one part, whatever it says of itself
MAX_NESTING: Final = 40
#: longest field on how a part is to be read, in characters, and parameters that it may have
_LONGEST: Final = 10_000
_MOST_PARAMETERS: Final = 100


def parsed(raw: bytes) -> Message:
    """The mail with its parts; any bytes give one."""
    return BytesParser(_Part, policy=_POLICY).parsebytes(raw)


def header(raw: bytes) -> Message:
    """The header of a mail; what follows it is not looked into."""
    return BytesHeaderParser(_Part, policy=_POLICY).parsebytes(raw)


class _Part(Message):
    """A part that knows how deep it lies."""

    nesting = 0

    def attach(self, payload: Any) -> None:
        super().attach(payload)
        if isinstance(payload, _Part):
            payload.nesting = self.nesting + 1

    def get_content_type(self) -> str:
        # the parser asks whether to look for parts in it
        return "text/plain" if self.nesting > MAX_NESTING else super().get_content_type()


class _Bounded(Compat32):
    """Keeps what it cannot understand, as newer policies do not; fields on parts have an end.

    The parser's time for one of them grows with its length times its semicolons.
    """

    def header_source_parse(self, sourcelines: Sequence[str]) -> tuple[str, str]:
        name, value = super().header_source_parse([*sourcelines])
        if not name.lower().startswith("content-"):
            return name, value
        pieces = value[:_LONGEST].split(";", _MOST_PARAMETERS)
        return name, ";".join(pieces[:_MOST_PARAMETERS])


_POLICY: Final = _Bounded()
