from __future__ import annotations

from nlp.quotes import side_by_side
from nlp.reading import Evidence, Passage, Role

FIRST, SECOND = "We have no interpreters of Dari.", "By June we need twelve."


def passage(text: str) -> Passage:
    return Passage(text=text, role=Role.OWN)


def quote(text: str, piece: str, sure: float = 0.5, number: int = 0) -> Evidence:
    start = text.index(piece)
    return Evidence(
        passage=number, start=start, end=start + len(piece), quote=piece, confidence=sure
    )


def test_two_sentences_of_which_one_goes_on_after_the_other_are_one_piece_as_it_stands() -> None:
    text = f"Dear all, {FIRST}\n  {SECOND} Thank you."

    [one] = side_by_side([quote(text, SECOND, 0.8), quote(text, FIRST, 0.4)], [passage(text)])

    assert one.quote == text[one.start : one.end] == f"{FIRST}\n  {SECOND}"
    assert one.confidence == 0.8


def test_a_blank_line_keeps_them_apart_in_their_order() -> None:
    text = f"{FIRST}\n\n{SECOND}"
    said = (quote(text, SECOND), quote(text, FIRST))

    assert side_by_side(said, [passage(text)]) == said


def test_words_between_keep_them_apart() -> None:
    text = f"{FIRST} - {SECOND}"
    said = (quote(text, FIRST), quote(text, SECOND))

    assert side_by_side(said, [passage(text)]) == said


def test_sentences_of_two_passages_stay_apart() -> None:
    said = (quote(SECOND, SECOND, number=1), quote(FIRST, FIRST))

    assert side_by_side(said, [passage(FIRST), passage(SECOND)]) == said


def test_one_sentence_alone_stays_as_it_is() -> None:
    said = (quote(FIRST, FIRST),)

    assert side_by_side(said, [passage(FIRST)]) == said
