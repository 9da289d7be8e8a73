"""Photos of letters in the six languages, as a telephone takes them; for tests."""

from __future__ import annotations

import io
import random
import textwrap
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFilter, ImageFont

LANGUAGES: Final = ("en", "fr", "es", "ar", "pt", "ru")
_CORPUS: Final = Path(__file__).parent / "corpus" / "documents"
_FONT: Final = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
_WORDS: Final = {
    "en": "The Ministry of the Interior requests support for the registration of applicants and "
    "the training of those who decide on their claims, in the years 2026 and 2027. ",
    "pt": "O Ministério da Administração Interna solicita apoio para o registo dos requerentes e "
    "para a formação de quem decide os pedidos, nos anos de 2026 e 2027. ",
}


def a_photo(
    language: str, *, dpi: int = 150, blur: float = 0, shake: int = 0, seed: int = 1
) -> bytes:
    """A JPEG of a letter on a table.

    Args:
        language: of the letter.
        dpi: pixels for an inch of the page.
        blur: of the lens, as the radius in pixels of a page 1280 pixels high.
        shake: of the hand, the same.
        seed: of light, tilt, noise and quality.

    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    page = _page(language, dpi)
    of_size = page.height / 1280
    picture = page.rotate(chance.uniform(-3, 3), Image.Resampling.BICUBIC, fillcolor=255)
    table = Image.new("L", (page.width + 80, page.height + 80), chance.randint(60, 140))
    table.paste(picture, (40, 40))
    if blur:
        table = table.filter(ImageFilter.GaussianBlur(blur * of_size))
    seen = np.asarray(table, np.float32)
    steps = round(shake * of_size)
    if steps > 1:
        seen = np.mean([np.roll(seen, step, axis=1) for step in range(steps)], axis=0)
    light = np.linspace(chance.uniform(0.6, 1), chance.uniform(0.6, 1), seen.shape[1])
    noise = np.random.default_rng(seed).normal(0, chance.choice([0, 2, 4]), seen.shape)
    out = io.BytesIO()
    taken = Image.fromarray(np.clip(seen * light + noise, 0, 255).astype(np.uint8))
    taken.save(out, "JPEG", quality=chance.choice([70, 80, 90]))
    return out.getvalue()


@cache
def _page(language: str, dpi: int) -> Image.Image:
    path = _CORPUS / f"letter-{language}.pdf"
    if path.exists():
        with pypdfium2.PdfDocument(path) as document:
            drawn: Image.Image = document[0].render(scale=dpi / 72).to_pil()
            return drawn.convert("L")
    page = Image.new("L", (int(8.27 * dpi), int(11.7 * dpi)), 255)
    lines = textwrap.wrap(_WORDS[language] * 12, 85)
    font = ImageFont.truetype(_FONT, dpi * 11 // 72)
    draw = ImageDraw.Draw(page)
    for number, line in enumerate(lines):
        draw.text((0.9 * dpi, (0.9 + 0.2 * number) * dpi), line, font=font, fill=20)
    return page
