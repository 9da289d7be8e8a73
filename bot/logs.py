"""How the program logs: one line an event, JSON when not on a terminal, never content."""

from __future__ import annotations

import logging
import sys

import structlog

#: libraries whose INFO lines hold addresses, tokens or nothing of use
QUIET = (
    "httpx", "httpcore", "telegram", "aiosmtpd", "mail.log", "aiohttp.access", "dbos", "alembic",
    "pdfminer", "PIL", "spacy", "asyncio",
)  # fmt: skip


def set_up_logs(level: int = logging.INFO) -> None:
    """Send every log line from a level on to stderr, as one event with ids, sizes, codes, times."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(name)s %(message)s")
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    renderer: structlog.types.Processor = (
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if sys.stderr.isatty()
        else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
