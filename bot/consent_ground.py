"""What a record of consent rests on: a message, who wrote it, how well that is proven."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sender_line import sender_of
from bot.sender_repute import reading, sender_repute
from store import inbox, links
from store.consents import Ground
from store.model import MessageStatus

if TYPE_CHECKING:
    from bot.scene import DraftScene
    from store.model import Evidence, InboxMessage


def consent_evidence(scene: DraftScene) -> Evidence | None:
    """The sentence by which the letter, or an answer to us, says something of consent."""
    return next(iter(scene.draft.content.evidence.get("consent", ())), None)


def ground_of(scene: DraftScene, *, quoted: bool) -> Ground:
    """The message that says so in so many words, else the newest of the case."""
    evidence = consent_evidence(scene) if quoted else None
    if evidence is not None:
        message = inbox.get(scene.session, evidence.message or scene.draft.message_id)
        return _ground(scene, message, quote=evidence.quote)
    return _ground(scene, inbox.get(scene.session, _messages(scene)[-1]))


def message_named(scene: DraftScene, ref: str) -> Ground | None:
    """The ground that a message of this case gives, by its reference."""
    found = inbox.by_ref(scene.session, ref.strip().upper())
    if found is None or found.id not in _messages(scene):
        return None
    return _ground(scene, found)


def _messages(scene: DraftScene) -> list[str]:
    """Ids of the messages of the case that are still kept, the letter first."""
    joined = [one.message_id for one in links.of_draft(scene.session, scene.draft.id)]
    kept = [
        one for one in joined if inbox.get(scene.session, one).status is not MessageStatus.ERASED
    ]
    return [scene.draft.message_id, *kept]


def _ground(scene: DraftScene, message: InboxMessage, *, quote: str | None = None) -> Ground:
    read = reading(scene.session, message.id)
    sender = sender_of(message, read)
    is_own = message.id == scene.draft.message_id
    repute = sender_repute(
        scene.session,
        message,
        read,
        scene.draft if is_own else None,
        zone=scene.office.zone,
    )
    organisation = scene.draft.content.organisation if is_own else None
    words = [f"{sender.name} ({sender.address})" if sender.name else sender.address]
    return Ground(
        message_id=message.id,
        proven=message.channel if repute is None else repute.level,
        said_by=", ".join([*words, *([organisation] if organisation else [])]),
        quote=quote,
    )
