"""Whatever a letter holds, its card is valid, fits, and cannot turn around or break out."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.evidence import evidence_messages, evidence_parts, findings
from bot.foreign import clean, clip, said
from bot.layout import laid_out
from bot.measure import LONGEST_TEXT, fits, packed, units
from bot.notes import note_markup, note_of
from bot.sandbox import entities
from bot.scene import File
from store.model import (
    Amount,
    Content,
    Criterion,
    DraftStatus,
    Evidence,
    Facts,
    StoredProblem,
    Theme,
)
from tests.chat_values import ZURICH, a_card, a_draft, a_message
from tests.factories import NOW, a_read_message

#: a failing letter may be long
pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")

SHORT = st.text(max_size=30)
NASTY = st.sampled_from(
    ["</b>", "<script>", "&amp;", "&" * 300, "\u202e\u2067\u2069", "a" * 5000, "اللجوء " * 400,
     "😀" * 3000, "<a href='x'>", "\ud800", "{{ 7 * 7 }}", "\n\n\n", "é\u0301" * 2000]
)  # fmt: skip
TEXT = SHORT | NASTY
EVIDENCE = st.lists(
    st.builds(
        Evidence,
        segment=st.just(0),
        start=st.just(0),
        end=st.just(1),
        quote=TEXT,
        confidence=st.floats(0, 1),
        name=st.none() | TEXT,
        page=st.none() | st.integers(1, 9999),
    ),
    max_size=3,
).map(tuple)


def many(one: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(one, max_size=4).map(lambda found: tuple(found * 10))


CONTENT = st.builds(
    Content,
    kind=st.sampled_from(["request", "offer"]) | TEXT,
    confidence=st.just(0.5),
    band=st.sampled_from(["sure", "likely"]) | TEXT,
    states=many(st.sampled_from(["TD", "XK", "ZZ"]) | TEXT),
    beneficiaries=many(TEXT),
    organisation=st.none() | TEXT,
    themes=many(st.builds(Theme, id=TEXT, confidence=st.just(0.5), evidence=EVIDENCE)),
    criteria=many(
        st.builds(
            Criterion,
            id=st.sampled_from(["13a", "15ii"]) | TEXT,
            status=st.sampled_from(["evidenced", "not_evidenced", "optional"]) | TEXT,
            confidence=st.just(0.5),
            evidence=EVIDENCE,
            parts=st.dictionaries(SHORT, EVIDENCE, max_size=2),
        )
    ),
    forms=many(TEXT),
    via=st.none() | TEXT,
    consent=st.none() | st.booleans(),
    urgent=st.booleans(),
    channelling=st.none() | TEXT,
    conditions=EVIDENCE,
    facts=st.builds(
        Facts,
        contact=st.none() | TEXT,
        amounts=many(st.builds(Amount, text=TEXT, value=st.none(), currency=st.none())),
        duration=st.none() | TEXT,
    ),
    evidence=st.dictionaries(SHORT, EVIDENCE, max_size=2),
)
PROBLEMS = many(st.builds(StoredProblem, code=SHORT, name=st.none() | TEXT, detail=TEXT))
thorough = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def as_seen(markup: str) -> str:
    text, _ = entities.parse(markup)  # raises what Telegram would refuse
    assert text
    assert entities.units(text) <= LONGEST_TEXT
    return text


@thorough
@given(content=CONTENT, problems=PROBLEMS, subject=st.none() | TEXT, full=st.booleans())
def test_any_card_is_valid_and_fits(
    content: Content,
    problems: tuple[StoredProblem, ...],
    subject: str | None,
    full: bool,  # noqa: FBT001
) -> None:
    read = a_read_message(problems=problems, subject=subject, sender_name=subject)

    markup = laid_out(a_card(a_draft(content=content), read), full=full)

    assert fits(markup)
    assert "ACSG-2026-0042-1" in as_seen(markup)


@thorough
@given(content=CONTENT, name=TEXT, reason=TEXT)
def test_any_decided_card_is_valid_and_fits(content: Content, name: str, reason: str) -> None:
    draft = a_draft(
        content=content,
        status=DraftStatus.REJECTED,
        decided_by=name,
        decided_at=NOW,
        reason=reason,
    )

    as_seen(laid_out(a_card(draft), full=True))


@thorough
@given(content=CONTENT)
def test_any_evidence_is_split_into_messages_that_fit(content: Content) -> None:
    for markup in evidence_messages(a_draft(content=content)):
        assert fits(markup)
        as_seen(markup)


@thorough
@given(content=CONTENT, words=st.lists(st.none() | TEXT, min_size=1), data=st.data())
def test_any_translation_fits_into_the_room_that_was_kept(
    content: Content, words: list[str | None], data: st.DataObject
) -> None:
    draft = a_draft(content=content)
    foreign = data.draw(st.sets(st.sampled_from([one.number for one in findings(draft)] or [1])))
    machine = {number: words[number % len(words)] for number in foreign}

    kept = evidence_parts(draft, {}, foreign=foreign)
    found = evidence_messages(draft, foreign=foreign, translate=lambda one: machine[one.number])

    assert isinstance(kept, File) or len(kept) == len(found)
    for markup in found:
        assert fits(markup)
        as_seen(markup)


@thorough
@given(problems=PROBLEMS, subject=st.none() | TEXT, kind=SHORT)
def test_any_note_is_valid_and_fits(
    problems: tuple[StoredProblem, ...], subject: str | None, kind: str
) -> None:
    read = a_read_message(problems=problems, subject=subject, kinds=((kind, 0.5, "likely"),))
    note = note_of(a_message(), read, now=NOW, zone=ZURICH)

    as_seen(note_markup(note, full=True))


@given(st.text())
def test_words_of_others_cannot_turn_ours_around(text: str) -> None:
    shown = said(text)

    depth = 0
    for character in shown:
        depth += {"\u2068": 1, "\u2069": -1}.get(character, 0)
        assert depth in {0, 1}
    assert depth == 0
    assert not re.search("[\u202a-\u202e\u2066\u2067\n\x00]", shown)


@given(st.text(max_size=200), st.integers(1, 100))
def test_a_clipped_text_is_as_long_as_asked_or_shorter(text: str, longest: int) -> None:
    assert len(clip(clean(text), longest)) <= longest


@given(st.lists(st.text(alphabet="ab&<", min_size=1, max_size=900), max_size=30))
def test_packed_blocks_keep_their_order(blocks: list[str]) -> None:
    messages = packed([html.escape(block) for block in blocks])

    assert "\n\n".join(html.unescape(one) for one in messages) == "\n\n".join(blocks)
    assert all(units(html.unescape(one)) <= LONGEST_TEXT for one in messages)
