"""`python -m nlp.training`: from the corpus to the numbers of the reader, in one command.

The same corpus gives the same numbers. Nothing is fetched.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nlp import anchors, held_out
from nlp.anchors import Anchors
from nlp.areas import area_scores, possible, taken, weighing_of
from nlp.criteria import criteria
from nlp.encoder import CHOICES, UnknownEncoderError, asks_network, folder_of
from nlp.encoder_folder import NAME, UnfitFolderError, contents_of
from nlp.encoder_graph import GraphEncoder
from nlp.kind import kind_scores
from nlp.mixing import mixed
from nlp.model import FOLDER, Model, save
from nlp.neighbours import FILE as NEIGHBOURS
from nlp.network import fingerprint_of
from nlp.reading import KINDS
from nlp.records import read_folder
from nlp.taxonomy import taxonomy
from nlp.training_cross import fit_all, hold_out
from nlp.training_curves import calibration_error, crossed, fit_curves, reliability
from nlp.training_data import CORPUS, fingerprint, prototypes, remembering, samples
from nlp.training_fit import fit_kind_mix, fit_shared
from nlp.training_groups import by_label, by_language
from nlp.training_labels import fit_labels
from nlp.training_neighbours import index_of
from nlp.training_second import fit_seconds
from nlp.training_tune import area_cut, f1, kind_shifts, macro_f1

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nlp.encoder import Encoder
    from nlp.linear import Floats
    from nlp.model import Card
    from nlp.opinion import Opinion
    from nlp.records import Record
    from nlp.training_cross import HeldOut
    from nlp.training_data import Remembering, Sample


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Tuned:
    """What one question gets from held-out voices."""

    #: names as in `Model`
    values: dict[str, Floats]
    scores: dict[str, float]
    reliability: list[list[float]]
    #: language, then label -> value and number of texts
    by_language: dict[str, dict[str, float]]
    by_label: dict[str, dict[str, float]]


def train(
    records: Sequence[Record], encoder: Encoder, opinions: Mapping[str, Opinion]
) -> tuple[Model, dict[str, Any], Anchors]:
    """Fit all; choose weights, cuts and curves, and measure, on held-out voices (for the card).

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
    card = {
        "scores": {n: round(v, 4) for one in tuned.values() for n, v in one.scores.items()},
        "reliability": {name: one.reliability for name, one in tuned.items()},
        "by_language": {name: one.by_language for name, one in tuned.items()},
        "by_label": {name: one.by_label for name, one in tuned.items()},
    }
    return model, card, _anchors([records[i] for i in asked], measured, held, model)


def _anchors(
    records: Sequence[Record], texts: Sequence[Sample], held: HeldOut, model: Model
) -> Anchors:
    """What holds lessons of officers in place: the texts on which all else was tuned."""
    weighing = weighing_of(model)
    return Anchors(
        whole=np.array([text.document.whole for text in texts]),
        kinds=mixed(held.kinds.transpose(0, 2, 1), model.kind_mix),
        areas=np.array([area_scores(one, weighing) for one in held.signals]),
        true_kinds=np.array([text.kinds for text in texts]),
        true_areas=np.array([text.areas for text in texts]),
        languages=np.array([record.language for record in records]),
        voices=np.array([record.voice for record in records]),
    )


def _kinds(texts: Sequence[Sample], held: HeldOut) -> _Tuned:
    truth = np.array([text.kinds for text in texts])
    mix = fit_kind_mix(held.kinds, truth)
    voices = mixed(held.kinds.transpose(0, 2, 1), mix)
    unshifted = kind_scores(voices, np.zeros(len(KINDS)))
    shifts = kind_shifts(truth, unshifted)
    scores = unshifted + shifts
    second = fit_seconds(texts, scores, truth)
    said = second.said
    values = {
        "kind_mix": mix,
        "kind_shifts": shifts,
        "kind_second": second.weights,
        "kind_second_cuts": second.cuts,
        "kind_curve": fit_curves(scores, truth),
    }
    spoken = [text.voice for text in texts]
    sure = crossed(scores, truth, spoken)
    return _Tuned(
        values=values,
        scores={"kind_macro_f1": macro_f1(truth, said), **_believed("kind", sure, truth)},
        reliability=reliability(sure, truth),
        by_language=by_language(spoken, truth, said, macro_f1),
        by_label=by_label([str(kind) for kind in KINDS], truth, said),
    )


def _areas(texts: Sequence[Sample], held: HeldOut) -> _Tuned:
    chosen = [i for i, text in enumerate(texts) if text.leads_to_draft]
    truth = np.array([texts[i].areas for i in chosen])
    weighing = fit_shared(held.signals[chosen], truth)
    scores = np.array([area_scores(held.signals[i], weighing) for i in chosen])
    cut = area_cut(truth, scores)
    first = np.argsort(-scores, axis=1)[:, :3]
    hits = [truth[i, line].any() for i, line in enumerate(first) if truth[i].any()]
    values = {
        "signal_mean": weighing.mean,
        "signal_scale": weighing.scale,
        "signal_weights": weighing.weights,
        "area_offsets": weighing.offsets,
        "area_cut": np.array(cut),
        "area_curve": fit_curves(scores, truth),
    }
    spoken = [texts[i].voice for i in chosen]
    sure = crossed(scores, truth, spoken)
    said = (taken(scores, cut) | np.array([possible(one) for one in sure])).astype(float)
    return _Tuned(
        values=values,
        scores={
            "theme_micro_f1": f1(truth, said),
            "theme_top3_hit": float(np.mean(hits)),
            **_believed("theme", sure, truth),
        },
        reliability=reliability(sure, truth),
        by_language=by_language(spoken, truth, said, f1),
        by_label=by_label(taxonomy().ids, truth, said),
    )


def _criteria(texts: Sequence[Sample], held: HeldOut) -> _Tuned:
    chosen = [i for i, text in enumerate(texts) if text.is_request and len(held.criteria[i])]
    requests = [texts[i] for i in chosen]
    whole = fit_labels([held.criteria[i] for i in chosen], [t.criterion_marks for t in requests])
    parts = fit_labels([held.parts[i] for i in chosen], [t.part_marks for t in requests])
    values = {
        "criteria_weights": whole.mix,
        "parts_mix": parts.mix,
        "criteria_cuts": whole.cuts,
        "parts_cuts": parts.cuts,
        "criteria_curve": fit_curves(whole.scores - whole.cuts, whole.truth),
        "parts_curve": fit_curves(parts.scores - parts.cuts, parts.truth),
    }
    spoken = [text.voice for text in requests]
    sure = crossed(whole.scores - whole.cuts, whole.truth, spoken)
    return _Tuned(
        values=values,
        scores={
            "criteria_f1": whole.f1,
            "parts_f1": parts.f1,
            **_believed("criteria", sure, whole.truth),
        },
        reliability=reliability(sure, whole.truth),
        by_language=by_language(spoken, whole.truth, whole.said, f1),
        by_label=by_label(criteria().ids, whole.truth, whole.said),
    )


def _believed(question: str, sure: Floats, truth: Floats) -> dict[str, float]:
    """How far confidences are off: over all answers, and over those that speak for a label."""
    return {
        f"{question}_ece": calibration_error(sure, truth),
        f"{question}_ece_of_yes": calibration_error(sure, truth, least=0.5),
    }


def build(choice: str, folder: Path, memory: Path | None) -> Card:
    """Train with one choice of the shipped encoders and write the result."""
    asked = asks_network(choice)
    opinions = held_out.read(held_out.FILE) if asked else {}
    told = {"name": choice, "encoder": choice, "network": fingerprint_of() if asked else ""}
    return _written(read_folder(CORPUS), remembering(memory), opinions, told, folder)


def build_beside(folder: Path, memory: Path | None, corpus: Path = CORPUS) -> Card:
    """Train with the encoder of a folder and write the result there.

    Raises:
        UnfitFolderError: the folder holds no encoder.

    """
    contents = contents_of(folder)
    encoder = remembering(memory, GraphEncoder(contents))
    told = {"name": NAME, "encoder": "folder", "network": contents.fingerprint}
    return _written(read_folder(corpus), encoder, {}, told, folder)


def _written(
    records: Sequence[Record],
    encoder: Remembering,
    opinions: Mapping[str, Opinion],
    told: dict[str, Any],
    folder: Path,
) -> Card:
    model, measured, holding = train(records, encoder, opinions)
    encoder.keep()
    card = {
        **told,
        "taxonomy_version": taxonomy().version,
        "criteria_version": criteria().version,
        "corpus": fingerprint(records),
        "texts": len(records),
        **measured,
    }
    saved = save(model, card, folder)
    anchors.write(holding, saved.name, saved.sha256, folder)
    return saved


def keep_sentences(folder: Path, memory: Path | None) -> None:
    """Write the index of marked sentences beside the models."""
    encoder = remembering(memory)
    index_of(CORPUS, encoder).save(folder / NEIGHBOURS.name)
    encoder.keep()


def main(arguments: Sequence[str] | None = None) -> None:
    """Train one or all readers and print how they did on held-out voices."""
    parser = argparse.ArgumentParser(prog="python -m nlp.training", description=__doc__)
    parser.add_argument("--encoder", action="append", help="both, use or a folder; default: all")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder of the shipped models")
    parser.add_argument("--memory", type=Path, help="folder to keep vectors in between runs")
    chosen = parser.parse_args(arguments)
    choices = chosen.encoder or [*CHOICES]
    try:
        for choice in choices:
            beside = folder_of(choice)
            if beside:
                card = build_beside(beside, chosen.memory)
            else:
                card = build(choice, chosen.out, chosen.memory)
            figures = ", ".join(f"{name} {value:.3f}" for name, value in card.scores.items())
            sys.stdout.write(f"{choice}: {card.texts} texts, held-out voices: {figures}\n")
    except (UnfitFolderError, UnknownEncoderError) as error:
        parser.error(str(error))
    if any(choice in CHOICES for choice in choices):
        keep_sentences(chosen.out, chosen.memory)


if __name__ == "__main__":
    main()
