from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.dates import days, spans


@pytest.mark.parametrize(
    ("text", "first", "last", "lead"),
    [
        ("from 1 March 2026", "2026-03-01", "2026-03-01", "start"),
        ("until March 5, 2026", "2026-03-05", "2026-03-05", "end"),
        ("à partir du 1er mars 2026", "2026-03-01", "2026-03-01", "start"),
        ("jusqu’au 15 août 2026", "2026-08-15", "2026-08-15", "end"),
        ("a partir del 3 de junio de 2025", "2025-06-03", "2025-06-03", "start"),
        ("até 30 de setembro de 2026", "2026-09-30", "2026-09-30", "end"),
        ("с 1 мая 2026 года", "2026-05-01", "2026-05-01", "start"),
        ("до сентября 2026 года", "2026-09-01", "2026-09-30", "end"),
        ("اعتبارا من 1 آذار 2026", "2026-03-01", "2026-03-01", "start"),
        ("حتى ٣١ ديسمبر ٢٠٢٦", "2026-12-31", "2026-12-31", "end"),
        ("ابتداء من 5 جانفي 2026", "2026-01-05", "2026-01-05", "start"),
        ("حتى 20 غشت 2026", "2026-08-20", "2026-08-20", "end"),
        ("starting 2026-02-28", "2026-02-28", "2026-02-28", "start"),
        ("hasta 12/11/2026", "2026-11-12", "2026-11-12", "end"),
    ],
)
def test_a_date_is_read_with_what_leads_to_it(text: str, first: str, last: str, lead: str) -> None:
    [day] = days(text)

    assert (day.first.isoformat(), day.last.isoformat(), day.lead) == (first, last, lead)


@pytest.mark.parametrize(
    "text",
    [
        "as soon as possible",
        "in May we march",
        "from March",
        "31 February 2026",
        "2026-13-01",
        "9/2026/1",
    ],
)
def test_no_date_is_invented(text: str) -> None:
    assert list(days(text)) == []


@given(st.text(alphabet=string.ascii_letters + " ,.;абвгдежзий", max_size=300))
def test_a_text_without_digits_has_no_date(text: str) -> None:
    assert list(days(text)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("for a period of six months", "six months"),
        ("pendant quatre mois", "quatre mois"),
        ("durante unas tres semanas", "tres semanas"),
        ("por até 21 dias", "21 dias"),
        ("لمدة ثلاثة أشهر", "ثلاثة أشهر"),
        ("сроком на 4 недели", "4 недели"),
        ("up to 10 working days", "10 working days"),
    ],
)
def test_a_span_is_kept_as_written(text: str, expected: str) -> None:
    assert [text[start:end] for start, end in spans(text)] == [expected]
