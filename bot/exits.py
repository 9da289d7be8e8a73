"""Exit codes and the one exception that ends a command with a clear line."""

from __future__ import annotations

DONE = 0
FAILED = 1  #: some input or check failed
USAGE = 2


class CommandError(Exception):
    """A command cannot go on; the message is one line for people."""

    def __init__(self, message: str, code: int = FAILED) -> None:
        super().__init__(message)
        self.code = code
