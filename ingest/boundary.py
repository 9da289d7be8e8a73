"""Multiparts whose boundary is not what they say: the lines that part them are looked for."""

from __future__ import annotations

import re
from email.message import Message
from typing import Final

from ingest import transfer, tree

#: a line that begins like a boundary, with the header of a part or an empty line behind it
_LINE: Final = re.compile(
    rb"(?:\A|\n)--([^\r\n]{1,300}?)[ \t]*\r?\n(?=[ \t]*\r?\n|content-[a-z-]{1,40}:)", re.IGNORECASE
)
#: closing boundaries behind which more is looked for
_MAX_TIMES: Final = 5


def found(part: Message) -> Message | None:
    """The multipart with the parts that its text shows, None where it shows none."""
    data = transfer.bare(part)
    seen = _LINE.search(data)
    return None if seen is None else _parsed(part.get_content_subtype(), seen[1], data)


def behind(part: Message) -> list[Message]:
    """Parts behind the closing boundary, as programs leave them that add to a mail."""
    children: list[Message] = []
    last = part
    for _ in range(_MAX_TIMES):
        again = _epilogue(last)
        if again is None:
            break
        more = again.get_payload()
        children += (
            [one for one in more if isinstance(one, Message)] if isinstance(more, list) else []
        )
        last = again
    return children


def _epilogue(part: Message) -> Message | None:
    end = part.epilogue or ""
    boundary = str(part.get_boundary(""))
    if f"--{boundary}" not in end:
        return None
    return _parsed(
        part.get_content_subtype(),
        boundary.encode("utf-8", "surrogateescape"),
        end.encode("utf-8", "surrogateescape"),
    )


def _parsed(subtype: str, boundary: bytes, data: bytes) -> Message | None:
    quoted = boundary.replace(b"\\", b"\\\\").replace(b'"', b'\\"')
    head = f"Content-Type: multipart/{subtype}; boundary=".encode()
    again = tree.parsed(head + b'"' + quoted + b'"\r\n\r\n' + data)
    return again if again.is_multipart() else None
