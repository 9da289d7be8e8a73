"""Whether the translator answers, as `acsg-intake check` says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.checks_found import Found
from bot.translator import SECONDS, engine_of
from bot.translator_errors import NotTranslatedError

if TYPE_CHECKING:
    from bot.settings import Settings

#: words of ours, of no letter
_TRIED: Final = ("Nous vous remercions.", "fr", "en")
#: code of what is wrong -> what to do
_HINTS: Final = {
    "not_started": "the command cannot be run",
    "command_failed": "the command ends with an error",
    "timeout": f"it takes more than {SECONDS:.0f} seconds for three words",
    "no_answer": "nothing answers there",
    "not_near": "without TLS it must be on this machine or in your own network: give https://",
    "no_text": "what it answers is no translation; a command prints it in UTF-8, a service "
    "speaks LibreTranslate's protocol",
    "too_long": "it answers far more than it was given",
}


def translator(settings: Settings) -> Found:
    """Whether a sentence of ours is translated, where there is to be a translator."""
    engine = engine_of(settings)
    if engine is None:
        return Found(subject="no translator (ACSG_TRANSLATOR)", state="ok")
    why_not = engine.why_not()
    if why_not:
        return Found(subject="translator", state="failed", hint=f"ACSG_TRANSLATOR: {why_not}")
    text, source, target = _TRIED
    try:
        engine.ask(text, source, target, seconds=SECONDS)
    except NotTranslatedError as error:
        told = _HINTS.get(error.problem, f"it answers {error.problem.removeprefix('status_')}")
        hint = f"ACSG_TRANSLATOR: {told}; evidence comes without translations"
        return Found(subject="translator", state="warning", hint=hint)
    where = "on this machine" if engine.is_here else "elsewhere"
    return Found(subject=f"translator {where}, {source} to {target}", state="ok")
