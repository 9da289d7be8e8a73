"""Why something was found, as lines of a page: the nearest sentences of the training texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.citations import quoted
from bot.labels import label
from bot.locales import language
from bot.wrapping import beside, cut, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

#: group of `nlp.neighbours` -> group of labels
_LABELS: Final = {"act": "kinds", "area": "areas"}
_REMINDER: Final = 40
_INDENT: Final = "  "
_NOTE: Final = (
    "Sentences of the invented texts that the reader was trained on, with what they were marked "
    "as there; 1.00 would be the same meaning. No other sender's letter is shown."
)


def why_lines(why: Sequence[dict[str, Any]], width: int) -> Iterator[str]:
    """What lies near the sentence that shows each kind and area.

    Args:
        why: As `bot.why.explain` gives it; none where it was not asked for.
        width: Columns of the page.

    """
    if not why:
        return
    yield from ("", "Why", "---", *wrapped(_NOTE, width))
    for one in why:
        names = _LABELS[one["of"]]
        reminder = beside(cut(one["evidence"]["quote"], _REMINDER))
        yield from ("", f"{label(names, one['label'])}, for “{reminder}”")
        for near in one["nearest"]:
            yield from quoted(near["quote"], width, f"{_INDENT}{near['likeness']:.2f}  ")
            marked = ", ".join(label(names, name) for name in near["labels"])
            yield f"{_INDENT}      {marked}; {language(near['language'])}, text {near['text']}"
