"""`acsg-intake evaluate`: score the reader on labelled texts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from bot.exits import DONE, CommandError
from bot.settings import load_settings
from nlp.analyse import load_reader
from nlp.evaluate import evaluate, rendered

if TYPE_CHECKING:
    import argparse
    from typing import Any


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("file", type=Path, metavar="FILE.jsonl", help="labelled texts, one a line")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(options: argparse.Namespace) -> int:
    """Print the scores."""
    records = _records(options.file)
    reader = load_reader(load_settings().encoder)
    scores = evaluate(tqdm(records, unit=" texts", disable=None), reader)
    print(json.dumps(scores, ensure_ascii=False) if options.json else rendered(scores))
    return DONE


def _records(path: Path) -> list[dict[str, Any]]:
    found = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path}: cannot read it ({type(error).__name__})") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            record["text"], record["kind"], record["lang"]
        except (ValueError, KeyError, TypeError):
            raise CommandError(
                f"{path}, line {number}: not a labelled text (JSON with text, kind, lang)"
            ) from None
        found.append(record)
    return found
