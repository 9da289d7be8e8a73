"""What the reader was unsure of is looked at before a draft is confirmed, by whoever confirms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot import replies
from bot.board import card_text
from bot.callbacks import Verb
from bot.cards import BAND_MARKS, STATUS_MARKS, strongest
from bot.field_keyboards import CRITERION, on_page_button
from bot.keyboards import back_button, button, markup
from bot.labels import label
from bot.measure import fitting
from bot.missing import is_request
from bot.office_words import say
from bot.render import render
from bot.scene import Reply, Text
from nlp.kind import band
from nlp.reading import Band
from store import looks, revisions
from store.model import OPEN_STATUSES, OfficerRole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import InlineKeyboardMarkup

    from bot.cards import Quote
    from bot.keyboards import Button
    from bot.measure import Room
    from bot.scene import DraftScene
    from store.content import Content, Criterion, Theme

KIND: Final = "kind"
AREAS: Final = "themes"
CRITERIA: Final = "criteria"
_MARK: Final = BAND_MARKS[Band.UNSURE]


def unsure_fields(content: Content) -> tuple[str, ...]:
    """Fields of which the reader was unsure and no officer has spoken.

    One faint area beside clear ones, or one faint criterion, does not make a field unsure: three of
    four letters have one, and who is stopped each time no longer looks.
    """
    found = [KIND] if content.band == Band.UNSURE else []
    if content.themes and len(_unsure_areas(content)) == len(content.themes):
        found.append(AREAS)
    evidenced = [one for one in content.criteria if one.status == "evidenced"]
    if len(_unsure_criteria(content)) * 2 > len(evidenced):
        found.append(CRITERIA)
    return tuple(found)


def to_look_at(scene: DraftScene) -> Reply | None:
    """What is to be looked at before this officer confirms; None where nothing is left."""
    if scene.draft.status not in OPEN_STATUSES or scene.draft.revision != scene.press.revision:
        # somebody was faster, which is told where it is decided
        return None
    left = _left(scene)
    if not left:
        return None
    named = say("lists.comma").join(f"{label('unsure', one)} {_MARK}" for one in left)
    return Reply(toast=replies.look_first(named), keyboard=_keyboard(scene, left))


def look(scene: DraftScene) -> Reply:
    """Show what an unsure field rests on, and note that this officer has looked."""
    field = scene.press.argument or ""
    unsure = unsure_fields(scene.draft.content)
    if field not in unsure or scene.draft.status not in OPEN_STATUSES:
        # it was corrected or decided meanwhile: the card tells
        return Reply(text=card_text(scene.session, scene.draft, scene.office, now=scene.now))
    if scene.officer.role is not OfficerRole.READER:
        looks.note(scene.session, scene.draft, scene.officer, field, now=scene.now)
    content, full = scene.draft.content, scene.office.full

    def rendered(room: Room) -> str:
        return render(
            "office/unsure.html.j2",
            ref=scene.draft.ref,
            field=field,
            named=label("unsure", field),
            kind=label("kinds", content.kind),
            mark=_MARK,
            lines=_lines(content, field, full=full),
            room=room,
        )

    keyboard = _keyboard(scene, _left(scene), field)
    return Reply(text=Text(markup=fitting(rendered), keyboard=keyboard))


def _left(scene: DraftScene) -> list[str]:
    """Unsure fields that this officer has not seen as they stand now."""
    draft, content = scene.draft, scene.draft.content
    unsure = unsure_fields(content)
    if not unsure:
        return []
    seen = {
        field
        for field, revision in looks.of_officer(scene.session, draft.id, scene.officer)
        if field in unsure and _stood_so(scene, field, revision)
    }
    return [one for one in unsure if one not in seen]


def _stood_so(scene: DraftScene, field: str, revision: int) -> bool:
    if revision == scene.draft.revision:
        return True
    before = revisions.content_at(scene.session, scene.draft.id, revision)
    return bool(getattr(before, field) == getattr(scene.draft.content, field))


def _keyboard(
    scene: DraftScene, left: Sequence[str], field: str | None = None
) -> InlineKeyboardMarkup | None:
    draft = scene.draft
    rows = [[]] if field is None else [_corrections(scene, field)]
    rows += [[button(say(f"unsure_look.{one}", mark=_MARK), Verb.LOOK, draft, one)] for one in left]
    if field == AREAS and scene.office.full:
        rows.append([on_page_button(draft, field)])
    last = (
        [] if left or field is None else [button(say("unsure_page.confirm"), Verb.CONFIRM, draft)]
    )
    return markup([row for row in [*rows, [*last, back_button(draft)]] if row])


def _corrections(scene: DraftScene, field: str) -> list[Button]:
    draft = scene.draft
    if field == CRITERIA:
        return [
            button(f"✏️ {one.id}", Verb.FIELD, draft, f"{CRITERION}{one.id}")
            for one in _unsure_criteria(draft.content)
        ]
    verb = Verb.KIND if field == KIND else Verb.AREAS
    return [button(say(f"unsure_correct.{field}"), verb, draft)]


def _lines(content: Content, field: str, *, full: bool) -> list[tuple[str, Quote | None]]:
    """Names with what shows them best."""
    if field == AREAS and full:
        return [(label("areas", one.id), strongest(one.evidence)) for one in _unsure_areas(content)]
    if field != CRITERIA:
        return []
    mark = STATUS_MARKS["evidenced"]
    return [
        (
            f"{mark} {one.id} {label('criteria', one.id)}",
            strongest(one.evidence) if full else None,
        )
        for one in _unsure_criteria(content)
    ]


def _unsure_areas(content: Content) -> tuple[Theme, ...]:
    if AREAS in content.by_officer:
        return ()
    return tuple(one for one in content.themes if band(one.confidence) is Band.UNSURE)


def _unsure_criteria(content: Content) -> tuple[Criterion, ...]:
    if not is_request(content):
        return ()
    return tuple(
        one
        for one in content.criteria
        if one.status == "evidenced"
        and f"{CRITERION}{one.id}" not in content.by_officer
        and band(one.confidence) is Band.UNSURE
    )
