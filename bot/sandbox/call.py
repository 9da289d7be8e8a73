"""One call of a Bot API method, taken out of its HTTP request: parameters and uploaded files."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.sandbox.refusal import bad_request, migrated

if TYPE_CHECKING:
    from bot.sandbox.chats import Chat, Chats, Message

ATTACHED = "attach://"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that came with the call."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Method, parameters as text (structures as JSON in it), and files by field name."""

    method: str
    parameters: dict[str, str]
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A text; empty where it is missing."""
        return self.parameters.get(name, "")

    def number(self, name: str, default: int | None = None) -> int:
        """A whole number."""
        try:
            return int(self.parameters[name])
        except (KeyError, ValueError):
            if default is not None:
                return default
            raise bad_request(f"{name.removesuffix('_id')} identifier is not specified") from None

    def structure(self, name: str) -> Any:
        """A JSON value; None where it is missing."""
        given = self.parameters.get(name)
        if not given:
            return None
        try:
            return json.loads(given)
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None

    def upload(self, name: str) -> Upload | None:
        """The file of a field, given in it or by `attach://`."""
        return self.uploads.get(self.text(name).removeprefix(ATTACHED)) or self.uploads.get(name)

    def chat(self, chats: Chats) -> Chat:
        """The chat that is meant."""
        if not self.text("chat_id"):
            raise bad_request("chat_id is empty")
        number = self.number("chat_id", 0)
        if number in chats.moved:
            raise migrated(chats.moved[number])
        found = chats.chats.get(number)
        if found is None:
            raise bad_request("chat not found")
        return found

    def message(self, chats: Chats, doing: str) -> Message:
        """The message that is meant."""
        key = self.chat(chats).id, self.number("message_id")
        found = chats.messages.get(key)
        if found is None or found.is_deleted:
            raise bad_request(f"message to {doing} not found")
        return found


async def read_call(request: web.Request) -> Call:
    """Take a request apart, however its parameters came: query, form, multipart or JSON."""
    parameters = dict(request.query)
    uploads = {}
    if request.content_type == "application/json":
        given = json.loads(await request.text() or "{}")
        parameters |= {
            name: value if isinstance(value, str) else json.dumps(value)
            for name, value in given.items()
        }
    else:
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                uploads[name] = Upload(
                    name=value.filename, media_type=value.content_type, content=value.file.read()
                )
            else:
                parameters[name] = value if isinstance(value, str) else bytes(value).decode()
    return Call(method=request.match_info["method"], parameters=parameters, uploads=uploads)
