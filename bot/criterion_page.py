"""One criterion of a draft, in the card's own message: what shows it, what else might."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cards import STATUS_MARKS, quote_of
from bot.corrections import criterion_of, quotes_of
from bot.field_keyboards import criterion_keyboard
from bot.labels import label
from bot.measure import fitting
from bot.missing import is_partial, lacking
from bot.office_words import spoken
from bot.proof_sentences import candidates
from bot.render import render
from bot.scene import Text
from nlp.criteria import criteria

if TYPE_CHECKING:
    from bot.measure import Room
    from bot.scene import DraftScene


def page(scene: DraftScene, criterion_id: str) -> Text:
    """A criterion with its quotes, and numbered sentences that officers may pick from."""
    draft, full = scene.draft, scene.office.full
    one = criterion_of(draft.content, criterion_id)
    found = candidates(scene.session, draft, one) if full else ()
    status = "evidenced_in_part" if is_partial(one) else one.status
    told = next(text.definition for text in criteria().all if text.id == criterion_id)
    definition = told.get(spoken(), told["en"])

    def rendered(room: Room) -> str:
        return render(
            "office/criterion.html.j2",
            ref=draft.ref,
            id=criterion_id,
            named=label("criteria", criterion_id),
            definition=definition,
            mark=STATUS_MARKS.get(status, "➖"),
            standing=label("standings", "partly" if is_partial(one) else one.status),
            by_officer=f"criteria.{criterion_id}" in draft.content.by_officer,
            lacking=[label("parts", part) for part in lacking(one)],
            quotes=[quote_of(quote) for quote in quotes_of(one)] if full else [],
            candidates=[quote_of(quote) for quote in found],
            room=room,
        )

    return Text(markup=fitting(rendered), keyboard=criterion_keyboard(draft, one, found, full=full))
