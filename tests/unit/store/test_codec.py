from __future__ import annotations

import json

from store import codec
from store.columns import clean_text
from tests.factories import a_content


def test_a_content_survives_json() -> None:
    content = a_content(facts=a_content().facts, consent=None, via="UNHCR Chad")

    assert codec.load(json.loads(json.dumps(codec.dump(content)))) == content


def test_a_field_of_a_newer_program_is_left_out() -> None:
    data = codec.dump(a_content()) | {"colour": "green"}

    assert codec.load(data) == a_content()


def test_a_field_that_an_older_program_did_not_know_takes_its_default() -> None:
    data = codec.dump(a_content())
    del data["conditions"]

    assert codec.load(data) == a_content(conditions=())


def test_cleaning_keeps_every_offset() -> None:
    text = "a\x00é\ud800z"

    assert clean_text(text) == "a\ufffdé\ufffdz"


def test_clean_text_is_left_as_it_is() -> None:
    text = "Ñandú \U0001f600 العربية"

    assert clean_text(text) == text
