from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from ingest import mail

CORPUS = Path(__file__).parents[2] / "corpus" / "mail"
SAMPLES = sorted(path.stem for path in CORPUS.glob("*.eml"))


def expected(sample: str) -> dict[str, Any]:
    return tomllib.loads((CORPUS / f"{sample}.expected.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_sample_mail_is_parsed_as_its_neighbour_file_says(sample: str) -> None:
    says = expected(sample)

    message = mail.parse((CORPUS / f"{sample}.eml").read_bytes())

    found = [(str(body.origin), body.text) for body in message.bodies]
    assert [origin for origin, _ in found] == [origin for origin, _ in says["runs"]]
    for (_, text), (_, start) in zip(found, says["runs"], strict=True):
        assert text.lstrip().startswith(start)
    assert [one.name for one in message.attachments] == says.get("attachments", [])
    assert [one.code for one in message.problems] == says.get("problems", [])
    assert message.automatic is says.get("automatic", False)
    assert message.bounce is says.get("bounce", False)


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_header_of_a_sample_mail_is_read_as_its_neighbour_file_says(sample: str) -> None:
    says = expected(sample)

    message = mail.parse((CORPUS / f"{sample}.eml").read_bytes())

    for name in ("subject", "message_id", "in_reply_to", "sent_at"):
        if name in says:
            assert getattr(message, name) == says[name]
    if "sender" in says:
        assert message.sender is not None
        assert [message.sender.address, message.sender.name] == says["sender"]


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_sample_mail_shows_what_a_reader_sees_and_nothing_else(sample: str) -> None:
    says = expected(sample)

    text = "".join(body.text for body in mail.parse((CORPUS / f"{sample}.eml").read_bytes()).bodies)

    assert all(words in text for words in says.get("contains", []))
    assert not any(words in text for words in says.get("lacks", []))
