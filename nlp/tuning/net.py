"""The network in torch: the lower layers as they came, the upper ones raised on our texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import torch
from torch import nn
from torch.nn import functional

from nlp.opinion import sentence_labels, whole_labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlp.tuning.weights import Weights

#: layers that are raised; those below them are left as they came, so that their work is done once
RAISED: Final = 4
_EPSILON: Final = 1e-12
_DROP: Final = 0.1
#: of a layer: attention, then the step of each word
MATRICES: Final = ("q", "k", "v", "ao", "fi", "fo")
#: what keeps its columns in bounds
NORMS: Final = ("aln", "oln")


class Layer(nn.Module):
    """Attention among the words, then a step for each word by itself."""

    def __init__(self, weights: Weights, number: int) -> None:
        super().__init__()
        columns, inner = weights.columns, weights.inner
        self.heads = weights.heads
        shapes = {"fi": (columns, inner), "fo": (inner, columns)}
        for name in MATRICES:
            setattr(self, name, nn.Linear(*shapes.get(name, (columns, columns))))
        for name in NORMS:
            setattr(self, name, nn.LayerNorm(columns, _EPSILON))
        self.drop = nn.Dropout(_DROP)
        for name in (*MATRICES, *NORMS):
            part = getattr(self, name)
            for kind, parameter in (("w", part.weight), ("b", part.bias)):
                _fill(parameter, weights, f"l{number}.{name}.{kind}")

    def forward(self, words: Any, mask: Any) -> Any:
        """Windows x words x columns; the mask is false where there is no word."""
        attended = functional.scaled_dot_product_attention(
            *(self._parted(part(words)) for part in (self.q, self.k, self.v)), attn_mask=mask
        )
        together = attended.transpose(1, 2).reshape(words.shape)
        words = self.aln(words + self.drop(self.ao(together)))
        return self.oln(words + self.drop(self.fo(functional.gelu(self.fi(words)))))

    def _parted(self, words: Any) -> Any:
        windows, count, columns = words.shape
        return words.view(windows, count, self.heads, columns // self.heads).transpose(1, 2)


class Words(nn.Module):
    """From numbers of pieces to vectors: what each means, and where it stands."""

    def __init__(self, weights: Weights, kept: Sequence[int]) -> None:
        super().__init__()
        columns = weights.columns
        self.word = nn.Embedding(len(kept), columns)
        self.place = nn.Embedding(weights.places, columns)
        self.norm = nn.LayerNorm(columns, _EPSILON)
        words = torch.from_numpy(weights.tensors["emb.word"]).view(-1, columns)
        places = torch.from_numpy(weights.tensors["emb.pos"]).view(-1, columns)
        kind = torch.from_numpy(weights.tensors["emb.type"])[:columns]
        with torch.no_grad():
            self.word.weight.copy_(words[torch.tensor(list(kept))])
            self.place.weight.copy_(places[: weights.places] + kind)
        _fill(self.norm.weight, weights, "emb.ln.w")
        _fill(self.norm.bias, weights, "emb.ln.b")

    def forward(self, ids: Any) -> Any:
        """Windows x words to windows x words x columns."""
        return self.norm(self.word(ids) + self.place.weight[: ids.shape[1]])


class Heads(nn.Module):
    """From vectors to scores; `nlp/opinion.py` does the same without torch."""

    def __init__(self, columns: int) -> None:
        super().__init__()
        self.sentence = nn.Linear(3 * columns, sum(sentence_labels().values()))
        self.whole = nn.Linear(columns, sum(whole_labels().values()))
        self.shares = nn.Parameter(torch.ones(len(whole_labels())))
        self.usual = nn.LayerNorm(columns, elementwise_affine=False)
        self.drop = nn.Dropout(_DROP)
        for part, offset in ((self.sentence, -3.0), (self.whole, 0.0)):
            nn.init.normal_(part.weight, std=0.01)
            nn.init.constant_(part.bias, offset)

    def forward(
        self, words: Any, before: Any, owners: Any, count: int
    ) -> tuple[dict[str, Any], Any, Any]:
        """Scores of one text: of the whole, of its sentences, and which sentences were read.

        Args:
            words: vectors of the words after the raised layers.
            before: the same before them, where a word knows less of the message around it.
            owners: for each word the number of its sentence, or a negative one.
            count: number of sentences.

        """
        message = self.usual(words.mean(0))
        places = torch.where(owners < 0, torch.tensor(count), owners)
        sizes = torch.zeros(count + 1).index_add(0, places, torch.ones(len(places)))[:count]
        rows, plainer = (self._means(part, places, sizes) for part in (words, before))
        beside = torch.cat([rows, message.expand(count, -1), plainer], 1)
        close = _parted(self.sentence(self.drop(beside)), sentence_labels())
        whole = _parted(self.whole(self.drop(message)), whole_labels())
        read = sizes > 0
        for number, name in enumerate(whole):
            below = close.get("acts" if name == "kinds" else name)
            if below is not None and read.any():
                share = functional.softplus(self.shares[number])
                whole[name] = whole[name] + share * torch.logsumexp(below[read], 0)
        return whole, close, read

    def _means(self, words: Any, places: Any, sizes: Any) -> Any:
        """One row for each sentence: the mean of its words."""
        empty = torch.zeros(len(sizes) + 1, words.shape[1])
        added = empty.index_add(0, places, words)[: len(sizes)]
        return self.usual(added / sizes.clamp(min=1)[:, None])


def _parted(scores: Any, labels: dict[str, int]) -> dict[str, Any]:
    return dict(zip(labels, torch.split(scores, list(labels.values()), -1), strict=True))


def _fill(parameter: Any, weights: Weights, name: str) -> None:
    with torch.no_grad():
        parameter.copy_(torch.from_numpy(weights.tensors[name]).view_as(parameter))
