"""A filled form becomes a request whose fields say where on the form they stand."""

from __future__ import annotations

from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from bot.form_words import all_printed
from bot.words import LANGUAGES
from ingest.inbound import Channel
from ingest.pipeline import Source, read_message
from nlp.reading import Kind
from tests.forms import ADDRESS, ANSWERS, STATES, filled
from tests.hands import FakeHands

if TYPE_CHECKING:
    from ingest.outcome import Outcome

EMAIL = Source(
    channel=Channel.EMAIL, envelope_sender="ministry@example.org", forms=all_printed(ADDRESS)
)
#: a reader that gives nothing: what is found comes from the form alone
NOT_READ = FakeHands(broken={"read": "crashed"})


def a_mail(*files: tuple[str, bytes], text: str = "Please find our form attached.") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "ministry@example.org", "Our form"
    mail.set_content(text)
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="msword", filename=name)
    return mail.as_bytes()


def read(content: bytes, hands: FakeHands | None = None) -> Outcome:
    return read_message(a_mail(("form.docx", content)), EMAIL, hands or NOT_READ)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_comes_from_its_answer_without_the_reader(language: str) -> None:
    [content] = read(filled(language)).contents

    assert content.kind == "request"
    assert content.states == (STATES[language],)
    assert content.forms == ("technical", "financial")
    assert (content.urgent, content.consent) == (True, False)
    shown = {one.id: [quote.quote for quote in one.evidence] for one in content.criteria}
    given = ANSWERS[language]
    assert {id_: quotes for id_, quotes in shown.items() if quotes} == {
        "15i": [given["plan"]],
        "15ii": [given["need"]],
        "15vii": [given["measures"]],
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_quote_stands_where_it_says(language: str) -> None:
    outcome = read(filled(language))
    [content] = outcome.contents

    quotes = [one for found in content.criteria for one in found.evidence]
    quotes += [one for found in content.evidence.values() for one in found]

    assert {one.name for one in quotes} == {"form.docx"}
    for one in quotes:
        segment = outcome.segments[one.segment]
        assert segment.method.startswith("form.")
        assert segment.text[one.start : one.end] == one.quote


def test_what_has_no_answer_is_not_evidenced() -> None:
    [content] = read(filled("en", {"who": "Kenya", "need": "Two trainers."}, {})).contents

    standing = {one.id: one.status for one in content.criteria}

    assert standing["15ii"] == "evidenced"
    assert {standing[one] for one in ("13a", "13b", "15i", "15iii", "15vii")} == {"not_evidenced"}
    assert (content.consent, content.forms, content.urgent) == (None, (), False)


@pytest.mark.parametrize(
    "said", ["no", "Skip", "—", "n/a", "passer", "Omitir", "تخطٍّ", "Saltar", "пропустить"]
)
def test_an_answer_that_says_nothing_is_missing(said: str) -> None:
    given = {"who": "Kenya", "need": "Two trainers.", "plan": said}

    [content] = read(filled("en", given, {})).contents

    plan = next(one for one in content.criteria if one.id == "15i")
    assert (plan.status, plan.evidence) == ("not_evidenced", ())


def test_the_reader_is_told_that_it_is_a_request_and_reads_no_word_of_ours() -> None:
    hands = FakeHands()

    outcome = read(filled("en"), hands)

    seen = "\n".join(one.text for one in hands.passages)
    assert outcome.reading is not None
    assert [one.kind for one in outcome.reading.kinds] == [Kind.REQUEST]
    assert "What has your government" not in seen
    assert "May others be told" not in seen
    assert "Please find our form attached." in seen


def test_a_form_on_which_a_person_pleads_for_themselves_gives_no_draft() -> None:
    hands = FakeHands(kind=Kind.INDIVIDUAL_CASE)

    assert read(filled("en", {"who": "Sana", "plan": "Help me."}, {}), hands).contents == ()


def test_a_state_that_only_the_rest_of_the_letter_names_is_not_taken_for_the_forms() -> None:
    raw = a_mail(("form.docx", filled("en")), text="Like Chad before us, we send our form.")

    [content] = read_message(raw, EMAIL, NOT_READ).contents

    assert content.states == ("KE",)


def test_a_copy_of_the_form_beside_it_gives_one_draft() -> None:
    raw = a_mail(("form.docx", filled("en")), ("again.docx", filled("en", {"who": "Kenya"})))

    assert len(read_message(raw, EMAIL, NOT_READ).contents) == 1


def test_a_blank_form_gives_no_draft_and_says_why() -> None:
    outcome = read(filled("en", {}, {}), FakeHands())

    assert outcome.contents == ()
    assert [one.code for one in outcome.problems] == ["form_blank"]
