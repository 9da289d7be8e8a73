"""Who gets at the sandbox's page, and what its answers let a browser do."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import httpx
import pytest

from bot.listen import Listen
from bot.sandbox import people
from bot.sandbox.page import Page, PageOptions
from bot.sandbox.server import ANY_PORT, served
from bot.sandbox.stage import Sandbox

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from httpx import Response


@asynccontextmanager
async def a_page(folder: Path) -> AsyncIterator[tuple[Sandbox, httpx.AsyncClient]]:
    sandbox = Sandbox()
    people.enter(sandbox)
    page = Page(sandbox, PageOptions(mail_door=None, addresses=("us@x.example",), outgoing=folder))
    async with served(sandbox, ANY_PORT, page.add_routes), httpx.AsyncClient() as client:
        client.base_url = httpx.URL(page.address)
        yield sandbox, client


def asked(folder: Path, path: str, **headers: str) -> Response:
    async def scene() -> Response:
        async with a_page(folder) as (_, client):
            return await client.get(path, headers=headers)

    return asyncio.run(scene())


def test_the_page_runs_no_script_but_its_own_and_is_in_no_frame(tmp_path: Path) -> None:
    answer = asked(tmp_path, "")

    policy = answer.headers["Content-Security-Policy"]
    assert answer.status_code == 200
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", ["", "state", "page.js", "file/x"])
def test_without_the_token_there_is_nothing(tmp_path: Path, path: str) -> None:
    answer = asked(tmp_path, f"../wrong/{path}")

    assert answer.status_code == 404


@pytest.mark.parametrize("name", ["page.html.j2", "..%2Fcards", "none.js", "%2Fetc%2Fpasswd"])
def test_only_the_page_s_own_files_are_served(tmp_path: Path, name: str) -> None:
    assert asked(tmp_path, name).status_code == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "rebound.example"}, 421),
        ({"Host": "rebound.example:80"}, 421),
        ({"Origin": "http://rebound.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ],
)
def test_another_site_cannot_read_the_page(
    tmp_path: Path, headers: dict[str, str], status: int
) -> None:
    assert asked(tmp_path, "state", **headers).status_code == status


def test_a_deed_needs_the_origin_of_our_own_page(tmp_path: Path) -> None:
    async def scene() -> list[int]:
        async with a_page(tmp_path) as (sandbox, client):
            deed = {"person": str(people.OFFICER_A.id), "text": "hello"}
            answers = [
                await client.post("do/say", data=deed, headers=headers)
                for headers in ({}, {"Origin": "http://127.0.0.1:1"}, {"Origin": sandbox.url})
            ]
            return [answer.status_code for answer in answers]

    assert asyncio.run(scene()) == [403, 403, 200]


def test_an_officer_writes_into_the_secretariat_and_nowhere_else(tmp_path: Path) -> None:
    async def scene() -> list[str]:
        async with a_page(tmp_path) as (sandbox, client):
            deed = {"person": "901", "chat": "902", "text": "/queue"}
            await client.post("do/say", data=deed, headers={"Origin": sandbox.url})
            return [message.text for message in sandbox.messages(people.SECRETARIAT)]

    assert asyncio.run(scene()) == ["/queue"]


def test_nobody_speaks_as_the_bot(tmp_path: Path) -> None:
    async def scene() -> Response:
        async with a_page(tmp_path) as (sandbox, client):
            deed = {"person": str(sandbox.chats.bot.id), "text": "confirmed"}
            return await client.post("do/say", data=deed, headers={"Origin": sandbox.url})

    answer = asyncio.run(scene())

    assert (answer.status_code, answer.json()["problem"]) == (400, "nobody is known by that name")


def test_a_file_comes_as_a_download_that_cannot_run(tmp_path: Path) -> None:
    async def scene() -> Response:
        async with a_page(tmp_path) as (sandbox, client):
            file = sandbox.chats.add_file("x.html", "text/html", b"<script>1</script>")
            return await client.get(f"file/{file.id}")

    answer = asyncio.run(scene())

    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == "attachment"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_it_listens_on_loopback_only() -> None:
    async def scene() -> None:
        async with served(Sandbox(), Listen("0.0.0.0", 0)):  # noqa: S104 - it must be refused
            pass

    with pytest.raises(ValueError, match="loopback"):
        asyncio.run(scene())
