"""One MIME part without children: its bytes, and whether it is text of the mail or a file."""

from __future__ import annotations

import mimetypes
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ingest import disguise, headers, markup, transfer
from ingest.charset import decode
from ingest.plaintext import unflow
from ingest.problems import problem

if TYPE_CHECKING:
    from email.message import Message

    from ingest.charset import Decoded
    from ingest.inbound import Problem

#: parts that say nothing to a reader: signatures of the program, delivery data
PASSED_OVER: Final = frozenset(
    {
        *("application/pkcs7-signature", "application/x-pkcs7-signature"),
        *("application/pgp-signature", "application/pgp-encrypted"),
        *("message/delivery-status", "message/disposition-notification", "text/rfc822-headers"),
        *("message/global-delivery-status", "message/global-disposition-notification"),
        *("message/global-headers", "message/feedback-report"),
        # the second fork of a file of a Macintosh (RFC 1740)
        "application/applefile",
        *("text/x-amp-html", "text/watch-html"),
    }
)
#: an inline picture of fewer bytes is a logo or a dot, no scan
_TINY_PICTURE: Final = 6_000
#: beside a page that Word saved as one file, by the place that they had
_WORDS_OWN: Final = ("/filelist.xml", "/colorschememapping.xml", "/themedata.thmx", "/editdata.mso")
_TYPE: Final = re.compile(r"[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+-]{1,80}")
#: the first type that a header names, where it is not just one
_TYPE_IN: Final = re.compile(r"\b(?:text|multipart|message|application|image)/[a-z0-9.+-]{1,80}")
#: texts that are files with a reader of their own, whatever the mail says of how to show them
_FILES: Final = frozenset(
    {
        *("text/calendar", "text/vcard", "text/x-vcard", "text/directory", "text/csv"),
        *("text/tab-separated-values", "text/comma-separated-values", "text/rtf", "text/xml"),
        *("text/css", "text/javascript", "text/rfc822-headers"),
    }
)
#: RFC 1896 and what was before it: marks in brackets
_ENRICHED: Final = frozenset({"text/enriched", "text/richtext"})
_MARK: Final = re.compile(r"<(?!<)/?[A-Za-z-]{1,60}>")
_ENDINGS: Final = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/tiff": ".tiff",
    "text/calendar": ".ics",
    "application/ms-tnef": ".dat",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Text of the mail or of a message inside it."""

    method: str
    text: str
    #: spans that the sender's program marked as cited
    cited: tuple[tuple[int, int], ...] = ()
    #: and those that it put there as a signature
    signed: tuple[tuple[int, int], ...] = ()
    #: of the message that it belongs to, where that is not the mail itself
    subject: str | None = None
    #: 0 in the mail itself, 1 in a message inside it, and so on
    depth: int = 0
    #: sent back by a delivery report
    is_returned: bool = False

    def at(self, depth: int, subject: str | None) -> Piece:
        """The same as part of a message inside."""
        return replace(self, depth=depth, subject=subject)

    def returned(self) -> Piece:
        """The same as something that is sent back."""
        return replace(self, is_returned=True)


def kind(part: Message) -> str:
    """The media type of a part; of a header against the rules, the first that it names."""
    declared = headers.value(part, "content-type")
    given = part.get_content_type()
    if not declared or _TYPE.fullmatch(given):
        return given
    found = _TYPE_IN.search(declared.lower())
    return found[0] if found else "text/plain"


def content(part: Message) -> tuple[bytes, bool]:
    """The decoded bytes, and whether their encoding was damaged."""
    return transfer.decoded(transfer.bare(part), headers.value(part, "content-transfer-encoding"))


def is_body(part: Message, media_type: str, name: str) -> bool:
    """Text that a mail program shows as the mail, not as a file beside it."""
    is_text = media_type.startswith("text/") and media_type not in _FILES
    # RFC 2046 5.1.7 and 4.1.4: what is not known is read as mixed, or as plain text
    if not is_text and part.get_content_maintype() != "multipart":
        return False
    disposition = headers.value(part, "content-disposition").split(";")[0].strip().lower()
    return disposition != "attachment" and not name


def piece(part: Message, media_type: str, data: bytes) -> tuple[Piece, list[Problem]]:
    """The text of a body part, and what is to be said of it."""
    declared = headers.parameter(part, "content-type", "charset") or None
    if media_type == "text/html":
        return _page(data, declared or markup.declared_charset(data))
    decoded = decode(data, declared, mend=True)
    text = decoded.text
    if media_type in _ENRICHED:
        text = _MARK.sub("", text)
    if headers.parameter(part, "content-type", "format").lower() == "flowed":
        delete = headers.parameter(part, "content-type", "delsp").lower() == "yes"
        text = unflow(text, delete_space=delete)
    seen = disguise.plain(text)
    return Piece(method="text", text=seen.text), [*_trouble(decoded), *seen.problems()]


def _page(data: bytes, declared: str | None) -> tuple[Piece, list[Problem]]:
    decoded = decode(data, declared, limit=markup.MAX_SOURCE, mend=True)
    page = markup.render(decoded.text)
    seen = disguise.plain(page.text)
    cited = tuple(seen.span(*one) for one in page.cited)
    signed = tuple(seen.span(*one) for one in page.signed)
    said = [*_trouble(decoded), *page.problems(), *seen.problems()]
    return Piece(method="html", text=seen.text, cited=cited, signed=signed), said


def _trouble(decoded: Decoded) -> list[Problem]:
    if decoded.cut:
        return [problem("text_cut")]
    said = [problem(decoded.problem, what=decoded.charset)] if decoded.problem else []
    return [*said, problem("garbled_text")] if decoded.was_garbled else said


def is_ornament(part: Message, media_type: str, data: bytes) -> bool:
    """A picture inside the text that is too small to hold any; what Word keeps for itself."""
    if headers.value(part, "content-location").lower().endswith(_WORDS_OWN):
        return True
    inline = headers.value(part, "content-id") or headers.value(
        part, "content-disposition"
    ).strip().lower().startswith("inline")
    return media_type.startswith("image/") and bool(inline) and len(data) < _TINY_PICTURE


def default_name(media_type: str, number: int) -> str:
    """A name for a file that has none."""
    ending = _ENDINGS.get(media_type) or mimetypes.guess_extension(media_type) or ".bin"
    return f"attachment-{number}{ending}"
