"""The end of a letter: name block, what devices add, small print of the organisation.

What is doubtful stays with the sender's own words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ingest import marks, nameblock, smallprint
from ingest.inbound import TextOrigin
from ingest.patterns import any_of, load

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ingest.line import Line

_DATA: Final = load("signature.toml")
_SURE: Final = any_of(_DATA["delimiter"]["sure"])
_LIKELY: Final = any_of(_DATA["delimiter"]["likely"])
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
#: lines below a delimiter that are still a signature
_MAX_SIGNATURE: Final = 20
#: a name block below the history has at least so many lines
_BLOCK: Final = 2


def sign(
    run: Sequence[Line], earlier: Sequence[Sequence[Line]] = (), *, under: bool = False
) -> None:
    """Set the origin of the lines of one run of own words that are signature, not letter.

    Args:
        run: with their empty lines.
        earlier: such runs above it in the message, looked at before.
        under: words of others stand above it.

    """
    _mark(smallprint.lines_of(run))
    own = [line for line in run if line.bare and line.origin is TextOrigin.BODY]
    if earlier or any(not line.signed for line in own):
        # some write their letter into the place of the signature
        _mark(line for line in run if line.signed)
        own = [line for line in own if not line.signed]
    cut = _delimiter(own)
    _mark(own[cut:])
    own = own[:cut]
    end = smallprint.weak_from([line.bare for line in own])
    block = nameblock.start_of([line.bare for line in own[:end]], _apart(run, own[:end]))
    if block is not None:
        _mark(own[slice(*block)])
        _mark(own[end:])
    elif own and under:
        _mark(_name_under(own, run, earlier))


def _name_under(
    own: Sequence[Line], run: Sequence[Line], earlier: Sequence[Sequence[Line]]
) -> Sequence[Line]:
    """Of own words below the history, the last lines where they are only a name block."""
    others = max((at for at, one in enumerate(run) if one.origin is TextOrigin.QUOTED), default=-1)
    below_it = {id(line) for line in run[others + 1 :]}
    tail = [line for line in own if id(line) in below_it]
    lines = [line.bare for line in tail]
    if not tail or not all(map(nameblock.may_stand_in, lines)):
        return []
    if others < 0 and earlier and _waits_for_name(earlier[-1]):
        return tail if nameblock.is_name(lines[0]) else []
    names = nameblock.is_name(lines[0], strictly=True) and " " in lines[0]
    return tail if names and len(lines) >= _BLOCK else []


def _waits_for_name(run: Sequence[Line]) -> bool:
    """Whether own words end with taking leave, and nobody's name below."""
    own = [line for line in run if line.bare]
    lines = [line.bare for line in own]
    if not own or own[-1].origin is not TextOrigin.BODY:
        return False
    return nameblock.takes_leave(lines[-1]) or nameblock.seems_leave(
        lines, _apart(run, own), len(own) - 1
    )


def below(run: Sequence[Line], head: Sequence[Line], history: Sequence[Line]) -> None:
    """Set the origin of what the sender's program put below the history: it is no part of that.

    Args:
        run: the sender's own words above.
        head: what says whose words follow.
        history: what is quoted below them, without quote marks, down to the end.

    """
    _mark(smallprint.below(history))
    filled = [line for line in history if line.bare and line.origin is not TextOrigin.SIGNATURE]
    apart = _gaps(history, filled)
    at = max((at for at, one in enumerate(apart) if one), default=0)
    block = filled[at:]
    if not at or len(block) < _BLOCK or not _waits_for_name(run):
        return
    above = filled[at - 1].bare
    if nameblock.takes_leave(above) or not nameblock.is_name(block[0].bare):
        return
    authors = {
        word
        for line in (*head, *filled[:at])
        if marks.names_author(line.bare)
        for word in _WORD.findall(line.bare.lower())
    }
    if authors & {*_WORD.findall(block[0].bare.lower())}:
        return  # it is the name of who wrote the history
    if all(nameblock.may_stand_in(line.bare) for line in block):
        _mark(block)


def _delimiter(own: Sequence[Line]) -> int:
    """Index of the line that a signature stands below; their number where there is none."""
    for at in range(max(len(own) - _MAX_SIGNATURE - 1, 0), len(own)):
        if _SURE.search(own[at].bare):
            return at
        rest = [line.bare for line in own[at + 1 :]]
        if _LIKELY.search(own[at].bare) and rest and all(map(nameblock.may_stand_in, rest)):
            return at
    return len(own)


def _apart(run: Sequence[Line], own: Sequence[Line]) -> list[bool]:
    """Of each of the lines, whether it begins anew and does not go on with the one before."""
    gaps = _gaps(run, own)
    return [gap or line.unbroken for gap, line in zip(gaps, own, strict=True)]


def _gaps(run: Sequence[Line], own: Sequence[Line]) -> list[bool]:
    """Of each of the lines, whether an empty one or one of others stands above it in the run."""
    chosen = {id(line) for line in own}
    found, gap = [], False
    for line in run:
        if id(line) in chosen:
            found.append(gap)
            gap = False
        else:
            gap = True
    return found


def _mark(lines: Iterable[Line]) -> None:
    for line in lines:
        line.origin = TextOrigin.SIGNATURE
