"""Business cards (vCard, RFC 6350 and before) as lines: who, of which office, how to reach them."""

from __future__ import annotations

import quopri
import re
from typing import TYPE_CHECKING, Final

from ingest.charset import decode
from ingest.charset_names import codec_name
from ingest.problems import problem
from ingest.segment import Document, Page
from ingest.sniff import VCARD

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_CARDS: Final = 200
#: a line break before a space or tab is none; in quoted-printable one after an equals sign
_FOLD: Final = re.compile(r"\n[ \t]")
_SOFT: Final = re.compile(r"=\n")
_LINE: Final = re.compile(r"(?:[A-Za-z0-9-]{1,40}\.)?([A-Za-z-]{1,40})((?:;[^:\n]{0,500})?):(.*)")
_ESCAPE: Final = re.compile(r"\\([\\;,:nN])")
_CHARSET: Final = re.compile(r"CHARSET=\"?([\w.:-]{1,40})", re.IGNORECASE)
#: property -> word before it, in the order in which people ask
_SAID: Final = {
    "FN": "Name",
    "N": "Name",
    "TITLE": "Title",
    "ROLE": "Role",
    "ORG": "Organisation",
    "TEL": "Telephone",
    "EMAIL": "E-mail",
    "ADR": "Address",
    "URL": "Web",
    "NOTE": "Note",
}


def read(name: str, content: bytes) -> Document:
    """A page for each card."""
    decoded = decode(content)
    problems = [problem("text_cut", name)] if decoded.cut else []
    cards = list(_cards(_FOLD.sub("", decoded.text)))
    if len(cards) > _MAX_CARDS:
        problems.append(problem("text_cut", name))
    texts = [text for card in cards[:_MAX_CARDS] if (text := _lines(card))]
    if not texts:
        problems.append(problem("empty", name))
    pages = tuple(Page(number=None, method="vcard", text=text) for text in texts)
    return Document(media_type=VCARD, pages=pages, nested=(), problems=tuple(problems))


def _cards(text: str) -> Iterator[dict[str, list[str]]]:
    card: dict[str, list[str]] | None = None
    for line in _SOFT.sub("=\r", text).split("\n"):
        found = _LINE.fullmatch(line)
        if found is None:
            continue
        name, value = found[1].upper(), found[3].strip()
        if name == "BEGIN":
            card = {}
        elif name == "END" and card is not None:
            yield card
            card = None
        elif card is not None and name in _SAID:
            card.setdefault(name, []).append(_value(found[2], value))
    if card:
        # cut off before its end
        yield card


def _value(parameters: str, value: str) -> str:
    if "QUOTED-PRINTABLE" in parameters.upper():
        named = _CHARSET.search(parameters)
        charset = (codec_name(named[1]) if named else None) or "utf-8"
        plain = value.replace("=\r", "").encode("utf-8", "replace")
        value = quopri.decodestring(plain).decode(charset, "replace")
    pieces = re.split(r"(?<!\\);", value.replace("\r", ""))
    said = ", ".join(piece.strip() for piece in pieces if piece.strip())
    return _ESCAPE.sub(lambda m: "\n" if m[1] in "nN" else m[1], said)


def _lines(card: dict[str, list[str]]) -> str:
    lines = []
    for name, word in _SAID.items():
        values = [value for value in card.get(name, []) if value]
        if values and not (name == "N" and card.get("FN")):
            lines.append(f"{word}: {', '.join(dict.fromkeys(values))}")
    return "\n".join(lines)
