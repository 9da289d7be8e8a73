"""What can go wrong with a mail server that is asked for its mails; a code each, never its words.

A server's own words may hold addresses and subjects, and go nowhere.
"""

from __future__ import annotations


class MailboxError(Exception):
    """The mail server cannot be worked with just now.

    The code is one of unreachable, certificate, no_tls, login_refused, no_token, no_folder,
    not_understood, lost, not_stored.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class RefusedError(Exception):
    """The mail server answered NO or BAD to one command and goes on with others."""
