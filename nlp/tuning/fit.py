"""Raises the upper layers and the heads on texts whose lower layers are already worked out."""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import torch
from torch.nn import functional

from nlp.opinion import Opinion
from nlp.reading import KINDS
from nlp.tuning.net import RAISED, Heads, Layer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nlp.tuning.texts import Text
    from nlp.tuning.weights import Weights
    from nlp.windows import Window

#: texts of one step
_BATCH: Final = 12
#: steps of learning for the layers and the heads, and how much is forgotten
_LAYER_RATE: Final = 1e-4
_HEAD_RATE: Final = 2e-3
_DECAY: Final = 0.01
#: how much smaller the steps are where a raised network goes on
_GENTLE: Final = 0.5
#: share of all steps over which the rates grow to their height
_WARM: Final = 0.06
#: how much each question counts: of the whole message, of its sentences
_WHOLE: Final = {
    "areas": 0.35,
    "criteria": 0.2,
    "parts": 0.05,
    "consent": 0.3,
    "channelling": 0.3,
    "forms": 0.15,
    "flags": 0.15,
}
_CLOSE: Final = {
    "areas": 0.5,
    "criteria": 0.5,
    "parts": 0.3,
    "consent": 0.3,
    "channelling": 0.3,
    "conditions": 0.15,
}
#: how much it counts which sentences make a text of its kind
_ACTS: Final = 0.6
#: the same of texts of a kind that bears no marks: a newsletter may tell of a practice
_NO_ACTS: Final = 0.1
#: questions that are asked of some texts alone
_OF_DRAFTS: Final = ("areas", "forms")
#: questions to which no sentence is marked as the answer
_UNMARKED: Final = ("flags", "forms")
_OF_REQUESTS: Final = ("criteria", "parts", "consent")
_OF_OFFERS: Final = ("channelling",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How long to raise, and from which chance."""

    rounds: int
    seed: int
    #: numbers of a network that was raised before, to go on from; None: the first weights
    start: Mapping[str, Any] | None = None


class Upper(torch.nn.Module):
    """The raised layers and the heads."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        first = weights.layers - RAISED
        self.layers = torch.nn.ModuleList(
            Layer(weights, first + number) for number in range(RAISED)
        )
        self.heads = Heads(weights.columns)

    def forward(self, texts: Sequence[Text], seen: Mapping[Window, Any]) -> list[Any]:
        """Scores of each text, as `Heads` gives them."""
        windows = [window for text in texts for window in text.windows]
        before = [seen[window].float() for window in windows]
        words, mask = _padded(before)
        # products of half the length take two thirds of the time, and nothing was lost by them
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.training):
            for layer in self.layers:
                words = layer(words, mask)
        words = words.float()
        scores, at = [], 0
        for text in texts:
            mine = range(at, at + len(text.windows))
            at += len(text.windows)
            own = torch.cat([words[i, : len(windows[i].ids)] for i in mine])
            owners = torch.tensor([owner for i in mine for owner in windows[i].owners])
            plainer = torch.cat([before[i] for i in mine])
            scores.append(self.heads(own, plainer, owners, text.count))
        return scores


def raised(
    weights: Weights, texts: Sequence[Text], seen: Mapping[Window, Any], plan: Plan
) -> Upper:
    """Raise the upper layers on texts; the same chance gives the same network on one machine."""
    torch.manual_seed(plan.seed)
    chance = random.Random(plan.seed)  # noqa: S311 - the order of texts, no secret
    upper, read = Upper(weights), [text for text in texts if text.count]
    if plan.start is not None:
        upper.load_state_dict(plan.start)
    steps = plan.rounds * -(-len(read) // _BATCH)
    pace = 1.0 if plan.start is None else _GENTLE
    groups = [
        {"params": list(upper.layers.parameters()), "lr": pace * _LAYER_RATE},
        {"params": list(upper.heads.parameters()), "lr": pace * _HEAD_RATE},
    ]
    learner = torch.optim.AdamW(groups, weight_decay=_DECAY)
    slope = torch.optim.lr_scheduler.LambdaLR(
        learner, lambda step: min(1.0, (step + 1) / (_WARM * steps)) * max(0.0, 1 - step / steps)
    )
    for number in range(plan.rounds):
        upper.train()
        missed = 0.0
        for batch in _batches(read, chance):
            learner.zero_grad()
            loss = _loss(batch, upper(batch, seen))
            loss.backward()
            torch.nn.utils.clip_grad_norm_(upper.parameters(), 1.0)
            learner.step()
            slope.step()
            missed += float(loss.detach()) * len(batch)
        sys.stdout.write(f"round {number + 1} of {plan.rounds}: {missed / len(read):.3f} missed\n")
        sys.stdout.flush()
    return upper


def opinions(upper: Upper, texts: Sequence[Text], seen: Mapping[Window, Any]) -> dict[str, Opinion]:
    """What it thinks of texts, by their ids."""
    upper.eval()
    found: dict[str, Opinion] = {}
    with torch.no_grad():
        for text in texts:
            if text.count:
                whole, close, _ = upper([text], seen)[0]
                found[text.id] = Opinion(whole=_plain(whole), sentences=_plain(close))
    return found


def _plain(scores: Mapping[str, Any]) -> dict[str, Any]:
    return {name: one.numpy().astype(np.float64) for name, one in scores.items()}


def _padded(rows: Sequence[Any]) -> tuple[Any, Any]:
    longest = max(len(row) for row in rows)
    words = torch.zeros(len(rows), longest, rows[0].shape[1])
    mask = torch.zeros(len(rows), 1, 1, longest, dtype=torch.bool)
    for number, row in enumerate(rows):
        words[number, : len(row)] = row
        mask[number, ..., : len(row)] = True
    return words, mask


def _batches(texts: Sequence[Text], chance: random.Random) -> list[list[Text]]:
    """Texts of like length together, so that little is padded; batches in an order of chance."""

    def length(text: Text) -> tuple[int, float]:
        return sum(len(window.ids) for window in text.windows) // 60, chance.random()

    order = sorted(texts, key=length)
    batches = [order[at : at + _BATCH] for at in range(0, len(order), _BATCH)]
    chance.shuffle(batches)
    return batches


def _loss(texts: Sequence[Text], scores: Sequence[Any]) -> Any:
    return sum(_of_text(text, *one) for text, one in zip(texts, scores, strict=True)) / len(texts)


def _of_text(text: Text, whole: Mapping[str, Any], close: Mapping[str, Any], read: Any) -> Any:
    kinds = _truth(text.whole["kinds"])
    shares = functional.log_softmax(whole["kinds"], 0)
    loss = -(kinds / kinds.sum() * shares).sum() + 0.3 * _missed(whole["kinds"], kinds)
    count = float(read.sum().clamp(min=1))
    known = text.acts_known
    acts = _truth(text.sentences["acts"])[read, :known]
    share = _ACTS if known == len(KINDS) else _NO_ACTS
    loss = loss + share * _missed(close["acts"][read, :known], acts) / count**0.5
    for question in _asked(text):
        truth = text.whole[question]
        loss = loss + _WHOLE[question] * _missed(whole[question], _truth(truth))
    for question in _asked_of_sentences(text):
        marks = _truth(text.sentences[question])[read]
        missed = _missed(close[question][read], marks) / count**0.5
        loss = loss + _CLOSE[question] * missed
    if not text.leads_to_draft:
        nothing = torch.zeros(int(read.sum()), len(text.whole["areas"]))
        loss = loss + 0.02 * _missed(close["areas"][read], nothing) / count
    return loss


def _asked(text: Text) -> tuple[str, ...]:
    """A piece says nothing of what the text around it says, where nothing is marked in it."""
    asked = (
        "flags",
        *(_OF_DRAFTS if text.leads_to_draft else ()),
        *(_OF_REQUESTS if text.is_request else ()),
        *(_OF_OFFERS if text.is_offer else ()),
    )
    if not text.is_excerpt:
        return asked
    return tuple(name for name in asked if name not in _UNMARKED and text.whole[name].any())


def _asked_of_sentences(text: Text) -> list[str]:
    """A channelling that is labelled but not marked says nothing of single sentences."""
    unmarked = text.whole["channelling"].any() and not text.sentences["channelling"].any()
    asked = {*_asked(text), "conditions"} - ({"channelling"} if unmarked else set())
    return [question for question in _CLOSE if question in asked]


def _truth(labels: Any) -> Any:
    return torch.from_numpy(labels).float()


def _missed(scores: Any, truth: Any) -> Any:
    return functional.binary_cross_entropy_with_logits(scores, truth, reduction="sum")
