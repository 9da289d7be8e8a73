"""A letter that somebody hands on: which words are the letter's, and who wrote it, as quoted.

The transmitter's covering words and name block say who hands on; who asks or offers is told by the
letter. Who handed it on is named in `relay.py`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from nlp.hosts import host_kind, host_states
from nlp.reading import Role
from nlp.view import View

if TYPE_CHECKING:
    from nlp.reading import Circumstances
    from nlp.view import Leaf

#: whose words they are who hands on
_COVER: Final = frozenset({Role.OWN, Role.SIGNATURE})

#: three or more lines `Label: words` together, or all of them on one line
_HEAD_LINES: Final = re.compile(
    r"^From: [^\n]{1,400} · [^\n]*\n?"
    r"|(?:^[ \t>*]{0,8}[^\W\d_][^:：\n@]{0,24}[:：][^\n]{0,400}(?:\n|$)){3,12}",
    re.MULTILINE,
)


def is_handed_on(view: View) -> bool:
    """Whether most of what is said stands in a message that was passed on."""
    inside = _length(view, Role.FORWARDED)
    return inside > _length(view, Role.OWN) and inside >= _length(view, Role.ATTACHED)


def letter_of(view: View) -> View:
    """The same without what the transmitter says."""
    return View(
        leaves=tuple(leaf for leaf in view.leaves if leaf.role not in _COVER),
        clauses=tuple(one for one in view.clauses if one.leaf.role not in _COVER),
    )


def without_heads(view: View, about: Circumstances) -> View:
    """The same without the heads that programs printed above letters.

    They name those to whom a letter was sent as well, who do not ask. Who wrote it is told by
    `author_of`.
    """
    kept = {leaf.passage: _without_head(leaf, about) for leaf in view.leaves}
    clauses = (
        replace(one, leaf=kept[one.leaf.passage])
        for one in view.clauses
        if not _is_within(one.start, _head(one.leaf, about))
    )
    return View(leaves=tuple(kept.values()), clauses=tuple(clauses))


def author_of(about: Circumstances) -> Circumstances:
    """The same with the quoted author in the place of who sent it.

    Where the head gives no address, that of a State's own office stays: its colleagues wrote.
    A body that hands on what others write says nothing of who they are.
    """
    sender = about.author_address
    if sender is None and _is_of_a_state(about.sender_address):
        sender = about.sender_address
    return replace(about, sender_address=sender, sender_name=about.author_name)


def _is_of_a_state(address: str | None) -> bool:
    if not address or host_kind(address) in {"relay", "apart"}:
        return False
    return next(iter(host_states(address)), None) is not None


def names_author(about: Circumstances) -> bool:
    """Whether a head says who wrote the letter."""
    return bool(about.author_address or about.author_name)


def is_own_letter(about: Circumstances) -> bool:
    """Whether the author as quoted sits where the transmitter does: nobody else handed it on."""
    return _host(about.author_address) == _host(about.sender_address) != ""


def _host(address: str | None) -> str:
    return (address or "").rpartition("@")[2].lower()


def _length(view: View, role: Role) -> int:
    return sum(one.end - one.start for one in view.clauses if one.leaf.role is role)


def _without_head(leaf: Leaf, about: Circumstances) -> Leaf:
    start, end = span = _head(leaf, about)
    if start == end:
        return leaf
    text = leaf.text[:start] + " " * (end - start) + leaf.text[end:]
    return replace(
        leaf,
        text=text,
        cues=[hit for hit in leaf.cues if not _is_within(leaf.row[hit.first].start, span)],
        states=tuple(one for one in leaf.states if not _is_within(one.start, span)),
    )


def _head(leaf: Leaf, about: Circumstances) -> tuple[int, int]:
    """Characters of the header lines around the quoted author; an empty span without them."""
    named = [name for name in (about.author_address, about.author_name) if name]
    if leaf.role is not Role.FORWARDED or not named:
        return 0, 0
    for block in _HEAD_LINES.finditer(leaf.text):
        if any(name in block.group() for name in named):
            return block.span()
    return 0, 0


def _is_within(at: int, span: tuple[int, int]) -> bool:
    return span[0] <= at < span[1]
