"""`acsg-intake migrate`: bring the schema up to date, under a lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.exits import DONE
from bot.records import database_at
from bot.settings import load_settings
from store.schema import migrate

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add nothing: the database is a setting."""
    del parser


def run(options: argparse.Namespace) -> int:
    """Migrate and say so."""
    del options
    database = database_at(load_settings())
    try:
        migrate(database)
    finally:
        database.close()
    print("the schema is up to date")
    return DONE
