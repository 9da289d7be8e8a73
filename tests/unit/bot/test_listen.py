"""Addresses that cannot be listened on, as a person is told."""

from __future__ import annotations

import errno

from bot.listen import Listen, not_listening

HERE = Listen("127.0.0.1", 8025)


def test_a_taken_port_is_told_with_what_to_do() -> None:
    error = OSError(errno.EADDRINUSE, "error while attempting to bind on address ...")

    line = not_listening("ACSG_SMTP_LISTEN", HERE, error)

    assert line == (
        "ACSG_SMTP_LISTEN: cannot listen on 127.0.0.1:8025 (Address already in use); "
        "stop what listens there, or give another port"
    )


def test_a_name_that_nobody_knows_keeps_the_words_of_the_resolver() -> None:
    line = not_listening("ACSG_HTTP_LISTEN", Listen("nowhere", 1), OSError(-2, "Name not known"))

    assert line == "ACSG_HTTP_LISTEN: cannot listen on nowhere:1 (Name not known)"
