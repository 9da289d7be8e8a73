"""A message as Outlook keeps it, in a .msg or a winmail.dat: its properties as a Document.

Which property is which is in MS-OXPROPS; how it is stored differs, see `outlook` and `tnef`. The
one door of compressed-rtf.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import compressed_rtf

from ingest import datapictures, markup, rtf
from ingest.charset import clean, decode
from ingest.charset_names import codec_name
from ingest.enclosed import enclosed
from ingest.headers import safe_name
from ingest.problems import problem
from ingest.segment import Document, Page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ingest.enclosed import Picture
    from ingest.inbound import Problem

#: messages within messages
MAX_DEPTH: Final = 5
MAX_FILES: Final = 100

CLASS, SUBJECT, HEADERS = 0x001A, 0x0037, 0x007D
SENDER, SENDER_ADDRESS, SENDER_SMTP, TO, CC = 0x0C1A, 0x0C1F, 0x5D01, 0x0E04, 0x0E03
BODY, RTF, HTML = 0x1000, 0x1009, 0x1013
SENT, RECEIVED, CODE_PAGE, BODY_CODE_PAGE = 0x0039, 0x0E06, 0x3FFD, 0x3FDE
FILE_DATA, FILE_NAME, FILE_LONG_NAME, FILE_METHOD, NAME = 0x3701, 0x3704, 0x3707, 0x3705, 0x3001
#: FILE_METHOD of a message inside the message
EMBEDDED: Final = 5
#: Exchange's rights management puts the whole message into one encrypted file
_RIGHTS: Final = "message.rpmsg"
_MAX_RTF: Final = 20_000_000

Value = str | bytes | int


@dataclass(slots=True, kw_only=True)
class Message:
    """One message with its files and the messages inside it."""

    values: dict[int, Value] = field(default_factory=dict)
    files: list[tuple[str, bytes]] = field(default_factory=list)
    inner: list[Message] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def document(name: str, message: Message, media_type: str) -> Document:
    """Its words as pages, its files inside."""
    pages: list[Page] = []
    problems: list[Problem] = []
    files: list[tuple[str, bytes]] = []
    _read(name, message, pages, files, problems)
    if not any(page.text.strip() for page in pages) and not files and not problems:
        problems.append(problem("empty", name))
    if len(files) > MAX_FILES:
        problems.append(problem("too_many_files", name, what=str(MAX_FILES)))
    return Document(
        media_type=media_type,
        pages=tuple(pages),
        nested=tuple(files[:MAX_FILES]),
        problems=tuple(dict.fromkeys(problems)),
    )


def _read(
    name: str,
    message: Message,
    pages: list[Page],
    files: list[tuple[str, bytes]],
    problems: list[Problem],
) -> None:
    head = _head(message.values)
    if head:
        pages.append(Page(number=None, method="text", text=head))
    problems += message.problems
    values, pictures = _without_pictures(message.values)
    page, trouble = _body(values, name)
    files += enclosed(name, pictures, text=page.text).nested
    if page.text.strip():
        pages.append(page)
    problems += trouble
    for file, content in message.files:
        if file.lower() == _RIGHTS:
            problems.append(problem("encrypted", name))
        else:
            files.append((file, content))
    for one in message.inner:
        _read(name, one, pages, files, problems)


def _without_pictures(values: Mapping[int, Value]) -> tuple[Mapping[int, Value], list[Picture]]:
    """The values, and the pictures that its page carries in itself."""
    html = values.get(HTML)
    if not isinstance(html, bytes):
        return values, []
    words, pictures = datapictures.apart(html)
    return {**values, HTML: words}, pictures


def file_name(values: Mapping[int, Value], number: int) -> str:
    """The name of a file of a message, without its folders."""
    for tag in (FILE_LONG_NAME, FILE_NAME, NAME):
        said = safe_name(text(values, tag))
        if said:
            return said
    return f"attachment-{number}"


def text(values: Mapping[int, Value], tag: int) -> str:
    """A property as text; empty where it is missing or none."""
    value = values.get(tag)
    if isinstance(value, bytes):
        return decode(value, _code_page(values, CODE_PAGE)).text.rstrip("\0")
    return clean(value).rstrip("\0") if isinstance(value, str) else ""


def _head(values: Mapping[int, Value]) -> str:
    """Who wrote, to whom, when and about what, on one line."""
    address = text(values, SENDER_SMTP) or text(values, SENDER_ADDRESS)
    who = " ".join(filter(None, [text(values, SENDER), f"<{address}>" if "@" in address else ""]))
    when = text(values, SENT) or text(values, RECEIVED)
    said = {"From": who, "Date": when, "To": text(values, TO), "Cc": text(values, CC)}
    said["Subject"] = text(values, SUBJECT)
    shown = {label: value.strip()[:200] for label, value in said.items() if value.strip()}
    return " · ".join(f"{label}: {value}" for label, value in shown.items())


def _body(values: Mapping[int, Value], name: str) -> tuple[Page, list[Problem]]:
    """What a mail program shows: the page, else the rich text, else the plain one."""
    html = values.get(HTML)
    if isinstance(html, bytes | str) and html:
        declared = _code_page(values, BODY_CODE_PAGE)
        source = (
            decode(html, declared, limit=markup.MAX_SOURCE).text
            if isinstance(html, bytes)
            else html
        )
        page = markup.render(source)
        if page.text.strip():
            return Page(number=None, method="html", text=page.text), page.problems(name)
    packed = values.get(RTF)
    if isinstance(packed, bytes) and packed:
        rich, problems = _rich(packed, name)
        if rich.strip():
            return Page(number=None, method="rtf", text=rich), problems
    return Page(number=None, method="text", text=text(values, BODY)), []


def _rich(packed: bytes, name: str) -> tuple[str, list[Problem]]:
    # a byte of it becomes nine at most
    if len(packed) * 9 > _MAX_RTF * 9 or len(packed) > _MAX_RTF:
        return "", [problem("too_large", name)]
    try:
        content: bytes = compressed_rtf.decompress(packed)
    except Exception:  # noqa: BLE001 - the library raises bare exceptions
        return "", [problem("damaged", name)]
    return rtf.shown(content, name)


def _code_page(values: Mapping[int, Value], tag: int) -> str | None:
    """Python's name of a code page by its number: 65001 is UTF-8, 20866 KOI8-R, 28591 Latin-1."""
    number = values.get(tag)
    if not isinstance(number, int):
        return None
    if 28_591 <= number <= 28_606:  # noqa: PLR2004 - the range of ISO 8859
        return f"iso8859-{number - 28_590}"
    known = {
        65_001: "utf-8",
        20_866: "koi8_r",
        21_866: "koi8_u",
        20_127: "ascii",
        50_220: "iso2022_jp",
    }
    return known.get(number) or codec_name(f"cp{number}")
