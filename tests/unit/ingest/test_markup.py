from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.markup import declared_charset, render


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>one<p>two", "one\n\ntwo"),
        ("<div>one</div><div>two</div>", "one\ntwo"),
        ("one<br>two<br><br>three", "one\ntwo\n\nthree"),
        ("<div>one</div><div><br></div><div>two</div>", "one\n\ntwo"),
        ("a <b> bold </b> word", "a bold word"),
        ("<ul><li>one<li><p>two</p></ul>", "- one\n- two"),
        ("<ol><li>one<li>two</ol>", "1. one\n2. two"),
        ("<table><tr><td><p>a</p></td><td>b</td></tr></table>", "a | b"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("l&eacute;gal&nbsp;aid&shy;e", "légal aide"),
        ("", ""),
    ],
)
def test_a_page_reads_as_a_browser_shows_it(page: str, text: str) -> None:
    assert render(page).text == text


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>x</script>",
        "<style>x</style>",
        '<div style="display: none">x</div>',
        '<span style="mso-hide:all">x</span>',
        '<span style="font-size:0px">x</span>',
        "<p hidden>x</p>",
        "<!-- x -->",
        '<img src="https://tracker.example/x.gif">',
    ],
)
def test_what_nobody_sees_is_left_out(hidden: str) -> None:
    assert render(f"<p>seen</p>{hidden}").text == "seen"


def test_the_text_after_something_hidden_is_kept() -> None:
    assert render('one <span style="display:none">no</span> two').text == "one two"


def test_what_the_program_cites_is_marked() -> None:
    page = render("<p>new</p><blockquote type=cite><p>old</p><p>older</p></blockquote><p>new</p>")

    assert [page.text[start:end].strip() for start, end in page.cited] == ["old\n\nolder"]


def test_a_blockquote_that_only_indents_is_not_cited() -> None:
    assert render("<blockquote><p>indented</p></blockquote>").cited == ()


def test_the_charset_that_a_page_names_is_found() -> None:
    page = '<meta http-equiv="content-type" content="text/html; charset=windows-1251"><p>Просьба'

    assert declared_charset(page.encode("cp1251")) == "windows-1251"
    assert render(page.encode("cp1251")).text == "Просьба"


def test_a_page_nested_too_deep_for_the_parser_keeps_its_words() -> None:
    assert render("<div>" * 50_000 + "the words").text == "the words"


@given(st.text(alphabet="<>/ap=\"' dbrtil-!&;x\n", max_size=200))
def test_any_scraps_of_markup_give_text(page: str) -> None:
    rendered = render(page)

    assert all(0 <= start < end <= len(rendered.text) for start, end in rendered.cited)
