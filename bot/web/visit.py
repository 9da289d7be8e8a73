"""What a request to the page brings: where it came from, its cookies, the proof of its form."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from aiohttp import web

if TYPE_CHECKING:
    from aiohttp.web import Request, StreamResponse

#: of a form field
TOKEN: Final = "token"  # noqa: S105 - the name of a field, no secret
_SESSION, _FORM = "acsg-page", "acsg-form"
_OWN: Final = {"same-origin", "none"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """How browsers reach the page."""

    url: str

    @property
    def host(self) -> str:
        """Host and port as a browser names them."""
        return urlsplit(self.url).netloc

    @property
    def is_secure(self) -> bool:
        """Whether the way to it is encrypted; else it is this machine alone."""
        return self.url.startswith("https://")

    def session(self, request: Request) -> str:
        """What the browser was let in with; empty where it was not."""
        return request.cookies.get(self._name(_SESSION), "")

    def let_in(self, response: StreamResponse, token: str) -> None:
        """Give the browser what lets it in."""
        self._set(response, _SESSION, token)

    def let_out(self, response: StreamResponse) -> None:
        """Take it back."""
        response.del_cookie(self._name(_SESSION), path="/", secure=self.is_secure)

    def new_form(self, response: StreamResponse, secret: str) -> None:
        """Bind a form to the browser that asked for it, before it is let in."""
        self._set(response, _FORM, secret)

    def form(self, request: Request) -> str:
        """What the form was bound with."""
        return request.cookies.get(self._name(_FORM), "")

    def _name(self, name: str) -> str:
        return f"__Host-{name}" if self.is_secure else name

    def _set(self, response: StreamResponse, name: str, value: str) -> None:
        response.set_cookie(
            self._name(name), value, path="/", httponly=True, secure=self.is_secure,
            samesite="Strict",
        )  # fmt: skip


def proof_of(secret: str) -> str:
    """What a form must bring that was made for the holder of this cookie."""
    return hashlib.sha256(f"form:{secret}".encode()).hexdigest()


def require_own(request: Request, given: str, secret: str) -> None:
    """Refuse a form that another site sent, or that was made for another browser.

    Raises:
        HTTPForbidden: it is one.
    """
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    is_ours = hmac.compare_digest(given.encode(), proof_of(secret).encode())
    if site not in _OWN or not secret or not is_ours:
        raise web.HTTPForbidden


def address_of(request: Request) -> str:
    """Where a request came from; the word of a proxy on this machine is taken for it."""
    peer = request.remote or ""
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return told if told and _is_here(peer) else peer


def _is_here(peer: str) -> bool:
    try:
        return ipaddress.ip_address(peer).is_loopback
    except ValueError:
        return False
