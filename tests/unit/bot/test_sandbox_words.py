from __future__ import annotations

import re

from bot.office_words import names
from bot.shelf import templates

#: `say("attach")`, and `say(some ? "less" : "more")`
SAID = re.compile(r"\bsay\(([^{)]*)")


def test_the_page_of_the_rehearsal_has_all_words_that_it_says_and_no_others() -> None:
    asked: set[str] = set()
    for path in (templates() / "sandbox").glob("*.js"):
        for given in SAID.findall(path.read_text(encoding="utf-8")):
            asked.update(one for one in re.findall(r'"(\w+)"', given) if one != "404")

    assert asked == set(names("sandbox_says"))
