"""Errors that carry a decision: what may be tried again, and what it costs when it may not.

A part that cannot be read is none of them; it becomes a problem on that part.

    IngestError
    ├── StorageError   the door answers 451, the sender tries again
    ├── NotYetError    the attempt is done a little later, and counts as none
    ├── GuardError       one document or one reading; its code is the problem
    ├── ReaderError    the reader cannot be had; the attempt fails and is tried again
    ├── StoppedError   the program is ending; the attempt is taken up at the next start
    └── EngineError    the durable engine could not be started
"""

from __future__ import annotations


class IngestError(Exception):
    """Something went wrong on our side."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or (self.__doc__ or "").splitlines()[0])


class StorageError(IngestError):
    """The message could not be stored; nothing was promised."""


class EngineError(IngestError):
    """The durable engine could not be started."""


class ReaderError(IngestError):
    """The reader's models are missing or damaged; `acsg-intake check` says what to do."""


class StoppedError(IngestError):
    """The guarded processes were ended because the program is ending."""


class NotYetError(IngestError):
    """What a message answers is being read: it is taken up again a little later."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds


class GuardError(IngestError):
    """A guarded process did not come to an end; only its one task is lost."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        #: `timeout`, `crashed` or `too_large`, as in problems.toml
        self.code = code
