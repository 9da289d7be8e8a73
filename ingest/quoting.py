"""Whose words are whose in the body of a mail: own, quoted, forwarded, signature.

Works on lines and keeps every character in order. The patterns of six languages are data
(`marks`), the end of a letter is told by `signature`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ingest import marks, signature
from ingest.inbound import BodyText, TextOrigin
from ingest.line import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.marks import Mark

#: messages inside messages that are told apart; what lies deeper goes with the last
_MAX_LEVELS: Final = 20
#: programs that break text into lines make none longer, in characters
_WIDEST: Final = 100
#: own words above an older message that may say that it is passed on, in characters
_COVER: Final = 1_500


def split(
    text: str,
    *,
    method: str,
    subject: str | None = None,
    cited: Sequence[tuple[int, int]] = (),
    signed: Sequence[tuple[int, int]] = (),
) -> tuple[BodyText, ...]:
    """Runs of the text, each with one origin; joined they are the text again.

    Args:
        text: a body with LF line ends.
        method: how it was won, "text" or "html".
        subject: of the mail; tells an answer from a message passed on.
        cited: spans that the sender's program marked as quoted (from HTML).
        signed: spans that it put there as a signature (from HTML).

    """
    lines = _lines(text, method, cited, signed)
    _Labels(lines).label(0, len(lines), subject, level=0)
    return _runs(lines, method)


def _lines(
    text: str, method: str, cited: Sequence[tuple[int, int]], signed: Sequence[tuple[int, int]]
) -> list[Line]:
    pieces = text.splitlines(keepends=True)
    starts, at = [], 0
    for piece in pieces:
        starts.append(at + len(piece) - len(piece.lstrip()))
        at += len(piece)
    bars = marks.bars(pieces)
    unbroken = method != "text" or any(len(piece) > _WIDEST for piece in pieces)
    quoted, ended = _within(starts, cited), _within(starts, signed)
    depths = marks.quote_depths(pieces)
    if sum(map(bool, depths)) == 1 and marks.is_more_than(pieces[depths.index(max(depths))]):
        depths = [0] * len(depths)
    return [
        Line(
            text=piece,
            bare=marks.bare(piece.replace("|", "", 1) if number in bars else piece),
            depth=depths[number] + (number in quoted) + (number in bars),
            signed=number in ended,
            unbroken=unbroken,
        )
        for number, piece in enumerate(pieces)
    ]


def _within(starts: Sequence[int], spans: Sequence[tuple[int, int]]) -> set[int]:
    """Numbers of the lines whose words begin within one of the spans, which are in order."""
    found: set[int] = set()
    left = list(reversed(spans))
    for number, at in enumerate(starts):
        while left and left[-1][1] <= at:
            left.pop()
        if left and left[-1][0] <= at:
            found.add(number)
    return found


def _runs(lines: Sequence[Line], method: str) -> tuple[BodyText, ...]:
    """Neighbouring lines of one origin together; empty lines go with the words before them."""
    runs: list[tuple[TextOrigin, list[str]]] = []
    for line in lines:
        if runs and (runs[-1][0] is line.origin or not line.bare):
            runs[-1][1].append(line.text)
        elif len(runs) == 1 and not "".join(runs[0][1]).strip():
            runs[0] = (line.origin, [*runs[0][1], line.text])
        else:
            runs.append((line.origin, [line.text]))
    return tuple(
        BodyText(origin=origin, method=method, text="".join(texts)) for origin, texts in runs
    )


class _Labels:
    """Gives each line its origin, one message after the other."""

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines
        self._bares = [line.bare for line in lines]

    def label(
        self,
        start: int,
        end: int,
        subject: str | None,
        *,
        level: int,
        base: TextOrigin = TextOrigin.BODY,
        depth: int = 0,
    ) -> None:
        """Label the lines of one message, whose own words are `base` and stand at `depth`."""
        at, run, own, attributed = start, start, False, False
        earlier: list[list[Line]] = []
        while at < end:
            mark = self._mark(at, end, depth, attributed=attributed)
            if mark is None:
                # a program may indent all of what it passes on: only an attribution says more
                history = self._deeper(at, depth) and (base is TextOrigin.BODY or attributed)
                self._lines[at].origin = TextOrigin.QUOTED if history else base
                at += 1
                continue
            own |= self._close(run, at, base, earlier)
            origin = _origin(mark, subject, self._own_words(run, at, base), has_own=own)
            stop = self._stop(at, mark, end, depth)
            self._set(self._rule_above(at, run), stop, origin)
            inside = self._words_from(self._head_end(at, mark, stop), stop)
            if origin is TextOrigin.FORWARDED and level < _MAX_LEVELS:
                deeper = max(depth, self._lines[inside].depth if inside < stop else 0)
                self.label(inside, stop, mark.subject, level=level + 1, base=origin, depth=deeper)
            elif level == 0 and stop == end and not any(map(self._quoted, range(inside, stop))):
                own_run, head = self._lines[run:at], self._lines[at:inside]
                signature.below(own_run, head, self._lines[inside:stop])
            attributed |= mark.kind == "attribution"
            at = run = stop
        self._close(run, end, base, earlier)

    def _mark(self, at: int, end: int, depth: int, *, attributed: bool) -> Mark | None:
        """The mark at this line, if it opens another message and is not itself history."""
        if not self._bares[at] or (attributed and self._deeper(at, depth)):
            return None
        mark = marks.mark_at(self._bares[at : min(end, at + marks.LOOK_AHEAD)])
        if mark is None or mark.kind != "attribution":
            return mark
        if self._deeper(at, depth):
            return None
        following = self._words_from(at + mark.lines, end)
        cited = following < end and self._deeper(following, depth)
        return mark if cited or (mark.sure and following < end) else None

    def _own_words(self, start: int, end: int, base: TextOrigin) -> str:
        own = (line.bare for line in self._lines[start:end] if line.origin is base)
        return " ".join(own)[-_COVER:]

    def _quoted(self, at: int) -> bool:
        return self._lines[at].depth > 0

    def _head_end(self, at: int, mark: Mark, stop: int) -> int:
        """One past what a forward begins with: some programs put an attribution there."""
        after = self._words_from(at + mark.lines, stop)
        if mark.kind != "forward" or after >= stop:
            return at + mark.lines
        head = marks.mark_at(self._bares[after : min(stop, after + marks.LOOK_AHEAD)])
        is_head = head is not None and head.kind == "attribution" and head.sure
        return after + head.lines if head is not None and is_head else at + mark.lines

    def _stop(self, at: int, mark: Mark, end: int, depth: int) -> int:
        """Where the message that a mark opens ends: with its quote marks, if it has them."""
        following = self._words_from(at + mark.lines, end)
        if not (self._deeper(at, depth) or (following < end and self._deeper(following, depth))):
            return self._said_end(at, mark, end)
        stop = at + mark.lines
        while stop < end and (self._deeper(stop, depth) or not self._bares[stop]):
            stop += 1
        return stop

    def _said_end(self, at: int, mark: Mark, end: int) -> int:
        """One past the line that says that what was passed on ends; `end` where none does."""
        if mark.kind != "forward":
            return end
        ends = (n for n in range(at + mark.lines, end) if marks.ends_forward(self._bares[n]))
        return next(ends, end - 1) + 1

    def _close(self, start: int, end: int, base: TextOrigin, earlier: list[list[Line]]) -> bool:
        """Tell the signature from the own words of a finished run; True if such words are left.

        The run joins the earlier ones.
        """
        run = self._lines[start:end]
        if base is TextOrigin.BODY:
            signature.sign(run, earlier, under=self._is_under(start))
        if any(line.bare for line in run):
            earlier.append(run)
        return any(line.bare and line.origin is base for line in run)

    def _is_under(self, at: int) -> bool:
        return any(line.bare for line in self._lines[:at])

    def _rule_above(self, at: int, start: int) -> int:
        """A ruled line right above a header block belongs to it."""
        above = at
        while above > start and not self._bares[above - 1]:
            above -= 1
        is_rule = above > start and self._bares[above - 1].strip("_-") == ""
        return above - 1 if is_rule else at

    def _words_from(self, at: int, end: int) -> int:
        while at < end and not self._bares[at]:
            at += 1
        return at

    def _deeper(self, at: int, depth: int) -> bool:
        return self._lines[at].depth > depth

    def _set(self, start: int, end: int, origin: TextOrigin) -> None:
        for line in self._lines[start:end]:
            line.origin = origin


def _origin(mark: Mark, subject: str | None, own_words: str, *, has_own: bool) -> TextOrigin:
    if mark.kind == "attribution":
        return TextOrigin.QUOTED
    if mark.kind == "forward" or marks.is_forward(subject):
        return TextOrigin.FORWARDED
    if marks.is_answer(subject) or (has_own and not marks.passes_on(own_words)):
        return TextOrigin.QUOTED
    # nothing but an older message: it is the letter
    return TextOrigin.FORWARDED
