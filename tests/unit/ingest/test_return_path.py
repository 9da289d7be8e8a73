from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.return_path import number_of, paths_in, return_path

KEY, OTHER = b"k" * 32, b"o" * 32
ADDRESS = "requests@acsg.example"
NUMBERS = st.integers(min_value=1, max_value=10**17)


@given(NUMBERS)
def test_what_comes_back_to_a_path_is_known_by_its_number(number: int) -> None:
    assert number_of(KEY, return_path(KEY, ADDRESS, number)) == number


@given(NUMBERS)
def test_mail_servers_may_change_its_case(number: int) -> None:
    assert number_of(KEY, f"<{return_path(KEY, ADDRESS, number).upper()}>") == number


@given(NUMBERS, st.integers(min_value=1, max_value=50))
def test_a_path_is_good_for_one_mail_only(number: int, step: int) -> None:
    path = return_path(KEY, ADDRESS, number)

    assert number_of(KEY, path.replace(f"+b-{number}-", f"+b-{number + step}-")) is None


@given(NUMBERS)
def test_a_path_of_another_key_is_not_ours(number: int) -> None:
    assert number_of(KEY, return_path(OTHER, ADDRESS, number)) is None


@given(st.text(max_size=90))
def test_any_other_address_is_none(text: str) -> None:
    assert number_of(KEY, text) is None
    assert number_of(KEY, f"requests+b-{text}@acsg.example") is None


def test_a_path_stays_within_what_an_address_may_have() -> None:
    long = f"{'a' * 50}@acsg.example"

    assert return_path(KEY, long, 7) == long
    assert len(return_path(KEY, ADDRESS, 10**17).rpartition("@")[0]) <= 64


@pytest.mark.parametrize("name", ["Delivered-To", "X-Original-To", "Envelope-To", "TO"])
@pytest.mark.parametrize("form", ["{}", "<{}>", "Intake <{}>,\r\n other@acsg.example"])
def test_a_path_is_found_in_each_header_that_says_where_a_mail_went(name: str, form: str) -> None:
    path = return_path(KEY, ADDRESS, 7)

    header = f"Received: x\r\n{name}: {form.format(path)}\r\nSubject: y\r\n".encode()

    assert paths_in(header) == (path,)


def test_a_path_in_any_other_header_is_not_where_a_mail_went() -> None:
    path = return_path(KEY, ADDRESS, 7)

    assert paths_in(f"Subject: {path}\r\nCc: {path}\r\nX-To: {path}\r\n".encode()) == ()


@given(st.binary(max_size=300))
def test_no_header_trips_the_search_for_paths(header: bytes) -> None:
    assert all("+b-" in one for one in paths_in(b"To: " + header))
