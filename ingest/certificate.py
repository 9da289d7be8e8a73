"""The certificate of the mail door, read again when its file has changed."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from pathlib import Path

_log = structlog.get_logger()


class Certificate:
    """A chain and its key on disk; whoever renews them need not restart us."""

    def __init__(self, chain: Path, key: Path) -> None:
        """Read both.

        Raises:
            OSError: one cannot be read, or (as ssl.SSLError) they do not belong together.

        """
        self._chain = chain
        self._key = key
        self._seen = self._state()
        self._context = self._read()

    def context(self) -> ssl.SSLContext:
        """How to speak TLS now; a renewed certificate that cannot be read changes nothing."""
        try:
            state = self._state()
            if state != self._seen:
                self._seen = state
                self._context = self._read()
                _log.info("certificate_read_again")
        except OSError as error:
            _log.error("certificate_not_read", trouble=type(error).__name__)
        return self._context

    def _read(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(self._chain, self._key)
        return context

    def _state(self) -> tuple[tuple[int, int], ...]:
        files = (self._chain.stat(), self._key.stat())
        return tuple((one.st_mtime_ns, one.st_size) for one in files)
