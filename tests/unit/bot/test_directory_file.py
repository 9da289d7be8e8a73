"""Tables of organisations: what spreadsheets write, and what is told of a wrong line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.directory_file import FileError, read_file

HEAD = "organisation,state,kind,domains,contacts\n"
LINE = "Ministry of Interior,TD,authority,interior.gouv.td,asylum@interior.gouv.td\n"


@pytest.mark.parametrize(
    "content",
    [
        (HEAD + LINE).encode(),
        (HEAD + LINE).encode("utf-8-sig"),
        (HEAD + LINE).replace(",", ";").encode(),
        (HEAD + LINE).replace(",", "\t").encode(),
        (HEAD + LINE).replace("\n", "\r\n").encode(),
        (HEAD.upper() + LINE + "\n,,,,\n").encode(),
        (HEAD + LINE.replace("authority", "")).encode(),
        (
            HEAD + LINE.replace("TD", "td").replace("interior.gouv.td,", "@Interior.Gouv.TD,")
        ).encode(),
    ],
    ids=["plain", "mark", "semicolons", "tabs", "CRLF", "blank lines", "no kind", "other case"],
)
def test_a_table_of_any_spreadsheet_gives_the_same(content: bytes) -> None:
    (line,), wrong = read_file(content)

    found = line.organisation
    assert (line.number, wrong) == (2, [])
    assert (found.name, found.state, found.kind) == ("Ministry of Interior", "TD", "authority")
    assert found.domains == ("interior.gouv.td",)
    assert found.contacts == ("asylum@interior.gouv.td",)


def test_several_domains_stand_in_one_field() -> None:
    content = HEAD + 'UNHCR,,unhcr,"unhcr.org, one.unhcr.org | unhcr.org",\n'

    (line,), _ = read_file(content.encode())

    assert line.organisation.domains == ("unhcr.org", "one.unhcr.org")


def test_a_partner_needs_no_state() -> None:
    (line,), _ = read_file(b"organisation,domains\nRefuge,refuge.org\n")

    assert (line.organisation.state, line.organisation.kind) == (None, "partner")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (",TD,authority,interior.gouv.td,", "organisation: give a name of up to 300 letters"),
        ("A,Chad,,a.td,", "state: CHAD is none; give two letters of ISO 3166, such as TD"),
        ("A,XQ,,a.td,", "state: XQ is none; give two letters of ISO 3166, such as TD"),
        ("A,TD,friend,a.td,", "kind: friend is none; give authority, unhcr, partner"),
        ("A,,authority,a.td,", "state: missing; an authority is of a State"),
        ("A,TD,,,", "domains: give at least one, such as interior.gouv.td"),
        ("A,TD,,td,", "domains: td is none; give one such as interior.gouv.td"),
        ("A,TD,,gmail.com,", "domains: gmail.com gives addresses to anybody; it shows nobody's"),
        ("A,TD,,a.td,nobody", "contacts: nobody is no mail address"),
    ],
)
def test_a_wrong_line_is_told_with_its_number(line: str, told: str) -> None:
    lines, wrong = read_file((HEAD + LINE + line + "\n").encode())

    assert len(lines) == 1
    assert len(wrong) == 1
    assert wrong[0].startswith(f"line 3: {told}")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "no column organisation"),
        (b"name,domains\n", "no column organisation"),
        (b"organisation,domains,phone\n", "unknown column phone"),
        (HEAD.encode() + "Ministère,TD,,a.td,".encode("latin-1"), "line 2 is not UTF-8"),
        (HEAD.encode("utf-16"), "line 1 is not UTF-8"),
        (HEAD.encode() + b'"A,TD,,a.td,', "line 2: unexpected end of data"),
    ],
)
def test_what_is_no_table_is_told_as_that(content: bytes, told: str) -> None:
    with pytest.raises(FileError) as caught:
        read_file(content)

    assert str(caught.value).startswith(told)


@given(st.text(max_size=300))
def test_any_text_is_lines_or_told(text: str) -> None:
    try:
        lines, wrong = read_file((HEAD + text).encode("utf-8", "surrogatepass"))
    except FileError:
        return
    assert len(lines) + len(wrong) <= text.count("\n") + text.count("\r") + 1
