"""The one account that a mail server in front may have to log in with."""

from __future__ import annotations

import hmac
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A name and a password."""

    user: str
    password: str

    def is_it(self, user: bytes, password: bytes) -> bool:
        """Whether these are they, in a time that does not tell how much of them is right."""
        named = hmac.compare_digest(user, self.user.encode())
        known = hmac.compare_digest(password, self.password.encode())
        return named and known

    def __repr__(self) -> str:
        """The name alone: a password has no place in a trace."""
        return f"Account(user={self.user!r})"
