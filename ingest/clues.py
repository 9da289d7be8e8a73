"""What a message names of earlier ones: ids in its header, references in its words, its sender.

Plain values; nothing here knows whether what is named exists.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ingest.inbound import TextOrigin
from ingest.own_ids import OwnId, read_own

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.inbound import InboundMessage
    from ingest.segment import Segment

#: characters of the sender's own words in which a reference is looked for
_LOOKED_AT: Final = 20_000
#: characters at the head of a file, in which it is looked for where nobody wrote one
_HEAD: Final = 1_000
_MOST: Final = 20
#: an id so short names nothing: programs write `<>`, `<1>` and the like
_SHORTEST_ID: Final = 8
#: digits of any script; hyphens of any kind, or a space that somebody typed for one
_REFERENCE: Final = re.compile(
    r"(?<![^\W_])(ACSG|REQ|OFF|GP)[\s\u2010-\u2015\u2212_/-]{1,3}(\d{4})[\s\u2010-\u2015\u2212_/-]{1,3}(\d{4,9})"
    r"(?:[\u2010-\u2015\u2212-](\d{1,3}))?(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A reference of ours in somebody's words."""

    #: such as ACSG-2026-0042 or REQ-2026-0017
    ref: str
    #: number of the draft, where it was given
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clues:
    """All that a message names."""

    #: who claims to write, in lower case; None where nobody
    sender: str | None
    #: Message-IDs of ours, the one that is answered first, then the nearest of the thread
    own_ids: tuple[OwnId, ...] = ()
    #: all others that it answers or refers to, in the same order
    header_ids: tuple[str, ...] = ()
    in_subject: tuple[Mention, ...] = ()
    in_words: tuple[Mention, ...] = ()
    #: chat that it was written in
    chat: int | None = None
    #: where it comes from was to be proven, and is not
    is_unproven: bool = False

    @property
    def refs(self) -> tuple[str, ...]:
        """Every reference that it names, its answers to our mails included."""
        named = [one.ref for one in self.own_ids]
        named += [one.ref for one in (*self.in_subject, *self.in_words)]
        return tuple(dict.fromkeys(named))


def clues_of(
    message: InboundMessage,
    segments: Sequence[Segment],
    *,
    key: bytes | None,
    chat: int | None = None,
) -> Clues:
    """What a message names.

    Args:
        message: as parsed.
        segments: its text.
        key: signs our Message-IDs; None where we never wrote one.
        chat: that it came in by; None for mail and files.

    """
    ids = [*filter(None, [message.in_reply_to]), *reversed(message.references)]
    ids = list(dict.fromkeys(ids))
    own = {one: read_own(key, one) for one in ids} if key else {}
    return Clues(
        sender=message.sender.address.lower() if message.sender else None,
        own_ids=tuple(dict.fromkeys(filter(None, own.values()))),
        header_ids=tuple(one for one in ids if own.get(one) is None and is_telling(one))[:_MOST],
        in_subject=mentions(message.subject or ""),
        in_words=mentions(_own_words(segments)) or mentions(_heads_of_files(segments)),
        chat=chat,
    )


def is_telling(header_id: str) -> bool:
    """Whether a Message-ID may tell one mail from others: it has two sides and some length."""
    left, at, right = header_id.strip("<> ").rpartition("@")
    return bool(left and at and right) and len(left) + len(right) >= _SHORTEST_ID


def mentions(text: str) -> tuple[Mention, ...]:
    """The references in a text, each once, in their order; marks of direction do not hide one."""
    seen = "".join(one for one in text if unicodedata.category(one) != "Cf")
    return tuple(dict.fromkeys(_mentions(seen)))[:_MOST]


def _mentions(text: str) -> Iterator[Mention]:
    for found in _REFERENCE.finditer(text):
        position = int(found[4]) if found[4] else None
        yield Mention(
            ref=f"{found[1].upper()}-{int(found[2]):04d}-{int(found[3]):04d}", position=position
        )


def _heads_of_files(segments: Sequence[Segment]) -> str:
    """How files begin: a letter of ours that comes back signed says there to what it belongs."""
    files = {
        one.document_sha256: one for one in reversed(segments) if one.document_sha256 is not None
    }
    return "\n".join(one.text[:_HEAD] for one in reversed(files.values()))[:_LOOKED_AT]


def _own_words(segments: Sequence[Segment]) -> str:
    own = (one.text for one in segments if one.origin is TextOrigin.BODY)
    return "\n".join(own)[:_LOOKED_AT]
