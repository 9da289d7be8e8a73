"""Settings of how updates reach us and how many one sender may send."""

from __future__ import annotations

import re

from pydantic import BaseModel, Field, field_validator

from bot.listen import Listen, parse_listen

#: Telegram posts to TLS alone; a Bot API server of one's own may post over loopback
_HOOK = re.compile(
    r"https://[^/\s?#]+(/[^\s?#]*)?|http://(127\.0\.0\.1|localhost)(:\d+)?(/[^\s?#]*)?"
)


class ChatSettings(BaseModel):
    """How the chat comes in. A part of `bot.settings.Settings`."""

    #: where the chat server reaches us; None: we ask it for updates
    webhook_url: str | None = None
    webhook_listen: Listen = Listen("127.0.0.1", 8085)
    #: messages of one private sender within an hour
    chat_per_hour: int = Field(default=120, ge=10, le=100_000)

    @field_validator("webhook_url")
    @classmethod
    def _webhook_url(cls, value: str | None) -> str | None:
        if value is None or value.lower() == "off":
            return None
        if not _HOOK.fullmatch(value):
            raise ValueError("give an https:// address without ? and #, or off")
        return value

    @field_validator("webhook_listen", mode="before")
    @classmethod
    def _webhook_listen(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        listen = parse_listen(value)
        if listen is None:
            raise ValueError("give host:port; ACSG_WEBHOOK_URL=off asks the server for updates")
        return listen
