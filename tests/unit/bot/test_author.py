from __future__ import annotations

from dataclasses import replace

from bot.author import author_of
from bot.layout import laid_out
from store.model import Content, ReadMessage, Theme
from tests.chat_values import a_card, a_draft
from tests.factories import a_content, a_read_message, a_segment, an_evidence

HEAD = "From: {0}\nSent: Tuesday, 3 March 2026 10:21\nTo: Lea Roth\nSubject: Letter\n\n"
LETTER = "The ministry asks for two trainers.\n"


def forwarded(*texts: str, origin: str = "forwarded") -> ReadMessage:
    cover = a_segment("See below.\n", index=0)
    text = "".join(texts)
    return a_read_message(segments=(cover, a_segment(text, index=1, origin=origin)))


def resting_on(read: ReadMessage, words: str, segment: int = 1) -> Content:
    start = read.segments[segment].text.index(words)
    evidence = an_evidence(words, segment=segment, start=start, end=start + len(words))
    themes = (Theme(id="coi", confidence=0.8, evidence=(evidence,)),)
    return a_content(themes=themes, criteria=(), evidence={})


def test_the_author_of_forwarded_words_is_told_as_quoted() -> None:
    read = forwarded(HEAD.format("Awa Diallo <awa@state.example>"), LETTER)

    assert author_of(resting_on(read, "trainers"), read) == "Awa Diallo (awa@state.example)"


def test_the_author_is_the_one_above_the_words_that_a_draft_rests_on() -> None:
    inner = HEAD.format("Ana Ríos")
    read = forwarded(HEAD.format("Bo <bo@x.example>"), "See below.\n\n", inner, LETTER)

    assert author_of(resting_on(read, "trainers"), read) == "Ana Ríos"


def test_own_words_have_no_other_author() -> None:
    read = forwarded(HEAD.format("Awa"), LETTER)

    assert author_of(resting_on(read, "below", segment=0), read) == ""


def test_forwarded_words_without_a_head_have_no_author_that_could_be_told() -> None:
    read = forwarded(LETTER)

    assert author_of(resting_on(read, "trainers"), read) == ""


def test_a_saved_mail_names_the_author_of_its_words() -> None:
    head = "From: Awa Diallo <awa@state.example> · Subject: Letter"
    segments = (
        a_segment("See the file.\n", index=0),
        a_segment(head, index=1, origin="attachment", name="letter.eml"),
        a_segment(LETTER, index=2, origin="attachment", name="letter.eml"),
    )
    read = a_read_message(segments=segments)

    assert author_of(resting_on(read, "trainers", segment=2), read).startswith("Awa Diallo")


def test_a_card_says_who_sent_a_letter_on_and_who_wrote_it_as_quoted() -> None:
    read = forwarded(HEAD.format("Awa Diallo <awa@state.example>"), LETTER)
    content = replace(resting_on(read, "trainers"), via="UNHCR Branch Office")

    shown = laid_out(a_card(a_draft(content=content), read), full=True)

    line = "passed on by UNHCR Branch Office; written, as quoted, by Awa Diallo (awa@state.example)"
    assert line in shown.replace("&#34;", '"').splitlines()


def test_a_minimal_card_tells_neither() -> None:
    read = forwarded(HEAD.format("Awa Diallo <awa@state.example>"), LETTER)
    content = replace(resting_on(read, "trainers"), via="UNHCR Branch Office")

    shown = laid_out(a_card(a_draft(content=content), read), full=False)

    assert "Awa" not in shown
    assert "UNHCR" not in shown


def test_a_card_says_where_else_answers_are_asked_for() -> None:
    read = a_read_message(reply_to_address="cabinet@elsewhere.example")

    shown = laid_out(a_card(a_draft(), read), full=True)

    line = "Ministry (ministry@example.org); asks for answers at cabinet@elsewhere.example"
    assert line in shown.splitlines()


def test_the_same_address_for_answers_is_not_told() -> None:
    read = a_read_message(reply_to_address="Ministry@Example.org")

    assert "answers at" not in laid_out(a_card(a_draft(), read), full=True)
