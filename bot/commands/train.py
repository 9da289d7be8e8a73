"""`acsg-intake train`: learn from what officers decided; put it in unless it is worse."""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from bot.exits import DONE, FAILED, CommandError
from bot.lines import rfc3339
from bot.readers import models_folder, shipped_reader
from bot.records import opened_database
from bot.settings import load_settings
from bot.terminal import complain
from bot.utc import utc_now
from ingest import learning
from nlp.model import FOLDER, ModelMissingError

if TYPE_CHECKING:
    import argparse

    from ingest.learning import Refit
    from nlp.analyse import Reader
    from nlp.trial import Measured

_SHIPPED = "the shipped reader"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("--dry-run", action="store_true", help="try it, put nothing in")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(options: argparse.Namespace) -> int:
    """Learn, say how it went, and put the new model in; exit 1 where it is refused."""
    settings = load_settings()
    folder = models_folder(settings)
    with opened_database(settings) as database:
        found = learning.listed(database)
        reader = shipped_reader(settings) if found else None
        letters = tqdm(found, unit=" letters", disable=None)
        learnt = learning.taught(database, reader, letters) if reader else []
    if not learnt or reader is None:
        _say_nothing_to_learn(as_json=options.json)
        return DONE
    begun = time.monotonic()
    try:
        made = learning.make(learnt, reader, folder)
    except ModelMissingError:
        raise CommandError(_anchorless(reader)) from None
    seconds = time.monotonic() - begun
    if made.running.problem:
        complain(f"the learned model is not used so far ({made.running.problem})")
    outcome = _outcome(made, dry_run=options.dry_run)
    if outcome == "put_in":
        learning.put_in(made, reader, folder, made_at=rfc3339(utc_now()) or "")
    if options.json:
        print(json.dumps(_as_json(made, outcome, seconds)))
    else:
        print("\n".join(_lines(made, outcome, seconds)))
    return FAILED if outcome == "refused" else DONE


def _anchorless(reader: Reader) -> str:
    if reader.folder == FOLDER:
        return "the program's own model is not whole; install it again"
    again = f"python -m nlp.training --encoder {reader.folder}"
    return f"{reader.folder}: the anchors of its reader are missing; run {again}"


def _outcome(made: Refit, *, dry_run: bool) -> str:
    if not made.is_new:
        return "unchanged"
    if made.losses:
        return "refused"
    return "dry_run" if dry_run else "put_in"


def _say_nothing_to_learn(*, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"outcome": "nothing_to_learn", "lessons": 0}))
    else:
        print("nothing to learn from: officers have neither confirmed nor corrected a draft yet")


def _as_json(made: Refit, outcome: str, seconds: float) -> dict[str, Any]:
    return {
        "outcome": outcome,
        "version": made.version,
        "before": made.running.version or None,
        "lessons": len(made.lessons),
        "corrections": made.corrections,
        "letters": {
            "corrected": made.letters,
            "right_before": made.right_before,
            "right_after": made.right_after,
        },
        "measures": [_measure(one) for one in made.measured],
        "losses": [_measure(one) for one in made.losses],
        "seconds": round(seconds, 1),
    }


def _measure(one: Measured) -> dict[str, Any]:
    return {
        name: round(value, 4) if isinstance(value, float) else value
        for name, value in asdict(one).items()
    }


def _lines(made: Refit, outcome: str, seconds: float) -> list[str]:
    confirmed = len(made.lessons) - made.corrections
    lines = []
    lines.append(
        f"letters to learn from: {len(made.lessons)}, of which {made.corrections} corrected and "
        f"{confirmed} as they were; fitted and tried in {seconds:.0f} s"
    )
    lines.append(
        f"kinds of {made.letters} corrected letters, each read by a fit that had not seen it: "
        f"right {made.right_before} before, {made.right_after} after"
    )
    lines.append("texts of the corpus, of voices that nothing was fitted on:")
    lines += [_line(one) for one in made.measured]
    before = made.running.version or _SHIPPED
    match outcome:
        case "put_in":
            lines.append(
                f"put in: {made.version}, after {before}; `acsg-intake rollback` undoes it"
            )
        case "dry_run":
            lines.append(f"tried only: {made.version} would be put in after {before}")
        case "unchanged":
            lines.append(f"nothing new: {before} has learned all this already")
        case _:
            lines += [f"lost: {_line(one).strip()}" for one in made.losses]
            lines.append(f"not put in: it would lose what is named above; {before} goes on reading")
    return lines


def _line(one: Measured) -> str:
    what = f"{one.measure} {one.group}"
    return f"  {what:<24} {one.before:.3f} -> {one.after:.3f}  ({one.texts} texts)"
