from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nlp.normalise import normalise, plain


@given(st.text())
def test_every_plain_character_knows_where_it_stood(source: str) -> None:
    spelled = normalise(source)

    assert len(spelled.origins) == len(spelled.text) + 1
    assert list(spelled.origins) == sorted(spelled.origins)
    assert spelled.origins[-1] == len(source)


@given(st.text(alphabet="abc -\n\u00ad\u0640ﬁ’", min_size=1))
def test_a_span_leads_back_to_the_characters_it_came_from(source: str) -> None:
    spelled = normalise(source)
    end = len(spelled.text)

    start, stop = spelled.back(0, end)

    assert plain(source[start:stop]) == plain(source)


def test_a_word_broken_over_two_lines_is_one_word() -> None:
    assert plain("inter-\npreters from\n> abroad") == "interpreters from abroad"


def test_arabic_vowels_and_tatweel_do_not_matter() -> None:
    assert plain("اللُّجــوء") == plain("اللجوء")
