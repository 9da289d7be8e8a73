"""Takes the picture of an office that reads another language, of which docs/chat.md has two.

Start a rehearsal for each, with `ACSG_OFFICE_LANGUAGE=fr make run` and the same with `ar` and ports
and a data folder of its own, then `python -m benchmarks.office_picture ADDRESS ADDRESS`. Needs
Debian's chromium and fonts with emoji and Arabic (fonts-noto-color-emoji, fonts-noto-core).
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from benchmarks.languages_picture import FOLDER, shot, side_by_side
from benchmarks.picture import few_colours

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def take(addresses: Sequence[str], folder: Path) -> None:
    """One card in each office, side by side, as a phone shows it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 390, "height": 844}, locale="en-GB")
        phones = []
        for address in addresses:
            page.goto(address)
            page.locator("[data-show=office]").click()
            page.locator("#office-talk li .keys").first.wait_for(timeout=60_000)
            phones.append(shot(page, "#office-talk li:has(.keys) >> nth=0"))
        browser.close()
    few_colours(side_by_side(phones), folder / "offices.png")


if __name__ == "__main__":
    take(sys.argv[1:], FOLDER)
