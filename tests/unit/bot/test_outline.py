"""The page that `read` prints."""

from __future__ import annotations

from typing import Any

import pytest

from bot.outline import outline
from bot.wrapping import columns

WIDTH = 80
TEXT = "We have assessed our gaps. Please send two judges to Lusaka for six months, by June 2026."
ARABIC = "نطلب مترجمين فوريين للعمل في مقابلات اللجوء في المركز الحدودي مع النيجر"


def evidence(quote: str, text: str = TEXT, segment: int = 0) -> dict[str, Any]:
    start = text.index(quote)
    return {"segment": segment, "start": start, "end": start + len(quote), "quote": quote}


def segment(text: str = TEXT, **more: Any) -> dict[str, Any]:
    plain = {"id": 0, "origin": "body", "name": None, "page": None, "method": "text"}
    return {**plain, "language": "en", "text": text, "problem": None, **more}


def draft(**more: Any) -> dict[str, Any]:
    facts = dict.fromkeys(("contact", "start", "end", "duration", "beneficiaries"))
    return {
        "kind": "request",
        "confidence": 0.93,
        "states": ["ZM"],
        "organisation": None,
        "beneficiaries": ["ZM"],
        "themes": [{"id": "appeals", "confidence": 0.8, "evidence": [evidence("send two judges")]}],
        "criteria": [],
        "forms": ["technical"],
        "qualities": [],
        **dict.fromkeys(("emergency", "urgent", "needs_state", "confidential"), False),
        **dict.fromkeys(("via", "consent", "channelling")),
        "conditions": [],
        "facts": {**facts, "amounts": []},
        "evidence": {"states": [evidence("Lusaka")]},
        **more,
    }


def criterion(name: str, status: str, quotes: list[Any], **parts: list[Any]) -> dict[str, Any]:
    return {"id": name, "status": status, "confidence": 0.7, "parts": parts, "evidence": quotes}


def kind(name: str, *quotes: dict[str, Any]) -> dict[str, Any]:
    return {"kind": name, "confidence": 0.93, "band": "sure", "evidence": list(quotes)}


def page(*drafts: dict[str, Any], **more: Any) -> str:
    found = {
        "source": "letter.eml",
        "subject": "Judges",
        "sender": {"address": "a@b.example", "name": "A. Banda"},
        "language": "en",
        "languages": ["en", "fr"],
        "kinds": [kind("request", evidence("Please send two judges to Lusaka"))],
        "automatic": False,
        "drafts": list(drafts),
        "segments": [segment()],
        "problems": [],
        **more,
    }
    return outline(found, WIDTH)


def test_the_head_tells_sender_language_and_kind_with_its_sentence() -> None:
    lines = page(draft()).splitlines()

    assert lines[:7] == [
        "letter.eml",
        "from      A. Banda <a@b.example>",
        "subject   Judges",
        "language  English; also French",
        "kind      Request (sure, 0.93)",
        "          [1] “Please send two judges to Lusaka”",
        "              the message itself, characters 27 to 59",
    ]


def test_a_quote_names_file_page_and_characters() -> None:
    told = page(draft(), segments=[segment(name="letter.pdf", page=3)])

    assert "letter.pdf, page 3, characters 27 to 59" in told


def test_words_that_are_their_own_quote_are_not_said_twice() -> None:
    facts = {**draft()["facts"], "duration": "six months"}

    told = page(draft(facts=facts, evidence={"facts.duration": [evidence("six months")]}))

    assert told.count("six months") == 1


def test_a_sentence_that_shows_two_things_is_quoted_once() -> None:
    quote = evidence("We have assessed our gaps.")

    told = page(
        draft(
            criteria=[
                criterion("13a", "evidenced", [quote]),
                criterion("15i", "evidenced", [quote]),
            ]
        )
    )

    assert told.count("characters 0 to 26") == 1
    assert "see [4] “We have assessed our gaps.”" in told


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("evidenced", "evidenced"),
        ("not_evidenced", "not evidenced"),
        ("not_applicable", "not applicable"),
        ("optional", "not said, optional"),
    ],
)
def test_every_standing_of_a_criterion_has_its_words(status: str, words: str) -> None:
    told = page(draft(criteria=[criterion("13b", status, [])]))

    assert f"  13b    commitment to this project{' ' * 14}{words}" in told.splitlines()


def test_a_criterion_that_is_shown_in_part_names_what_is_not_said() -> None:
    quote = evidence("We have assessed our gaps.")

    told = page(draft(criteria=[criterion("13a", "evidenced", [quote], needs_gaps=[quote])]))

    assert "partly evidenced" in told
    assert "not said: existing capacities" in told


def test_only_a_request_says_how_it_stands_with_consent() -> None:
    assert "Consent" in page(draft())
    assert "Consent" not in page(draft(kind="offer"))


def test_flags_that_are_raised_are_shown() -> None:
    told = page(draft(urgent=True))

    assert "Urgent" in told
    assert "Emergency" not in told


def test_a_kind_without_draft_says_what_it_is_taken_for_and_why() -> None:
    told = page(kinds=[kind("individual_case", evidence("Please send two judges"))])

    assert "“Please send two judges”" in told
    assert "no draft  taken for Individual case for the words above" in told


def test_what_a_program_sent_is_told_from_its_headers() -> None:
    told = page(kinds=[kind("other")], automatic=True)

    assert "no draft  taken for Other: its headers say that a program sent it" in told


def test_no_line_is_wider_than_the_page() -> None:
    told = page(draft(organisation="Office of " * 30), subject="very " * 40)

    assert max(map(columns, told.splitlines())) <= WIDTH


def test_arabic_stands_by_itself_on_its_lines() -> None:
    quote = evidence(ARABIC, ARABIC)

    told = page(kinds=[kind("request", quote)], segments=[segment(ARABIC)])

    assert f"“\u2067{ARABIC[:10]}" in told
    assert "\u2069”" in told


def test_a_letter_cannot_steer_the_terminal() -> None:
    told = page(subject="\x1b[2J\u202egone", sender={"address": "\x1b]0;x\x07", "name": None})

    assert not {"\x1b", "\x07", "\u202e"} & set(told)


def test_what_could_not_be_read_comes_last() -> None:
    problem = {"code": "encrypted", "name": "x.pdf", "detail": "it has a password"}

    told = page(problems=[problem])

    assert told.rstrip().endswith("problem   encrypted x.pdf: it has a password")
