"""The State's consent as officers read it: what was recorded, and what the letter says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.bring_words import is_brought, no_sender
from bot.consent_ground import consent_evidence
from bot.labels import label
from bot.measure import fitting
from bot.moments import moment
from bot.office_words import say
from bot.render import render
from bot.standing import scope_words
from store import consents, inbox
from store.consents import Said

if TYPE_CHECKING:
    from typing import Any

    from bot.scene import DraftScene
    from store.consents import Consent

_MOST_SHOWN: Final = 4


def letter_says(scene: DraftScene) -> bool | None:
    """What the reader found of consent; in a minimal chat nothing of the letter is said."""
    return scene.draft.content.consent if scene.office.full else None


def consent_view(scene: DraftScene) -> str:
    """The markup."""
    draft, office = scene.draft, scene.office
    found = consents.of_draft(scene.session, draft.id)
    evidence = consent_evidence(scene) if office.full else None
    says = {True: "may", False: "must_not", None: "nothing"}[letter_says(scene)]
    return fitting(
        lambda room: render(
            "office/consent.html.j2",
            ref=draft.ref,
            register_ref=draft.register_ref or "",
            found=[_line(scene, one) for one in reversed(found[-_MOST_SHOWN:])],
            says=say(f"consent_says.{says}") if office.full else "",
            quote=evidence.quote if evidence else "",
            quote_in=(evidence.ref or "") if evidence else "",
            confidential=draft.content.confidential and office.full,
            no_sender=no_sender() if is_brought(scene.session, scene.draft) else "",
            room=room,
        )
    )


def _line(scene: DraftScene, one: Consent) -> dict[str, Any]:
    full = scene.office.full
    return {
        "mark": "🤝" if one.said is Said.GIVEN else "⛔",
        "said": label("consents", one.said),
        "scope": scope_words(one.scope, full=full),
        "by": (one.ground.said_by or "") if full else "",
        "ref": inbox.get(scene.session, one.ground.message_id).ref,
        "proven": label("proven", one.ground.proven),
        "quote": (one.ground.quote or "") if full else "",
        "officer": one.officer,
        "at": moment(one.at, scene.office.zone),
    }
