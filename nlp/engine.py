"""The one door to spaCy: a blank pipeline for all languages that cuts sentences and finds cues.

What a cue means is data of those who ask; no model is loaded here.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import spacy
from spacy.matcher import Matcher

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from spacy.language import Language
    from spacy.tokens import Doc

_ENDS: Final = [".", "!", "?", "؟", "…", "...", "。", ";", "؛", "!!", "??", "!!!", "?!", "!?"]
#: words between two parts of a cue written with "..."
_GAP: Final = 4
#: the tokenizer's time grows with the square of a run without spaces
_UNBROKEN: Final = re.compile(r"\S{100}")


@cache
def _pipeline() -> Language:
    pipeline = spacy.blank("xx")
    pipeline.add_pipe("sentencizer", config={"punct_chars": _ENDS})
    return pipeline


@cache
def _abbreviations() -> frozenset[str]:
    path = Path(__file__).with_name("abbreviations.toml")
    return frozenset(tomllib.loads(path.read_text(encoding="utf-8"))["words"])


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of one block, without outer white space.

    Args:
        text: at most some thousand characters; line breaks in it count as spaces.

    """
    doc = _pipeline()(_UNBROKEN.sub(_broken, text.replace("\n", " ")))
    begin = None
    for span in doc.sents:
        begin = span.start_char if begin is None else begin
        if span.end < len(doc) and _goes_on(doc, span.end):
            continue
        yield from _trimmed(text, begin, span.end_char)
        begin = None
    if begin is not None:
        yield from _trimmed(text, begin, len(text))


def _broken(run: re.Match[str]) -> str:
    return run[0][:-1] + " "


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    if piece.strip():
        yield start, start + len(piece.strip())


def _goes_on(doc: Doc, at: int) -> bool:
    """Whether the token at this place continues the sentence before it."""
    if doc[at].text[0].islower() and doc[at - 1].text not in {";", "؛"}:
        return True
    if doc[at - 1].text[-1] != ".":
        return False
    word = doc[at - 1].text.rstrip(".") or (doc[at - 2].text if at > 1 else "")
    numbered = word.isdigit() and (at < 3 or doc[at - 3].is_space or doc[at - 2].is_sent_start)  # noqa: PLR2004
    initial = len(word) == 1 and word.isalpha() and word.isupper()
    return bool(numbered) or initial or word.casefold() in _abbreviations()


class Cues:
    """Finds groups of phrases in a text.

    A phrase is words with spaces; a word that ends with `*` stands for all that begin so, and
    `...` for up to four words between.
    """

    def __init__(self, phrases: Mapping[str, Sequence[str]]) -> None:
        """Take the phrases of each group."""
        self._matcher = Matcher(_pipeline().vocab)
        for name, group in phrases.items():
            self._matcher.add(name, [_pattern(phrase) for phrase in group])

    def find(self, text: str) -> frozenset[str]:
        """Names of the groups that have a phrase in the text."""
        doc = _pipeline().make_doc(text)
        return frozenset(doc.vocab.strings[key] for key, _, _ in self._matcher(doc))

    def find_all(self, texts: Iterable[str]) -> list[frozenset[str]]:
        """The same for many texts, in order."""
        return [self.find(text) for text in texts]


def _pattern(phrase: str) -> list[dict[str, Any]]:
    pattern: list[dict[str, Any]] = []
    for word in phrase.split():
        if word == "...":
            pattern.append({"OP": "{0," + str(_GAP) + "}"})
            continue
        tokens = _pipeline().make_doc(word.rstrip("*").lower())
        pattern.extend({"LOWER": token.text} for token in tokens)
        if word.endswith("*"):
            stem = pattern.pop()["LOWER"]
            pattern.append({"LOWER": {"REGEX": "^" + stem}})
    return pattern
