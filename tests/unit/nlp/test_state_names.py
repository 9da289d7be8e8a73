"""States by names that stand alone."""

from __future__ import annotations

import pytest

from nlp.state_names import named


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("chad", ("TD",)),
        ("td", ("TD",)),
        ("Tchad", ("TD",)),
        ("Bosnia and Herzegovina", ("BA",)),
        ("the Netherlands", ("NL",)),
        ("Мали", ("ML",)),
        ("Германия", ("DE",)),
        ("مالي", ("ML",)),
        ("Guiné-Bissau", ("GW",)),
        ("República del Congo", ("CG",)),
        ("Congo", ("CG", "CD")),
        ("الكونغو", ("CG", "CD")),
        ("Atlantis", ()),
        ("the Ministry of Chad", ()),
        ("", ()),
    ],
)
def test_a_name_gives_the_states_that_it_may_mean(name: str, codes: tuple[str, ...]) -> None:
    assert named(name) == codes
