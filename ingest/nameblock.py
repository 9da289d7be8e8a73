"""The name block of a letter: who signs, in which office, how to reach them.

It stands below the line with which a writer takes leave, or below the last sentence where the
writer takes none. What is doubtful stays with the letter. The patterns are in signature.toml.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ingest.patterns import any_of, load

if TYPE_CHECKING:
    from collections.abc import Sequence

_DATA: Final = load("signature.toml")
_CLOSING: Final = any_of(_DATA["closing"]["lines"])
_FORMULA: Final = any_of(_DATA["closing"]["formulas"])
_GREETING: Final = any_of(_DATA["closing"]["greetings"])
_POSTSCRIPT: Final = any_of(_DATA["closing"]["postscripts"])
_CONTACT: Final = any_of(_DATA["nameblock"]["contacts"])
_PARTICLES: Final = frozenset(_DATA["nameblock"]["particles"])

#: a name block has at most so many lines, each at most so long, in characters
_MOST_LINES: Final = 14
_WIDTH: Final = 90
#: and where nobody took leave above it
_STRICT_WIDTH: Final = 70
#: a line with which a writer takes leave is no longer, in characters and in words
_LEAVE_WIDTH, _LEAVE_WORDS = 70, 9
#: a longer line was not broken by the writer's program: the next one begins anew
_UNBROKEN: Final = 100
#: a line that speaks to the reader and says nothing else is no longer, in characters
_GREETING_WIDTH: Final = 60
#: and in words, where it does not end as one
_GREETING_WORDS: Final = 4
#: one that takes leave in words of its own is no longer
_SHORT_LEAVE, _SHORT_LEAVE_WORDS = 45, 6
#: lines of a name block that one word may begin: more of them may be a list
_PAIR: Final = 2
#: of a longer sentence only so much is looked at, in characters
_LOOKED_AT: Final = 3_000
#: a line of so many words that ends as a sentence is one
_SENTENCE_WORDS: Final = 5
#: words of a name with its title; of one that stands alone; in scripts without capitals
_NAME_WORDS, _ALONE_WORDS, _UNCASED_WORDS = 8, 4, 3
_BULLET: Final = re.compile(
    r"^(?:[-–—•*·o]+\s|\d{1,2}[.)º°]\)?\s?\D|\(?(?:[a-zа-я]|[ivx]{1,4}|\d)\)\s\D)"
)
_ENDS: Final = (".", "!", "?", "؟", ":", ";", "…", "،", ",", "؛")
_SENTENCE_ENDS: Final = (".", "!", "?", "؟", "…", ")")
_ASIDE: Final = re.compile(r"\(.*|(?<=\w),.*|\s[-–—|/].*")
#: `- Jordi`
_DASHED: Final = re.compile(r"^[-–—~/]{1,2}\s?(\w.*)$")
#: `J.`, `M. K.`, `Jean-Bosco N.`
_INITIAL: Final = re.compile(r"(?:^|[\s.-])\w{1,2}\.$")
_WORD: Final = re.compile(r"[^\W\d_][\w'’.-]*")


def start_of(lines: Sequence[str], apart: Sequence[bool]) -> tuple[int, int] | None:
    """The half-open range of lines that are a name block; None where none is sure.

    Args:
        lines: the own words of a message, without empty lines.
        apart: of each line, whether an empty one stands above it.

    """
    end = _postscript(lines)
    if _is_dashed_name(lines, end):
        return end - 1, end
    for start in (_below_leave(lines, end), _below_words(lines, apart, end), _contacts(lines, end)):
        if start is not None:
            return start, _last(lines, start, end)
    return None


def takes_leave(line: str) -> bool:
    """Whether a writer takes leave with this line."""
    if len(line) > _LEAVE_WIDTH or line.endswith((":", "?")) or len(line.split()) > _LEAVE_WORDS:
        return False
    return _CLOSING.search(line) is not None


def is_name(line: str, *, strictly: bool = False) -> bool:
    """Whether a line reads like a name or the title of an office.

    Args:
        line: without quote marks.
        strictly: all its words, not only the first, must be such as stand in names.

    """
    words = line.split()
    if not words or len(words) > _NAME_WORDS or _greets(line) or _BULLET.search(line):
        return False
    if (line.endswith(_ENDS) and not _INITIAL.search(line)) or (
        strictly and any(map(str.isdigit, line))
    ):
        return False
    # `Colombe (barreau de T.)`, `Iker, oficina de información`
    found = _WORD.findall(_ASIDE.sub("", line) if strictly else line)
    cased = [word for word in found if word[0].lower() != word[0].upper()]
    if not cased:
        return bool(found) and (len(words) <= _UNCASED_WORDS or not strictly)
    looked_at = cased if strictly else cased[:1]
    return cased[0][0].isupper() and all(
        word[0].isupper() or word.lower() in _PARTICLES for word in looked_at
    )


def is_postscript(line: str) -> bool:
    """Whether a line begins a postscript, which is letter again."""
    return _POSTSCRIPT.search(line) is not None


def may_stand_in(line: str) -> bool:
    """Whether a line may stand in a name block once it is known where that begins."""
    if len(line) > _WIDTH or _BULLET.search(line) or _POSTSCRIPT.search(line):
        return False
    is_sentence = line.endswith(_ENDS) and len(line.split()) >= _SENTENCE_WORDS
    return not is_sentence or _CONTACT.search(line) is not None


def _postscript(lines: Sequence[str]) -> int:
    """Where a postscript begins among the last lines; their number where there is none."""
    for at in range(max(len(lines) - _MOST_LINES, 1), len(lines)):
        if _POSTSCRIPT.search(lines[at]):
            return at
    return len(lines)


def seems_leave(lines: Sequence[str], apart: Sequence[bool], at: int) -> bool:
    """Whether a line stands where a writer takes leave and is short as if in leaving.

    No list of such words is whole: `Health and patience,` is as good as the usual ones.
    """
    line = lines[at]
    if at == 0 or len(line) > _SHORT_LEAVE or len(line.split()) > _SHORT_LEAVE_WORDS:
        return False
    if _greets(line) or line.endswith((":", ".", "?", "؟", ";")) or not _WORD.search(line):
        return False
    begins_anew = apart[at] or lines[at - 1].endswith(_SENTENCE_ENDS)
    if lines[at - 1].endswith(":") or _greets(lines[at - 1]):
        return False
    return begins_anew and not (_BULLET.search(line) or any(map(str.isdigit, line)))


def _is_dashed_name(lines: Sequence[str], end: int) -> bool:
    """Whether the last line is a name behind a dash, and no item of a list."""
    if end < _PAIR or _DASHED.match(lines[end - 2]):
        return False
    found = _DASHED.match(lines[end - 1])
    return found is not None and _is_block([found[1]])


def _below_leave(lines: Sequence[str], end: int) -> int | None:
    """The line after the last one with which the writer takes leave."""
    for at in range(end - 1, max(end - _MOST_LINES - 2, -1), -1):
        line = lines[at]
        if at == 0 and _GREETING.search(line):
            return None
        if takes_leave(line) or (0 < at < end - 1 and _is_formula(lines[at - 1], line)):
            return _after_leaves(lines, at + 1, end)
        if not may_stand_in(line):
            break
    # a block with words below it that are no part of it
    for at in range(end - 2, max(end - _MOST_LINES - 2, 0), -1):
        if takes_leave(lines[at]) and is_name(lines[at + 1], strictly=True):
            return at + 1
    return None


def _after_leaves(lines: Sequence[str], at: int, end: int) -> int | None:
    """The line after further ones with which the writer takes leave: `With an embrace,`."""
    while (
        at < end and lines[at].endswith((",", "،")) and not is_name(lines[at][:-1], strictly=True)
    ):
        at += 1
    return at if at < end else None


def _below_words(lines: Sequence[str], apart: Sequence[bool], end: int) -> int | None:
    """A block of names below the last sentence, or below words that seem to take leave."""
    at = end
    while at > 1 and end - at < _MOST_LINES and _is_strict(lines[at - 1]):
        at -= 1
    for start in range(max(at, 1), end):
        above = lines[start - 1]
        if above.endswith(":") or _greets(above) or not _is_block(lines[start:end]):
            continue
        leaves = seems_leave(lines, apart, start - 1) and not is_name(above, strictly=True)
        # else a list of few words without its dashes
        leaves &= above.endswith((",", "،", "!")) or start == end - 1 or " " in lines[start]
        ended = above.endswith(_SENTENCE_ENDS) or len(above) > _UNBROKEN
        comma = above.endswith((",", "،"))
        lonely = start == end - 1 and " " not in lines[start]
        if leaves or ended or (apart[start] and not (comma or lonely)):
            return start
    return None


def _is_block(lines: Sequence[str]) -> bool:
    """Whether lines read like a name with its office, not like a list without its dashes."""
    if sum("|" in line for line in lines) > 1:
        return False  # rows of a table
    if len(lines) == 1:
        return len(lines[0].split()) <= _ALONE_WORDS and is_name(lines[0], strictly=True)
    if any(_CONTACT.search(line) for line in lines):
        return is_name(lines[0])
    return is_name(lines[0], strictly=True) and (len(lines) <= _PAIR or " " in lines[0])


def _contacts(lines: Sequence[str], end: int) -> int | None:
    """A last block of short lines with a telephone or an address, below something longer."""
    at = end
    while at and end - at < _MOST_LINES and _is_short(lines[at - 1]):
        at -= 1
    block = lines[at:end]
    if at == 0 or len(block) < 2:  # noqa: PLR2004 - one line is no block
        return None
    return at if any(_CONTACT.search(line) for line in block) else None


def _last(lines: Sequence[str], start: int, end: int) -> int:
    """One past the last line of the block that begins here."""
    for at in range(start + 1, end):
        if at - start > _MOST_LINES or not may_stand_in(lines[at]):
            return at
    return end


def _is_formula(above: str, line: str) -> bool:
    """Whether the last sentence of a formal letter ends here, be it broken over two lines."""
    if _FORMULA.search(line[-_LOOKED_AT:]):
        return True
    both = f"{above} {line}"[-_LOOKED_AT:]
    return _FORMULA.search(both) is not None and not _FORMULA.search(above[-_LOOKED_AT:])


def _greets(line: str) -> bool:
    if len(line) > _GREETING_WIDTH or ". " in line or line.endswith((".", "?")):
        return False
    if not line.endswith((",", "!", ":", "،")) and len(line.split()) > _GREETING_WORDS:
        return False
    return _GREETING.search(line) is not None


def _is_strict(line: str) -> bool:
    if len(line) > _STRICT_WIDTH or takes_leave(line) or _BULLET.search(line):
        return False
    return not line.endswith(_ENDS) or bool(_INITIAL.search(line) or _CONTACT.search(line))


def _is_short(line: str) -> bool:
    return len(line) <= _STRICT_WIDTH and not line.endswith((".", "!", "?", "؟", ";", ","))
