"""What the lower layers make of each window; they are never raised, so it is worked out once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch

from nlp.tuning.net import RAISED, Layer, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nlp.tuning.texts import Text
    from nlp.tuning.weights import Weights
    from nlp.windows import Window


class Lower(torch.nn.Module):
    """Words and the layers that stay as they came."""

    def __init__(self, weights: Weights, kept: Sequence[int]) -> None:
        super().__init__()
        self.words = Words(weights, kept)
        self.layers = torch.nn.ModuleList(
            Layer(weights, number) for number in range(weights.layers - RAISED)
        )

    def forward(self, ids: Any, mask: Any = None) -> Any:
        """Windows x words to windows x words x columns."""
        words = self.words(ids)
        for layer in self.layers:
            words = layer(words, mask)
        return words


def seen(lower: Lower, texts: Iterable[Text]) -> dict[Window, Any]:
    """Half-precision vectors of the words of every window."""
    lower.eval()
    found: dict[Window, Any] = {}
    with torch.no_grad():
        for text in texts:
            for window in text.windows:
                if window not in found:
                    found[window] = lower(torch.tensor([window.ids]))[0].half()
    return found
