"""Finds who hands on what another body asks or offers: UNHCR's office, a mission, an NGO."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlp import bodynames, handed
from nlp.around import zone_of
from nlp.hosts import host_kind, host_states
from nlp.organisation import in_foot, in_head
from nlp.reading import Role
from nlp.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp.reading import Circumstances, Evidence
    from nlp.view import Leaf, View

_RELAY_HOST = re.compile(r"@[^\s]{0,80}(?:unhcr|hcr|acnur)")
#: words between `through` and the body through which a letter came
_NEAR = 4
#: sentences at the beginning in which somebody says that the words are another one's
_OPENING = 3

#: own words above a letter that are longer than this say something themselves, in characters
_COVER_LENGTH = 1_500

_Found = tuple[str, tuple["Evidence", ...]]


def via(
    view: View, about: Circumstances, states: Sequence[str] = ()
) -> tuple[str | None, tuple[Evidence, ...]]:
    """The office, mission, organisation or person that a letter came through, as written.

    Args:
        view: the message laid out.
        about: what is known beside it.
        states: those that were found to speak.

    """
    for found in (
        *_office(view, about),
        *_through(view),
        *_mission(view),
        *_helper(view, about),
        *_transmitter(view, about, states),
    ):
        return found
    return None, ()


def _office(view: View, about: Circumstances) -> Iterator[_Found]:
    """UNHCR's office where it writes or signs."""
    from_office = _RELAY_HOST.search(about.sender_address or "") is not None
    for leaf in view.leaves:
        passes_on = any(hit.group == "bodies.passes_on" for hit in leaf.cues)
        for hit in leaf.cues:
            start = leaf.row[hit.first].start
            signs = leaf.role is Role.SIGNATURE or start >= leaf.foot
            if hit.group == "bodies.relay" and (from_office or (signs and passes_on)):
                yield _shown(leaf, start, leaf.row[hit.last].end)


def _through(view: View) -> Iterator[_Found]:
    """A letterhead or sentence that says through whom this letter goes."""
    for leaf in view.own():
        for hit in leaf.cues:
            if hit.group == "bodies.through" and leaf.row[hit.first].start < leaf.head:
                yield from _after(leaf, hit.last)
    for clause in view.clauses:
        if clause.has("consent.letter") and clause.has("bodies.passes_on"):
            for hit in clause.cues.get("bodies.through", ()):
                yield from _after(clause.leaf, hit.last)


def _after(leaf: Leaf, last: int) -> Iterator[_Found]:
    """UNHCR's office or another body named right after a word such as `through`."""
    reach = leaf.row[last + 1 : last + 1 + _NEAR]
    if not reach:
        return
    low, high = reach[0].start, reach[-1].end
    for start, end in bodynames.in_text(leaf.text, leaf.row):
        if low <= start <= high:
            yield _shown(leaf, start, end)
    for hit in leaf.cues:
        start = leaf.row[hit.first].start
        if hit.group == "bodies.relay" and low <= start <= high:
            yield _shown(leaf, start, leaf.row[hit.last].end)


def _mission(view: View) -> Iterator[_Found]:
    """A mission or embassy whose letterhead hands on what a ministry asks."""
    passed = any(
        clause.has("bodies.passes_on") and clause.has("bodies.state") for clause in view.clauses
    )
    for leaf in view.own() if passed else ():
        for start, end in in_head(leaf):
            if bodynames.is_sort(leaf.text[start:end], "mission"):
                yield _shown(leaf, start, end)


def _helper(view: View, about: Circumstances) -> Iterator[_Found]:
    """A body that is no State and says at once that a State's words follow."""
    if not about.sender_address or host_kind(about.sender_address) != "apart":
        return
    opening = view.clauses[:_OPENING]
    if not any(one.has("bodies.passes_on") and one.has("bodies.state") for one in opening):
        return
    for leaf in reversed(view.leaves):
        for start, end in (*in_foot(leaf), *in_head(leaf)):
            yield _shown(leaf, start, end)
    if about.sender_name and len(words(about.sender_name)) > 1:
        yield about.sender_name, ()


def _transmitter(view: View, about: Circumstances, states: Sequence[str]) -> Iterator[_Found]:
    """Who sent a mail whose letter is another's: the name block, the sender's name, its host."""
    covers = about.sender_address is not None and _covers(view, about, states)
    if not covers and (not handed.is_handed_on(view) or handed.is_own_letter(about)):
        return
    for leaf in reversed(view.leaves):
        if leaf.role is Role.SIGNATURE or (leaf.role is Role.OWN and not _is_letter(leaf)):
            for start, end in (*in_foot(leaf), *in_head(leaf)):
                yield _shown(leaf, start, end)
    if about.sender_name:
        yield about.sender_name, ()
    elif about.sender_address and not about.sender_address.startswith("telegram:"):
        yield about.sender_address.rpartition("@")[2], ()


def _covers(view: View, about: Circumstances, states: Sequence[str]) -> bool:
    """Whether a body that is no State sends a State's letter as a file, under a short mail."""
    address = about.sender_address or ""
    if (
        not states
        or host_kind(address) not in {"relay", "apart"}
        or {*host_states(address)} & {*states}
    ):
        return False
    return any(
        hit.group == "bodies.state" and zone_of(leaf, leaf.row[hit.first].start) != "body"
        for leaf in view.leaves
        if leaf.role is Role.ATTACHED
        for hit in leaf.cues
    )


def _is_letter(leaf: Leaf) -> bool:
    """Whether own words are more than a few covering lines."""
    return len(leaf.text) > _COVER_LENGTH


def _shown(leaf: Leaf, start: int, end: int) -> _Found:
    shown = leaf.evidence(start, end)
    return shown.quote, (shown,)
