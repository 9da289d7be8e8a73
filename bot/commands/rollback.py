"""`acsg-intake rollback`: go back to the model before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.exits import DONE, CommandError
from bot.readers import models_folder, shipped_card
from bot.settings import load_settings
from bot.terminal import complain
from nlp import learned
from nlp.learned import UnusableError

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command: there are none."""
    del parser


def run(options: argparse.Namespace) -> int:
    """Let the model before the one in use read again; nothing is lost by it."""
    del options
    settings = load_settings()
    folder = models_folder(settings)
    version = learned.active(folder)
    if not version:
        raise CommandError("the shipped reader is in use; there is nothing before it")
    before = learned.before(folder, version)
    if before:
        try:
            learned.load(folder, before, shipped_card(settings))
        except UnusableError as error:
            complain(f"{before} cannot be used any more ({error.problem})")
            before = ""
    learned.point_at(folder, before)
    print(f"{before or 'the shipped reader'} reads again; {version} is kept and no longer used")
    return DONE
