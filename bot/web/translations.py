"""Quotes on the page in the language of whoever reads it, as far as a machine says them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot import discretion, languages
from bot.evidence import findings
from bot.evidence_rows import foreign_quotes
from bot.translating import translating

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from bot.scene import Office
    from bot.translator import Translator
    from store.model import Draft, Officer


@dataclass(frozen=True, slots=True, kw_only=True)
class Translations:
    """What of a draft's evidence can be translated for an officer."""

    #: number of a finding -> language of its quote; empty where nothing is translated
    foreign: Mapping[int, str] = field(default_factory=dict)
    into: str = ""


def translations_of(
    session: Session,
    draft: Draft,
    officer: Officer,
    office: Office,
    translator: Translator | None,
) -> Translations:
    """What a machine may be asked; where words stay out of the chat, only one on this machine."""
    if translator is None:
        return Translations()
    if not translator.is_here and not discretion.for_draft(session, draft, office).full:
        return Translations()
    read = languages.read_by(session, officer.id)
    return Translations(foreign=foreign_quotes(session, draft, read), into=read[0])


def said(
    draft: Draft, wanted: Translations, translator: Translator | None
) -> dict[int, str | None]:
    """The translations by number, None where there is none now; the records are closed by then."""
    translate = translating(wanted.foreign, wanted.into, translator)
    return {one.number: translate(one) for one in findings(draft) if one.number in wanted.foreign}
