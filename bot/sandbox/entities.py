"""Telegram's HTML to text and entities, as strict as Telegram: the rest of HTML is refused."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any, Final

from bot.sandbox.refusal import bad_request

Entity = dict[str, Any]

#: tag -> type of entity
TAGS: Final = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "span": "spoiler", "a": "text_link", "code": "code", "pre": "pre",
    "blockquote": "blockquote", "tg-emoji": "custom_emoji",
}  # fmt: skip
#: what Telegram keeps of the entities of one message
MOST_ENTITIES: Final = 100
#: types that may not hold others
_SOLID: Final = {"code", "pre"}
_NAMED: Final = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"'}

_TOKEN = re.compile(r"<[^>]*>?|&#?\w+;|[^<&]+|&", re.DOTALL)
_TAG = re.compile(r"<(/?)([a-zA-Z0-9-]+)([^>]*)>", re.DOTALL)
_ATTRIBUTE = re.compile(r"""([\w-]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")


def units(text: str) -> int:
    """Length as Telegram counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def parse(source: str) -> tuple[str, list[Entity]]:
    """Text and entities of HTML in Telegram's subset.

    Raises:
        Refusal: an unknown tag, or tags that do not close in order.

    """
    reading = _Reading()
    for token in _TOKEN.finditer(source):
        reading.take(token.group(), len(source[: token.start()].encode()))
    if reading.open:
        tag = reading.open[-1].tag
        raise bad_request(
            f"can't parse entities: Can't find end tag corresponding to start tag \"{tag}\""
        )
    return _trimmed("".join(reading.parts), reading.entities)


def commands(text: str) -> list[Entity]:
    """The entity of a `/command` at the start, as a client's own text gets it."""
    found = re.match(r"/\w{1,32}(@\w+)?", text, re.ASCII)
    return [{"type": "bot_command", "offset": 0, "length": found.end()}] if found else []


@dataclass(slots=True)
class _Open:
    tag: str
    entity: Entity


@dataclass(slots=True)
class _Reading:
    parts: list[str] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    length: int = 0

    def take(self, token: str, offset: int) -> None:
        if not token.startswith("<"):
            self._add(_decoded(token))
            return
        found = _TAG.fullmatch(token)
        if found is None:
            raise bad_request(f"can't parse entities: Unclosed start tag at byte offset {offset}")
        closing, name, attributes = found.groups()
        if closing:
            self._close(name.lower(), offset)
        else:
            self._begin(name.lower(), attributes, offset)

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.length += units(text)

    def _begin(self, tag: str, attributes: str, offset: int) -> None:
        given = {name.lower(): value.strip("\"'") for name, value in _ATTRIBUTE.findall(attributes)}
        if tag not in TAGS or (tag == "span" and given.get("class") != "tg-spoiler"):
            raise bad_request(
                f'can\'t parse entities: Unsupported start tag "{tag}" at byte offset {offset}'
            )
        entity: Entity = {"type": TAGS[tag], "offset": self.length, "length": 0}
        if tag == "a":
            entity["url"] = html.unescape(given.get("href", ""))
        if tag == "blockquote" and "expandable" in given:
            entity["type"] = "expandable_blockquote"
        if tag == "tg-emoji":
            entity["custom_emoji_id"] = given.get("emoji-id", "")
        self.open.append(_Open(tag, entity))

    def _close(self, tag: str, offset: int) -> None:
        if not self.open:
            raise bad_request(f"can't parse entities: Unexpected end tag at byte offset {offset}")
        last = self.open.pop()
        if tag != last.tag:
            raise bad_request(
                f"can't parse entities: Unmatched end tag at byte offset {offset}, "
                f'expected "</{last.tag}>", found "</{tag}>"'
            )
        last.entity["length"] = self.length - last.entity["offset"]
        around = {outer.entity["type"] for outer in self.open}
        if not (around & _SOLID or (_is_quote(last.entity) and any(map(_is_quote_type, around)))):
            self.entities.append(last.entity)


def _is_quote(entity: Entity) -> bool:
    return _is_quote_type(entity["type"])


def _is_quote_type(kind: str) -> bool:
    return kind.endswith("blockquote")


def _decoded(token: str) -> str:
    if token in _NAMED or token.startswith("&#"):
        return html.unescape(token)
    return token


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Without white space at both ends; entities moved along, empty and surplus ones dropped."""
    lead = units(text) - units(text.lstrip())
    text = text.strip()
    end = units(text)
    kept = []
    for entity in sorted(entities, key=lambda e: (e["offset"], -e["length"])):
        first = max(entity["offset"] - lead, 0)
        last = min(entity["offset"] + entity["length"] - lead, end)
        if last > first and entity.get("url", "-"):
            kept.append(entity | {"offset": first, "length": last - first})
    return text, kept[:MOST_ENTITIES]
