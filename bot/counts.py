"""Numbers as officers read them."""

from __future__ import annotations

from babel.numbers import format_decimal

from bot.office_words import locale


def counted(number: int) -> str:
    """A whole number with what the office's language puts between thousands."""
    return str(format_decimal(number, locale=locale()))
