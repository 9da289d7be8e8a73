"""Takes the pictures of docs/chat.md from a running rehearsal: senders and cards in four languages.

`make run` in one terminal, then `python -m benchmarks.languages_picture ADDRESS`, once: it takes a
rehearsal that has just begun anew, with its samples; what is Russian is written here. Needs
Debian's chromium and fonts with emoji and Arabic (fonts-noto-color-emoji, fonts-noto-core).
"""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, Final

from PIL import Image
from playwright.sync_api import sync_playwright

from benchmarks.picture import PICTURE, few_colours

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

FOLDER: Final = PICTURE.parent
#: who writes, by the page's own list, and how the card of their letter begins
FRENCH, ENGLISH, ARABIC = "2001", "2002", "2005"
_CARDS: Final = {
    "en": "Protection Appeals Board",
    "fr": "Secrétariat permanent",
    "ar": "المديرية العامة للجوء",
    "ru": "миграции",
}
_GAP: Final = 20
#: brings an item to the upper edge of its list
_PLACE: Final = """item => {
  const list = item.closest('.talk');
  list.scrollTop += item.getBoundingClientRect().top - list.getBoundingClientRect().top - 8;
}"""
NEWCOMER: Final = ("Айгуль Сатыбалдиева", "a.satybaldieva@migration.example", "ru")
SUBJECT: Final = "Просьба о поддержке в обучении сотрудников (исх. № 04-12/2218)"
LETTER: Final = """Уважаемые коллеги!

Государственная служба миграции Кыргызской Республики просит Группу о поддержке.

В марте 2026 года мы провели собственную оценку потребностей: из двенадцати сотрудников, проводящих
собеседования, обучение прошли только четверо, а решения ожидают 1 460 заявителей. Правительство
утвердило Национальный план действий по вопросам убежища на 2026-2029 годы и обязалось создать отдел
информации о странах происхождения.

Просим направить двух экспертов на шесть месяцев для обучения собеседованиям и оценке доказательств.
Мы хотим сократить средний срок рассмотрения с двадцати до девяти месяцев к 31 декабря 2027 года.
После завершения проекта должности будут финансироваться из республиканского бюджета.

С уважением,
Айгуль Сатыбалдиева, начальник управления по работе с беженцами"""


def take(address: str, folder: Path) -> None:
    """Take both pictures: greetings on the senders' side, cards on the secretariat's."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 390, "height": 844}, locale="en-GB")
        page.goto(address)
        page.locator("[data-show=sender]").click()
        russian = _newcomer(page)
        greetings = [_greeted(page, one) for one in (ENGLISH, FRENCH, ARABIC, russian)]
        page.locator("[data-show=office]").click()
        cards = [_card(page, words) for words in _CARDS.values()]
        browser.close()
    few_colours(side_by_side(greetings), folder / "greetings.png")
    few_colours(side_by_side(cards), folder / "cards.png")


def _newcomer(page: Page) -> str:
    """Somebody writes in Russian, by mail; their number in the page's list."""
    name, address, language = NEWCOMER
    page.locator("#newcomer").click()
    form = page.locator("#person-form")
    form.locator("[name=name]").fill(name)
    form.locator("[name=address]").fill(address)
    form.locator("[name=language]").select_option(language)
    form.get_by_role("button", name="Add").click()
    option = page.locator("#person option", has_text=name)
    option.wait_for(state="attached")
    number = option.get_attribute("value") or ""
    page.locator("#person").select_option(number)
    page.locator("#mail [name=subject]").fill(SUBJECT)
    page.locator("#mail textarea").fill(LETTER.replace("-\n", "-"))
    page.get_by_role("button", name="Send mail").click()
    page.locator("#sender-talk .letter", has_text="ACSG-").wait_for(timeout=60_000)
    return number


def _greeted(page: Page, person: str) -> bytes:
    page.locator("#person").select_option(person)
    page.locator("#channel [value=chat]").check(force=True)
    page.locator("#chat textarea").fill("/start")
    page.keyboard.press("Enter")
    greeting = page.locator("#sender-talk li:not(.own)", has=page.locator(".keys")).last
    greeting.wait_for(timeout=60_000)
    return shot(page, "#sender-talk li.own >> nth=-1")


def _card(page: Page, words: str) -> bytes:
    card = page.locator("#office-talk li", has_text=words).first
    card.wait_for(timeout=60_000)
    return shot(page, f"#office-talk li:has-text('{words}') >> nth=0")


def shot(page: Page, item: str) -> bytes:
    """The page with this item at the upper edge of its list."""
    page.wait_for_timeout(2500)  # until what is new glows no more
    page.locator(item).evaluate(_PLACE)
    page.wait_for_timeout(300)
    return page.screenshot()


def side_by_side(pictures: list[bytes]) -> Image.Image:
    """Pictures of phones on one sheet."""
    phones = [Image.open(io.BytesIO(one)).convert("RGB") for one in pictures]
    width = sum(phone.width for phone in phones) + _GAP * (len(phones) - 1)
    sheet = Image.new("RGB", (width, max(phone.height for phone in phones)), "#ffffff")
    x = 0
    for phone in phones:
        sheet.paste(phone, (x, 0))
        x += phone.width + _GAP
    return sheet


if __name__ == "__main__":
    take(sys.argv[1], FOLDER)
