"""Settings of the page on which officers read what may not enter the chat."""

from __future__ import annotations

import re
from typing import Self
from urllib.parse import urlsplit

from pydantic import BaseModel, field_validator, model_validator

from bot.listen import Listen, parse_listen

#: an origin: no path, no user, nothing behind it
_ORIGIN = re.compile(r"https?://(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+)(:\d{1,5})?")


class PageSettings(BaseModel):
    """Where the page is and how it is reached. A part of `bot.settings.Settings`."""

    web_listen: Listen | None = None
    #: as officers' browsers know it
    public_url: str = ""

    @field_validator("web_listen", mode="before")
    @classmethod
    def _web_listen(cls, value: object) -> object:
        return parse_listen(value) if isinstance(value, str) else value

    @field_validator("public_url")
    @classmethod
    def _public_url(cls, value: str) -> str:
        origin = value.rstrip("/").lower()
        if not origin:
            return ""
        if not _ORIGIN.fullmatch(origin):
            raise ValueError("give an address without a path, such as https://intake.example.org")
        host = urlsplit(origin).hostname or ""
        if origin.startswith("http://") and not Listen(host, 0).is_loopback:
            raise ValueError("give an address that begins with https://")
        return origin

    @model_validator(mode="after")
    def _page_is_reached(self) -> Self:
        listen = self.web_listen
        if listen is not None and not listen.is_loopback and not self.public_url:
            raise ValueError("ACSG_PUBLIC_URL: missing; the https address of ACSG_WEB_LISTEN")
        return self

    @property
    def page_address(self) -> str:
        """What officers are told; empty where there is no page."""
        if self.public_url:
            return self.public_url
        return "" if self.web_listen is None else f"http://{self.web_listen}"
