from __future__ import annotations

import pytest

from nlp.money import sums


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("USD 65,000", 65000, "USD"),
        ("a grant of $1,250.50 only", 1250.5, "USD"),
        ("180 000 €", 180000, "EUR"),
        ("310.000 euros", 310000, "EUR"),
        ("R$ 1.234,56", 1234.56, "BRL"),
        ("14 milhões de kwanzas", 14_000_000, "AOA"),
        ("1,80 مليون دولار", 1_800_000, "USD"),
        ("٢٥٠٬٠٠٠ يورو", 250000, "EUR"),
        ("200.000 درهم سنويا", 200000, "MAD"),
        ("около 3 800 долларов", 3800, "USD"),
        ("26 тыс. евро", 26000, "EUR"),
        ("CHF 2.5 million", 2_500_000, "CHF"),
        ("15 000 000 FCFA", 15_000_000, "XAF"),
    ],
)
def test_a_sum_is_understood_in_its_own_style(text: str, value: float, currency: str) -> None:
    found = list(sums(text))

    assert [(amount, unit) for _, _, amount, unit in found] == [(value, currency)]


@pytest.mark.parametrize("text", ["25 kits", "in 2026", "12 experts", "paragraph 1.2", "no money"])
def test_a_number_without_currency_is_no_sum(text: str) -> None:
    assert list(sums(text)) == []


def test_a_sum_stands_where_it_says() -> None:
    text = "نساهم بمبلغ ٢٥٠٬٠٠٠ يورو هذا العام"

    [(start, end, _, _)] = sums(text)

    assert text[start:end] == "٢٥٠٬٠٠٠ يورو"
