"""`python -m nlp.training`: from the corpus to the numbers of the reader, in one command.

The same corpus gives the same numbers. Nothing is fetched.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from nlp import held_out
from nlp.areas import area_scores
from nlp.criteria import criteria
from nlp.encoder import CHOICES, asks_network
from nlp.kind import kind_scores
from nlp.mixing import mixed
from nlp.model import FOLDER, Model, confidence, save
from nlp.network import fingerprint_of
from nlp.reading import KINDS
from nlp.records import read_folder
from nlp.taxonomy import taxonomy
from nlp.training_cross import fit_all, hold_out
from nlp.training_data import CORPUS, fingerprint, prototypes, remembering, samples
from nlp.training_fit import fit_curve, fit_kind_mix, fit_sentence_mix, fit_shared
from nlp.training_tune import (
    best_cut,
    f1,
    kind_cuts,
    kinds_said,
    label_cuts,
    macro_f1,
    reliability,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nlp.encoder import Encoder
    from nlp.linear import Floats
    from nlp.model import Card
    from nlp.opinion import Opinion
    from nlp.records import Record
    from nlp.training_cross import HeldOut
    from nlp.training_data import Sample


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Tuned:
    """What one question gets from held-out voices."""

    #: names as in `Model`
    values: dict[str, Floats]
    scores: dict[str, float]
    reliability: list[list[float]]


def train(
    records: Sequence[Record], encoder: Encoder, opinions: Mapping[str, Opinion]
) -> tuple[Model, dict[str, float], dict[str, list[list[float]]]]:
    """Fit all; choose weights, cuts and curves, and measure, on held-out voices.

    Where there are opinions, only texts that have one are measured: they are of voices that the
    network which gave them had not seen.
    """
    texts = samples(records, encoder, opinions)
    described, owners = prototypes(encoder)
    asked = [i for i, text in enumerate(texts) if text.document.opinion or not opinions]
    held = hold_out(texts, asked, described, owners)
    measured = [texts[number] for number in asked]
    tuned = {
        "kinds": _kinds(measured, held),
        "areas": _areas(measured, held),
        "criteria": _criteria(measured, held),
    }
    fitted = fit_all(texts)
    model = Model(
        kinds=fitted.kinds,
        area_sentences=fitted.area_sentences,
        area_whole=fitted.area_whole,
        prototypes=described,
        prototype_areas=owners,
        criteria=fitted.criteria,
        parts=fitted.parts,
        **{name: value for one in tuned.values() for name, value in one.values.items()},
    )
    scores = {name: value for one in tuned.values() for name, value in one.scores.items()}
    return model, scores, {name: one.reliability for name, one in tuned.items()}


def _kinds(texts: Sequence[Sample], held: HeldOut) -> _Tuned:
    truth = np.array([text.kinds for text in texts])
    mix = fit_kind_mix(held.kinds, truth)
    voices = mixed(held.kinds.transpose(0, 2, 1), mix)
    unshifted = kind_scores(voices, np.zeros(len(KINDS)))
    shifts, second = kind_cuts(truth, unshifted)
    scores = unshifted + shifts
    said = kinds_said(scores, second)
    values = {
        "kind_mix": mix,
        "kind_shifts": shifts,
        "kind_second": np.array(second),
        "kind_curve": fit_curve(scores, truth),
    }
    return _Tuned(
        values=values,
        scores={"kind_macro_f1": macro_f1(truth, said)},
        reliability=reliability(confidence(scores, values["kind_curve"]), truth),
    )


def _areas(texts: Sequence[Sample], held: HeldOut) -> _Tuned:
    chosen = [i for i, text in enumerate(texts) if text.leads_to_draft]
    truth = np.array([texts[i].areas for i in chosen])
    mean, scale, weights = fit_shared(held.signals[chosen], truth)
    scores = np.array([area_scores(held.signals[i], mean, scale, weights) for i in chosen])
    cut = best_cut(truth, scores)
    first = np.argsort(-scores, axis=1)[:, :3]
    hits = [truth[i, line].any() for i, line in enumerate(first) if truth[i].any()]
    values = {
        "signal_mean": mean,
        "signal_scale": scale,
        "signal_weights": weights,
        "area_cut": np.array(cut),
        "area_curve": fit_curve(scores, truth),
    }
    return _Tuned(
        values=values,
        scores={
            "theme_micro_f1": f1(truth, (scores > cut).astype(float)),
            "theme_top3_hit": float(np.mean(hits)),
        },
        reliability=reliability(confidence(scores, values["area_curve"]), truth),
    )


def _criteria(texts: Sequence[Sample], held: HeldOut) -> _Tuned:
    chosen = [i for i, text in enumerate(texts) if text.is_request and len(held.criteria[i])]
    requests = [texts[i] for i in chosen]
    whole = _labels([held.criteria[i] for i in chosen], [t.criterion_marks for t in requests])
    parts = _labels([held.parts[i] for i in chosen], [t.part_marks for t in requests])
    values = {
        "criteria_mix": whole.mix,
        "parts_mix": parts.mix,
        "criteria_cuts": whole.cuts,
        "parts_cuts": parts.cuts,
        "criteria_curve": fit_curve(whole.scores - whole.cuts, whole.truth),
    }
    return _Tuned(
        values=values,
        scores={"criteria_f1": whole.f1, "parts_f1": parts.f1},
        reliability=reliability(
            confidence(whole.scores - whole.cuts, values["criteria_curve"]), whole.truth
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Labels:
    """Labels of sentences, taken where the best sentence of a text is over the cut."""

    mix: Floats
    cuts: Floats
    #: texts x labels
    scores: Floats
    truth: Floats
    f1: float


def _labels(voices: Sequence[Floats], marks: Sequence[Floats]) -> _Labels:
    kept = [mark[: len(heard)] for heard, mark in zip(voices, marks, strict=True)]
    mix = fit_sentence_mix(voices, kept)
    scores = np.array([mixed(heard, mix).max(axis=0) for heard in voices])
    truth = np.array([mark.max(axis=0) for mark in kept])
    cuts = label_cuts(truth, scores)
    said = (scores > cuts).astype(float)
    return _Labels(mix=mix, cuts=cuts, scores=scores, truth=truth, f1=f1(truth, said))


def build(choice: str, folder: Path, memory: Path | None) -> Card:
    """Train with one choice of encoders and write the result."""
    records = read_folder(CORPUS)
    encoder = remembering(memory)
    opinions = held_out.read(held_out.FILE) if asks_network(choice) else {}
    model, scores, reliable = train(records, encoder, opinions)
    encoder.keep()
    card = {
        "name": choice,
        "encoder": choice,
        "taxonomy_version": taxonomy().version,
        "criteria_version": criteria().version,
        "corpus": fingerprint(records),
        "texts": len(records),
        "network": fingerprint_of() if asks_network(choice) else "",
        "scores": {name: round(value, 4) for name, value in scores.items()},
        "reliability": reliable,
    }
    return save(model, card, folder)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train one or all readers and print how they did on held-out voices."""
    parser = argparse.ArgumentParser(prog="python -m nlp.training", description=__doc__)
    parser.add_argument("--encoder", choices=[*CHOICES], action="append", help="default: all")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder of the models")
    parser.add_argument("--memory", type=Path, help="folder to keep vectors in between runs")
    chosen = parser.parse_args(arguments)
    for choice in chosen.encoder or CHOICES:
        card = build(choice, chosen.out, chosen.memory)
        figures = ", ".join(f"{name} {value:.3f}" for name, value in card.scores.items())
        sys.stdout.write(f"{choice}: {card.texts} texts, held-out voices: {figures}\n")


if __name__ == "__main__":
    main()
