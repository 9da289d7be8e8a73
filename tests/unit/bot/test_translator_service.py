"""A real service as translator: what it is asked, and that no answer of it does harm."""

from __future__ import annotations

import json
import time

import pytest

from bot.translator_errors import NotTranslatedError
from bot.translator_service import LARGEST, ServiceTranslator
from bot.translator_settings import TranslatorService, parse_translator
from tests.translators import a_service


def ask(url: str, text: str = "Le Tchad", *, seconds: float = 10.0) -> str:
    place = parse_translator(url)
    assert isinstance(place, TranslatorService)
    return ServiceTranslator(place).ask(text, "fr", "en", seconds=seconds)


def test_it_is_asked_in_the_words_of_its_protocol() -> None:
    with a_service() as service:
        said = ask(service.url, "Le <b>Tchad</b>")

        assert said == "[fr to en] Le <b>Tchad</b>"
        assert service.asked == [
            {"q": "Le <b>Tchad</b>", "source": "fr", "target": "en", "format": "text"}
        ]
        assert service.paths == ["/translate"]


@pytest.mark.parametrize(
    "body",
    [
        b"", b"nonsense", b"[]", b"{}", b'{"translatedText": 3}', b'{"translatedText": " "}',
        b'{"error": "fr is not supported"}', b"[" * 100_000, b"\xff\xfe",
    ],
)  # fmt: skip
def test_what_is_no_translation_is_none(body: bytes) -> None:
    with a_service() as service:
        service.body = body

        with pytest.raises(NotTranslatedError, match="no_text"):
            ask(service.url)


@pytest.mark.parametrize("status", [400, 403, 429, 500])
def test_a_refusal_is_told_by_its_number(status: int) -> None:
    with a_service() as service:
        service.status = status

        with pytest.raises(NotTranslatedError, match=f"status_{status}"):
            ask(service.url)


def test_it_sends_letters_nowhere_else() -> None:
    with a_service() as service, a_service() as other:
        service.status, service.headers = 307, {"Location": f"{other.url}/translate"}

        with pytest.raises(NotTranslatedError, match="status_307"):
            ask(service.url)

        assert other.asked == []


def test_no_proxy_of_the_environment_sees_a_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    with a_service() as service, a_service() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)

        ask(service.url)

        assert (len(service.asked), proxy.asked) == (1, [])


def test_one_that_does_not_answer_is_left_in_time() -> None:
    with a_service() as service:
        service.go.clear()
        began = time.monotonic()

        with pytest.raises(NotTranslatedError, match="timeout"):
            ask(service.url, seconds=0.5)

        assert time.monotonic() - began < 5


def test_an_answer_without_end_is_not_read_on() -> None:
    with a_service() as service:
        service.body = json.dumps({"translatedText": "a" * (2 * LARGEST)}).encode()

        with pytest.raises(NotTranslatedError, match="too_long"):
            ask(service.url)


def test_a_packed_answer_is_not_unpacked() -> None:
    with a_service() as service:
        service.headers = {"Content-Encoding": "gzip"}
        service.body = b"\x1f\x8b\x08\x00"

        with pytest.raises(NotTranslatedError, match="no_text"):
            ask(service.url)


def test_a_service_that_is_not_there_is_told() -> None:
    with a_service() as service:
        url = service.url

    with pytest.raises(NotTranslatedError, match="no_answer"):
        ask(url)


def test_a_name_without_tls_must_lead_to_ones_own_network(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def far(*_: object, **__: object) -> list[dict[str, object]]:
        found = {"hostname": "mt.example.org", "host": "8.8.8.8", "port": 80}
        return [found | {"family": 2, "proto": 0, "flags": 0}]

    monkeypatch.setattr("aiohttp.resolver.ThreadedResolver.resolve", far)

    with pytest.raises(NotTranslatedError, match="not_near"):
        ask("http://mt.example.org")


def test_a_name_of_this_machine_may_be_asked() -> None:
    with a_service() as service:
        assert ask(service.url.replace("127.0.0.1", "localhost")).startswith("[fr to en]")
