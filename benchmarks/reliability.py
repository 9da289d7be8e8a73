"""`python -m benchmarks.reliability`: draw how far the reader's confidences can be trusted."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl

from nlp.model import load

mpl.use("Agg")

import matplotlib.pyplot as plt  # the backend is chosen first

PICTURE = Path(__file__).resolve().parents[1] / "docs" / "reader-reliability.png"
COLOURS = {"kinds": "#0b5cad", "areas": "#c2571a", "criteria": "#2e7d4f"}


def main() -> None:
    _, card = load("both")
    figure, axes = plt.subplots(figsize=(5.2, 4.6), layout="constrained")
    axes.plot([0, 1], [0, 1], color="#999999", linestyle="--", linewidth=1, label="as said")
    for name, steps in card.reliability.items():
        said, right, counts = zip(*(step for step in steps if step[2] >= 10), strict=True)
        axes.plot(said, right, color=COLOURS[name], marker="o", label=f"{name} ({sum(counts):.0f})")
    axes.set(
        xlim=(0, 1),
        ylim=(0, 1),
        xlabel="confidence that is said",
        ylabel="share that was right",
        title="Voices that the reader had not seen",
    )
    axes.legend(frameon=False)
    figure.savefig(PICTURE, dpi=120)
    plt.close(figure)
    print(PICTURE.name)


if __name__ == "__main__":
    main()
