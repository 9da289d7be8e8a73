"""Every odd mail is read as the corpus says is right: `tests/odd_mails` tells what each shows."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from ingest import mail, sniff
from tests.odd_mails.corpus import ODD_MAILS

if TYPE_CHECKING:
    from ingest.inbound import InboundMessage


@cache
def parsed(name: str) -> InboundMessage:
    return mail.parse(ODD_MAILS[name].raw)


def test_the_corpus_holds_hundreds_of_mails_no_two_alike() -> None:
    assert len(ODD_MAILS) >= 300
    assert len({one.raw for one in ODD_MAILS.values()}) == len(ODD_MAILS)


@pytest.mark.parametrize("name", ODD_MAILS)
def test_the_words_of_an_odd_mail_are_read(name: str) -> None:
    odd = ODD_MAILS[name]

    text = "".join(body.text for body in parsed(name).bodies).strip()

    assert text[: len(odd.words)] == odd.words
    assert bool(text) is bool(odd.words)
    assert [words for words in odd.contains if words not in text] == []
    assert [words for words in odd.lacks if words in text] == []


@pytest.mark.parametrize("name", ODD_MAILS)
def test_the_header_of_an_odd_mail_is_read(name: str) -> None:
    odd, message = ODD_MAILS[name], parsed(name)

    assert message.subject == odd.subject
    assert (message.sender.address if message.sender else None) == odd.sender
    if odd.sender_name is not None:
        assert message.sender is not None
        assert message.sender.name == odd.sender_name
    assert (message.automatic, message.bounce) == (odd.automatic, odd.bounce)
    is_certain = odd.automatic or odd.bounce
    assert message.unanswerable == ("program" if is_certain else odd.unanswerable)
    assert message.original_message_id == odd.original_message_id


@pytest.mark.parametrize("name", ODD_MAILS)
def test_the_files_of_an_odd_mail_are_kept(name: str) -> None:
    odd = ODD_MAILS[name]

    files = parsed(name).attachments

    assert [(one.name, sniff.media_type(one.content)) for one in files] == list(odd.files)
    if odd.content is not None:
        assert odd.content in [one.content for one in files]


@pytest.mark.parametrize("name", ODD_MAILS)
def test_what_is_wrong_with_an_odd_mail_is_named(name: str) -> None:
    odd = ODD_MAILS[name]

    assert [one.code for one in parsed(name).problems] == list(odd.problems)
