"""Which languages the letters of a draft are in: the main one, and others that say enough."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.languages import NOT_TOLD, code_of, is_told
from bot.locales import main_language
from ingest.inbound import TextOrigin
from nlp.reading import Passage, Role
from nlp.sentences import cut
from store import links, readings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from store.model import Draft, StoredSegment

#: sentences up to which another language is a greeting, a title, a line of courtesy
FEW: Final = 3
#: of a letter, what its sender says with it; quoted history and signatures are not
_SAID: Final = (TextOrigin.BODY, TextOrigin.ATTACHMENT, TextOrigin.FORWARDED)


def of_draft(session: Session, draft: Draft) -> tuple[str, ...]:
    """Languages as officers name them, the main one first; none where none could be told."""
    main = (code_of(draft),) if is_told(draft) else ()
    messages = [draft.message_id, *(one.message_id for one in links.of_draft(session, draft.id))]
    texts: dict[str, list[StoredSegment]] = {}
    for message_id in dict.fromkeys(messages):
        for one in readings.segments(session, message_id):
            texts.setdefault(main_language(one.language), []).append(one)
    others = [
        code
        for code, segments in texts.items()
        if code not in {NOT_TOLD, *main} and _says_much(segments)
    ]
    return (*main, *others)


def _says_much(segments: list[StoredSegment]) -> bool:
    said = [Passage(text=one.text, role=Role.OWN) for one in segments if one.origin in _SAID]
    return len(cut(said, most=FEW + 1)[0]) > FEW
