"""Takes the picture of the README from a running rehearsal.

`make run` in one terminal, then `python -m benchmarks.picture ADDRESS`. Needs Debian's chromium and
a font with emoji (fonts-noto-color-emoji).
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).resolve().parents[1] / "docs" / "images" / "sandbox.png"
CARD = "ACSG-2026-0001-1"
#: leaves a little air above the card
PLACE = "item => { item.closest('.talk').scrollTop += item.getBoundingClientRect().top - 118; }"


def take(address: str, to: Path) -> None:
    """Take the page with its first card in view."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(
            viewport={"width": 1280, "height": 860}, device_scale_factor=1.5, locale="en-GB"
        )
        page.goto(address)
        card = page.locator("#office-talk li", has_text=CARD).first
        card.wait_for()
        page.wait_for_timeout(500)
        card.evaluate(PLACE)
        page.wait_for_timeout(500)
        to.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=to)
        browser.close()
    with Image.open(to) as picture:
        picture.load()
    few_colours(picture, to)


def few_colours(picture: Image.Image, to: Path) -> None:
    """Keep a picture small: flat colours and letters need few."""
    flat = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE, kmeans=2)
    flat.save(to, optimize=True)


if __name__ == "__main__":
    take(sys.argv[1], Path(sys.argv[2]) if len(sys.argv) > 2 else PICTURE)
