"""Where paragraphs begin, told by places alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.paragraphs import Extent, begin, go_on

LATIN = "the Commission has conducted"
ARABIC = "عكفت لجنة داخلية من فبراير إلى جوان"
LEFT, RIGHT = 70.0, 300.0


def a_line(
    y: float, text: str = LATIN, *, x0: float = LEFT, x1: float = RIGHT, height: float = 12.0
) -> Extent:
    return Extent(text, x0, y, x1, y + height, 40.0)


def test_a_wider_gap_begins_a_paragraph() -> None:
    lines = [a_line(700), a_line(685), a_line(655), a_line(640)]

    assert begin(lines) == [False, True, False]


def test_arabic_boxes_as_high_as_their_ink_tear_no_paragraph_apart() -> None:
    feet = [(700.0, 9.7), (686.5, 6.0), (669.0, 9.6), (655.5, 7.2), (639.0, 10.5)]
    lines = [a_line(y, ARABIC, height=height) for y, height in feet]

    assert not any(begin(lines))


def test_a_gap_after_an_arabic_line_that_ends_early_begins_a_paragraph() -> None:
    lines = [a_line(y, ARABIC) for y in (700, 685, 670)]
    lines += [a_line(655, ARABIC, x0=200), a_line(632, ARABIC), a_line(617, ARABIC)]

    assert begin(lines) == [False, False, False, True, False]


def test_a_gap_after_an_arabic_stop_begins_a_paragraph() -> None:
    lines = [
        a_line(700, ARABIC),
        a_line(685, ARABIC),
        a_line(670, f"{ARABIC}."),
        a_line(647, ARABIC),
    ]

    assert begin(lines) == [False, False, True]


def test_each_script_has_a_step_of_its_own() -> None:
    french = [a_line(y) for y in (700, 685, 670, 655)]
    arabic = [a_line(y, ARABIC, x0=320, x1=550) for y in (700, 675, 650, 625)]

    found = begin([*french, *arabic])

    assert not any(found[:3])
    assert not any(found[4:])


def test_a_line_of_figures_in_arabic_belongs_to_it() -> None:
    lines = [a_line(y, ARABIC) for y in (700, 685, 670)]

    assert not any(begin([*lines, a_line(655, "15/09/2026.", x0=240, height=9)]))


def test_a_full_line_goes_on_below_and_in_the_next_column() -> None:
    lines = [a_line(y) for y in (700, 685, 670)]
    beside = a_line(700, x0=320, x1=550)

    assert go_on([*lines, a_line(655, x1=120)]) == [True, True, True]
    assert go_on([*lines, beside])[-1]


def test_a_line_that_ends_early_or_with_a_stop_or_before_a_point_goes_not_on() -> None:
    full = [a_line(y) for y in (700, 685, 670)]

    assert not go_on([*full, a_line(655, x1=200), a_line(640)])[-1]
    assert not go_on([*full, a_line(655, f"{LATIN}."), a_line(640)])[-1]
    assert not go_on([*full, a_line(655, "- two judges")])[-1]


def test_lines_of_an_address_go_not_on() -> None:
    ends = (180.0, 240.0, 150.0, 210.0)
    lines = [a_line(700 - 15 * at, x1=end) for at, end in enumerate(ends)]

    assert not any(go_on(lines))


@given(
    st.lists(
        st.builds(
            Extent,
            st.sampled_from([LATIN, ARABIC, "", "15.", "- one"]),
            *[st.floats(-1e4, 1e4) for _ in range(5)],
        ),
        max_size=30,
    )
)
def test_any_lines_have_an_answer_for_each_step(lines: list[Extent]) -> None:
    assert len(begin(lines)) == len(go_on(lines)) == max(len(lines) - 1, 0)
