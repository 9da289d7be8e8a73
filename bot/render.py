"""Templates to text: where they lie, and what is escaped. What they say is in `templates/`."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.foreign import file_name, headed, led, quoted, said, turned
from bot.office_words import say_safely
from bot.shelf import templates

#: what officers read in the chat; pages and letters say themselves how they run
_OFFICE: Final = ("cards/", "office/")


def render(name: str, **context: Any) -> str:
    """Render a template; `*.html.j2` is escaped, a name without a value is an error."""
    text = environment().get_template(name).render(context).strip()
    return headed(text) if name.startswith(_OFFICE) else text


@cache
def environment() -> Environment:
    """The one environment of all templates."""
    made = Environment(
        loader=FileSystemLoader(templates()),
        # `select_autoescape` looks at the last suffix only and would not escape `.html.j2`
        autoescape=_is_markup,  # noqa: S701 - on for everything but plain text
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "said": said,
        "quoted": quoted,
        "file_name": file_name,
        "led": led,
        "turned": turned,
    }
    # what officers read; senders' letters are given the words of their own language
    made.globals["say"] = say_safely
    return made


def _is_markup(name: str | None) -> bool:
    return name is None or not name.endswith(".txt.j2")
