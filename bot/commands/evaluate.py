"""`acsg-intake evaluate`: score the reader on labelled texts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from bot.exits import DONE, CommandError
from bot.readers import models_folder, shipped_reader
from bot.settings import load_settings
from bot.terminal import complain
from ingest.pipeline import passages_of_text
from nlp.evaluate import evaluate
from nlp.following import in_use
from nlp.records import Record, passages_of, read_records
from nlp.scoreboard import as_json, as_text

if TYPE_CHECKING:
    import argparse

    from nlp.reading import Passage


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("file", type=Path, metavar="FILE.jsonl", help="labelled texts, one a line")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(options: argparse.Namespace) -> int:
    """Print the scores."""
    records = _records(options.file)
    settings = load_settings()
    found = in_use(shipped_reader(settings), models_folder(settings))
    if found.problem:
        complain(f"the learned model is not used ({found.problem}); measuring the shipped one")
    scores = evaluate(tqdm(records, unit=" texts", disable=None), found.reader, split=_passages)
    print(as_json(scores) if options.json else as_text(scores))
    return DONE


def _passages(record: Record) -> tuple[Passage, ...]:
    """As the program would read it: a letter comes attached, a mail may quote and sign."""
    if record.channel == "letter":
        return passages_of(record)
    return passages_of_text(record.text, record.subject)


def _records(path: Path) -> list[Record]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise CommandError(f"{path}: cannot read it ({error.strerror})") from None
    except UnicodeDecodeError:
        raise CommandError(f"{path}: holds no text in UTF-8") from None
    found: list[Record] = []
    for number, line in enumerate(lines, 1):
        try:
            found.extend(read_records([line]))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise CommandError(
                f"{path}, line {number}: not a labelled text (JSON with id, lang, channel, text, "
                "kind); nlp/corpus/DATASHEET.md tells the format"
            ) from None
    if not found:
        raise CommandError(f"{path}: holds no labelled text")
    return found
