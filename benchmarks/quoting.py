"""`python -m benchmarks.quoting [FILE...]`: whose words are whose, on mails written by other hands.

Each mail of `tests/corpus/quoting` says of every line whose it is; the reader's lines are compared
with that. Files named `held-` were never looked at while the patterns were made: only their figures
are, and this prints no word of any mail.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ingest import markup, quoting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

FOLDER: Final = Path(__file__).resolve().parents[1] / "tests" / "corpus" / "quoting"
ORIGINS: Final = ("body", "quoted", "forwarded", "signature")
#: words of somebody else, taken for the sender's own if they are said to be `body`
_OTHERS: Final = frozenset({"quoted", "forwarded"})
_MISSING: Final = Counter({"missing": 1})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line that a reader sees: whose it is, and whose it was taken for."""

    text: str
    truth: str
    told: str


@dataclass(slots=True, kw_only=True)
class Score:
    """Lines and mails of one language."""

    mails: int = 0
    whole: int = 0
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def lines(self) -> int:
        """How many lines were compared."""
        return self.pairs.total()

    @property
    def accuracy(self) -> float:
        """Share of lines whose origin is right."""
        return _share(sum(self.pairs[one, one] for one in ORIGINS), self.lines)

    @property
    def whole_mails(self) -> float:
        """Share of mails of which every line is right."""
        return _share(self.whole, self.mails)

    @property
    def swallowed(self) -> float:
        """Share of the sender's own lines that were taken for anything else."""
        own = sum(count for (truth, _), count in self.pairs.items() if truth == "body")
        return _share(own - self.pairs["body", "body"], own)

    @property
    def taken(self) -> float:
        """Share of the lines of others that were taken for the sender's own."""
        others = [(pair, count) for pair, count in self.pairs.items() if pair[0] in _OTHERS]
        wrong = sum(count for (_, told), count in others if told == "body")
        return _share(wrong, sum(count for _, count in others))

    def f1(self, origin: str) -> float:
        """Harmonic mean of precision and recall of one origin; 1 where there is none of it."""
        right = self.pairs[origin, origin]
        either = sum(count * pair.count(origin) for pair, count in self.pairs.items())
        return 2 * right / either if either else 1.0

    def add(self, lines: Sequence[Line]) -> None:
        """Count one mail."""
        self.mails += 1
        self.whole += all(line.truth == line.told for line in lines)
        self.pairs.update((line.truth, line.told) for line in lines)


def main() -> None:
    """Print a table of the files that are named, or of all."""
    files = [Path(name) for name in sys.argv[1:]] or sorted(FOLDER.glob("*.jsonl"))
    for half in ("seen", "held"):
        chosen = [file for file in files if file.name.startswith(half)]
        if chosen:
            print(f"\n{half}")
            print("\n".join(table(scores(chosen))))


def scores(files: Iterable[Path]) -> dict[str, Score]:
    """Language -> its score."""
    found: dict[str, Score] = {}
    for sample in samples(files):
        found.setdefault(sample["language"], Score()).add(lines_of(sample))
    return found


def samples(files: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """The mails of some files."""
    for file in files:
        with file.open(encoding="utf-8") as rows:
            yield from (json.loads(row) for row in rows if row.strip())


def lines_of(sample: dict[str, Any]) -> list[Line]:
    """Every line that a reader sees of a mail, with both origins."""
    text: str = sample["text"]
    cited: tuple[tuple[int, int], ...] = ()
    signed: tuple[tuple[int, int], ...] = ()
    if sample["method"] == "html":
        page = markup.render(text)
        text, cited, signed = page.text, page.cited, page.signed
    runs = quoting.split(
        text, method=sample["method"], subject=sample["subject"], cited=cited, signed=signed
    )
    told = [(word, str(run.origin)) for run in runs for word in run.text.split()]
    return list(_compared(sample["runs"], told))


def table(found: dict[str, Score]) -> Iterator[str]:
    """The figures as a table of Markdown."""
    names = ("mails", "lines", "right", *ORIGINS, "whole", "swallowed", "taken")
    yield f"| language | {' | '.join(names)} |"
    yield f"|---|{'---|' * len(names)}"
    for language, score in sorted(found.items()):
        each = " | ".join(f"{score.f1(origin):.3f}" for origin in ORIGINS)
        yield (
            f"| {language} | {score.mails} | {score.lines} | {score.accuracy:.3f} | {each} "
            f"| {score.whole_mails:.2f} | {score.swallowed:.3f} | {score.taken:.3f} |"
        )


def _compared(runs: Iterable[dict[str, str]], told: Sequence[tuple[str, str]]) -> Iterator[Line]:
    """Lines of the truth against the words of the reading: a page may be broken elsewhere."""
    lines = [(line, run["origin"]) for run in runs for line in run["text"].split("\n")]
    lines = [(line, origin) for line, origin in lines if line.strip()]
    words = [(word, number) for number, (line, _) in enumerate(lines) for word in line.split()]
    votes: list[Counter[str]] = [Counter() for _ in lines]
    matcher = SequenceMatcher(None, [w for w, _ in words], [w for w, _ in told], autojunk=False)
    for at, other, size in matcher.get_matching_blocks():
        for step in range(size):
            votes[words[at + step][1]][told[other + step][1]] += 1
    for (text, truth), said in zip(lines, votes, strict=True):
        if said or any(map(str.isalnum, text)):
            # words that the reader does not have at all are wrong, a drawn rule is nothing
            yield Line(text=text, truth=truth, told=(said or _MISSING).most_common(1)[0][0])


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


if __name__ == "__main__":
    main()
