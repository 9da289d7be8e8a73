"""The translator of quotes: what it is asked, what it remembers for a while, when it rests."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Final, Protocol

import structlog

from bot.foreign import clean, clip
from bot.setting_errors import SettingsError
from bot.translator_command import CommandTranslator
from bot.translator_errors import NotTranslatedError
from bot.translator_service import ServiceTranslator
from bot.translator_settings import TranslatorCommand

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.settings import Settings

_log = structlog.get_logger()

#: for one text
SECONDS: Final = 10.0
#: characters of a text; what is longer is cut, and ends with an ellipsis
LONGEST: Final = 4_000
#: translations are forgotten so soon, for what was erased must not live on here
REMEMBERED_S: Final = 600.0
#: after a failure the same two languages are not tried for so long
RESTS_S: Final = 60.0
_MOST: Final = 500


class Engine(Protocol):
    """What translates."""

    @property
    def is_here(self) -> bool:
        """Whether texts stay on this machine."""

    def why_not(self) -> str:
        """What stands against using it, in words; empty for nothing."""

    def ask(self, text: str, source: str, target: str, *, seconds: float) -> str:
        """The translation, or `NotTranslatedError`."""


class Translator:
    """Asks an engine, never twice for the same; never inside a transaction or an event loop."""

    def __init__(
        self,
        engine: Engine,
        *,
        clock: Callable[[], float] = time.monotonic,
        seconds: float = SECONDS,
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._seconds = seconds
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[bytes, str, str], tuple[float, str]] = OrderedDict()
        self._rests: dict[tuple[str, str], float] = {}
        self._is_open = True

    @property
    def is_here(self) -> bool:
        """Whether texts stay on this machine."""
        return self._engine.is_here

    def translated(self, text: str, source: str, target: str, *, seconds: float) -> str | None:
        """The translation on one line; None where there is none now.

        Args:
            text: in the source language.
            source: language code.
            target: language code.
            seconds: that whoever asks can wait.

        """
        shown = clip(clean(text), LONGEST)
        key = (hashlib.sha256(shown.encode("utf-8", "replace")).digest(), source, target)
        known = self._remembered(key)
        if known is not None:
            return known
        within = min(seconds, self._seconds)
        if not shown or within <= 0 or self._rests_now(source, target):
            return None
        try:
            said = clean(self._engine.ask(shown, source, target, seconds=within))
        except NotTranslatedError as error:
            _log.warning("not_translated", problem=error.problem, source=source, target=target)
            with self._lock:
                self._rests[source, target] = self._clock() + RESTS_S
            return None
        if not said:
            return None
        with self._lock:
            self._known[key] = (self._clock() + REMEMBERED_S, said)
            while len(self._known) > _MOST:
                self._known.popitem(last=False)
        return said

    def open(self) -> None:
        """Translate, after `close` again."""
        self._is_open = True

    def close(self) -> None:
        """Begin no further translation, and forget all."""
        self._is_open = False
        with self._lock:
            self._known.clear()

    def _remembered(self, key: tuple[bytes, str, str]) -> str | None:
        now = self._clock()
        with self._lock:
            over = [one for one, (until, _) in self._known.items() if until <= now]
            for one in over:
                del self._known[one]
            found = self._known.get(key)
        return None if found is None else found[1]

    def _rests_now(self, source: str, target: str) -> bool:
        with self._lock:
            return not self._is_open or self._clock() < self._rests.get((source, target), 0.0)


def engine_of(settings: Settings) -> Engine | None:
    """What translates by the settings; None where nothing does."""
    chosen = settings.translator
    if chosen is None:
        return None
    if isinstance(chosen, TranslatorCommand):
        return CommandTranslator(chosen.arguments)
    return ServiceTranslator(chosen)


def translator_of(settings: Settings) -> Translator | None:
    """The translator of the settings, where there is one.

    Raises:
        SettingsError: it cannot be used, and why.

    """
    engine = engine_of(settings)
    if engine is None:
        return None
    why_not = engine.why_not()
    if why_not:
        raise SettingsError(f"ACSG_TRANSLATOR: {why_not}")
    return Translator(engine)
