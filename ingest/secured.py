"""What is signed, encrypted or protected: which parts are so, and what of them can be read.

Signatures are not checked here, and nothing is decrypted: the office has no key for mail.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ingest import cms, tree
from ingest.cms import Wrapping
from ingest.mailbytes import straight

if TYPE_CHECKING:
    from email.message import Message

#: RFC 8551, 3.2 and 3.9
_BLOCKS: Final = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_RIGHTS: Final = frozenset({"application/x-microsoft-rpmsg-message"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What lies in a block of S/MIME."""

    #: the part that was signed or packed
    message: Message | None = None
    #: it holds certificates and no content
    is_bare: bool = False
    #: of the problem that is to be told
    code: str | None = None


def is_block(media_type: str, name: str) -> bool:
    """Whether a part is a block of S/MIME, by its type or by the name that it always has."""
    return media_type in _BLOCKS or name.lower().endswith((".p7m", ".p7z"))


def has_rights(media_type: str, name: str) -> bool:
    """Whether a file is a mail that Microsoft's rights management has locked."""
    return media_type in _RIGHTS or name.lower().endswith(".rpmsg")


def opened(data: bytes) -> Opened:
    """Open a block as far as that takes no key."""
    block = cms.opened(data)
    if block is None:
        return Opened(code="damaged")
    if block.wrapping is Wrapping.ENCRYPTED:
        return Opened(code="encrypted_message")
    code = "damaged" if block.damaged else None
    if not block.content:
        return Opened(is_bare=code is None, code=code)
    return Opened(message=_message(block.content), code=code)


def _message(content: bytes) -> Message:
    inner = tree.parsed(straight(content))
    if inner.keys():
        return inner
    # signed as a bare text, without the header that RFC 8551 3.1 wants
    return tree.parsed(b"Content-Type: text/plain\r\n\r\n" + content)
