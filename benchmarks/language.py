"""`python -m benchmarks.language [FOLDER...]`: which language short lines of others are taken for.

The lines are translations of programs, as they lie on any Debian (`/usr/share/locale`, or the
folders that are named): nobody of this project wrote them, and nothing of them is kept. English
is what was translated. Lines are cut at a space near 20, 40 and 80 characters.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from babel.messages.mofile import read_mo

from nlp.language import language_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

FOLDER: Final = Path("/usr/share/locale")
#: language -> names of its catalogues
CATALOGUES: Final = {
    "fr": ("fr",),
    "es": ("es",),
    "ar": ("ar",),
    "pt": ("pt", "pt_BR", "pt_PT"),
    "ru": ("ru",),
}
#: length -> accuracy that is asked for
ASKED: Final = {20: 0.93, 40: 0.985, 80: 0.995}
#: lines of one language and length, and of one catalogue: no program speaks for all
MOST, OF_ONE = 400, 12
#: a line may be so much shorter or longer than its length
SLACK: Final = 0.15
#: words that are no words: variables, options, names of files, abbreviations in capitals
STRANGE: Final = re.compile(
    r"[%<>{}\[\]|\\/@=_$#*&~^`0-9]|--|\b\w+\.\w+|\b[A-Z]{2,}\b|(?<!^)\b[A-Z]\w+"
)


def main() -> None:
    folders = [Path(name) for name in sys.argv[1:]] or [FOLDER]
    lines = {language: list(found) for language, found in collected(folders).items()}
    print(f"{'length':<8}{'asked':>8}{'right':>8}" + "".join(f"{name:>14}" for name in lines))
    for length, asked in ASKED.items():
        samples = {name: drawn(found, length) for name, found in lines.items()}
        report(length, asked, samples)


def collected(folders: Sequence[Path]) -> dict[str, Iterable[str]]:
    """Language -> its lines; English is what was translated."""
    found: dict[str, list[str]] = {"en": [], **{language: [] for language in CATALOGUES}}
    chance = random.Random(0)  # noqa: S311 - a sample, no secret
    for language, names in CATALOGUES.items():
        for path in catalogues(folders, names):
            pairs = list(translated(path))
            for source, line in chance.sample(pairs, min(OF_ONE, len(pairs))):
                found[language].append(line)
                found["en"].append(source)
    return {language: dict.fromkeys(own) for language, own in found.items()}


def catalogues(folders: Sequence[Path], names: Sequence[str]) -> list[Path]:
    return sorted(
        path
        for folder in folders
        for name in names
        for path in folder.glob(f"**/{name}/LC_MESSAGES/*.mo")
    )


def translated(path: Path) -> Iterator[tuple[str, str]]:
    """Pairs of plain sentences without markup."""
    with path.open("rb") as file:
        try:
            catalogue = read_mo(file)
        except (OSError, UnicodeDecodeError, ValueError, LookupError):
            return
    for message in catalogue:
        if isinstance(message.id, str) and isinstance(message.string, str):
            source, line = " ".join(message.id.split()), " ".join(message.string.split())
            if is_plain(source) and is_plain(line) and source != line:
                yield source, line


def is_plain(line: str) -> bool:
    return len(line) >= min(ASKED) and line.count(" ") > 1 and not STRANGE.search(line)


def drawn(lines: Iterable[str], length: int) -> list[str]:
    """As many lines of about a length as are wanted, always the same."""
    cut = [piece for line in lines if (piece := prefix(line, length))]
    return random.Random(length).sample(cut, min(MOST, len(cut)))  # noqa: S311 - the same


def prefix(line: str, length: int) -> str:
    """The line up to the last space within its length; empty where that is too short."""
    longest = int(length * (1 + SLACK))
    cut = line if len(line) <= longest else line[: longest + 1].rpartition(" ")[0]
    return cut if len(cut) >= length * (1 - SLACK) else ""


def report(length: int, asked: float, samples: dict[str, list[str]]) -> None:
    right, cells, mistakes = [], [], Counter[str]()
    began = time.process_time()
    for language, lines in samples.items():
        told = [language_of(line) for line in lines]
        mistakes.update(f"{language} as {one}" for one in told if one != language)
        share = sum(one == language for one in told) / len(lines) if lines else 0.0
        right.append(share)
        cells.append(f"{share:.3f} of {len(lines)}")
    each = (time.process_time() - began) / max(sum(map(len, samples.values())), 1)
    mean = sum(right) / len(right)
    print(f"{length:<8}{asked:>8.3f}{mean:>8.3f}" + "".join(f"{cell:>14}" for cell in cells))
    common = ", ".join(f"{what} {count}" for what, count in mistakes.most_common(8))
    print(f"        {each * 1000:.2f} ms a line; {common}")


if __name__ == "__main__":
    main()
