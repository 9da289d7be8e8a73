"""`acsg-intake serve`: run the roles of ACSG_ROLE until SIGTERM."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.app import serve
from bot.exits import DONE
from bot.settings import load_settings

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add nothing: everything is a setting."""
    del parser


def run(options: argparse.Namespace) -> int:
    """Serve until told to stop; then drain."""
    del options
    asyncio.run(serve(load_settings()))
    return DONE
