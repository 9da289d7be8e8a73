r"""Rich text (RTF) to text in the order of the page: letterhead, paragraphs, tables, notes, foot.

Objects, pictures, fields and templates are never followed: of a field only its shown result counts.
What the page does not show is counted and left out. HTML that a mail program wrapped in RTF
(MS-OXRTFEX) comes out as the page that it was.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ingest import markup, rows, rtfhtml, rtfpictures, rtfwords
from ingest.charset import MAX_CHARACTERS, clean
from ingest.concealed import Concealed
from ingest.enclosed import enclosed
from ingest.problems import problem
from ingest.rtfstate import Group, Tables
from ingest.segment import Document, Page
from ingest.sniff import RTF
from ingest.wordsigns import EMPTY, TICKED

if TYPE_CHECKING:
    from ingest.inbound import Problem
    from ingest.rtfwords import Token

#: groups within groups; deeper is no document
_MAX_DEPTH: Final = 2_000
#: where text goes that stands apart from the body
_APART: Final = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "header"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "footer"),
    "footnote": "note",
    "shptxt": "box",
    "annotation": "remark",
}
_PLACES: Final = ("header", "body", "note", "footer", "remark")
#: destinations that hold nothing to read, beside all that are marked as such by `\*`
_PASSED: Final = frozenset(
    {
        *("stylesheet", "info", "pict", "object", "objdata", "fldinst", "sp", "sn", "sv"),
        *("themedata", "listtable", "filetbl", "revtbl", "nonesttables", "atnid"),
        *("atnauthor", "bkmkstart", "bkmkend", "xe", "tc", "private"),
        # the text without Unicode; a group with it follows inside
        "upr",
    }
)
_TABLES: Final = {"fonttbl": "fonts", "colortbl": "colours"}
#: destinations marked by `\*` in which there is text of the page all the same
_STARRED: Final = frozenset({"shptxt", "shpinst", "ud", "footnote", "nesttableprops"})
#: of a field of a form: its kind, as it was made, as it was filled in
_BOX: Final = frozenset({"fftype", "ffdefres", "ffres"})
_CHECKBOX, _AS_MADE = 1, 25
_SHADES: Final = frozenset({"clcbpat", "clshdng", "rawclcbpat"})


def read(name: str, content: bytes) -> Document:
    """The whole document as one page without a number, comments as another."""
    text, remarks, problems = _shown(content, name)
    inside = enclosed(name, rtfpictures.pictures(content), text=text + remarks)
    page = Page(number=None, method="rtf", text=text[:MAX_CHARACTERS])
    note = Page(number=None, method="note", text=remarks[:MAX_CHARACTERS])
    found = [problem("text_cut", name)] if len(text) > MAX_CHARACTERS else []
    return Document(
        media_type=RTF,
        pages=(page, note) if remarks else (page,),
        nested=inside.nested,
        problems=(*inside.problems, *found, *problems),
    )


def shown(content: bytes, name: str | None = None) -> tuple[str, list[Problem]]:
    """The text that the page shows, and what is to be said of the rest."""
    text, _, problems = _shown(content, name)
    return text, problems


def _shown(content: bytes, name: str | None) -> tuple[str, str, list[Problem]]:
    if rtfhtml.is_wrapped(content):
        page = markup.render(rtfhtml.unwrapped(content))
        return page.text, "", page.problems(name)
    reader = _Reader()
    for token in rtfwords.tokens(content):
        reader.take(token)
        if reader.length > MAX_CHARACTERS:
            break
    return reader.text(), reader.remarks(), reader.problems(name)


class _Reader:
    """One walk through the tokens."""

    def __init__(self) -> None:
        self.length = 0
        self.concealed = Concealed()
        self._group = Group()
        self._stack: list[Group] = []
        self._too_deep = 0
        self._blocks: dict[str, list[str]] = {place: [] for place in _PLACES}
        #: text of the paragraph that is being read, by place
        self._open: dict[str, list[str]] = {}
        self._cells: dict[str, list[str]] = {}
        self._after_row: dict[str, bool] = {}
        self._raw = ""
        self._swallow = 0
        self._tables = Tables()
        self._usual = "cp1252"
        self._is_shaded = False
        #: what was said of the field of a form that is being read
        self._box: dict[str, int] = {}

    def take(self, token: Token) -> None:
        """One more token."""
        if token.raw:
            self._take_raw(token.raw)
            return
        self._flush()
        if token.word:
            self._word(token.word, token.number)
        elif token.brace == "{":
            self._stack_up()
        elif token.brace:
            self._stack_down()
        elif token.symbol == "*":
            self._group.starred = True
        elif token.symbol in rtfwords.SYMBOLS:
            self._write(rtfwords.SYMBOLS[token.symbol])

    def text(self) -> str:
        """The whole text so far: letterhead, body, notes, foot."""
        self._flush()
        for place in list(self._open):
            self._end_paragraph(place)
        blocks = self._blocks
        parts = [*dict.fromkeys(blocks["header"]), *blocks["body"], *blocks["note"]]
        parts += dict.fromkeys(blocks["footer"])
        return _joined(parts)

    def remarks(self) -> str:
        """Comments, after the text was asked for."""
        return _joined(self._blocks["remark"])

    def problems(self, name: str | None) -> list[Problem]:
        """What is to be said of it."""
        cut = [problem("damaged", name)] if self._stack else []
        return [*cut, *self.concealed.problems(name)]

    def _stack_up(self) -> None:
        if len(self._stack) >= _MAX_DEPTH:
            self._too_deep += 1
            return
        self._stack.append(self._group)
        self._group = replace(self._group, starred=False)

    def _stack_down(self) -> None:
        if self._too_deep:
            self._too_deep -= 1
        elif self._stack:
            ended, self._group = self._group, self._stack.pop()
            if ended.place != self._group.place:
                self._end_paragraph(ended.place)

    def _take_raw(self, raw: str) -> None:
        if self._swallow:
            # what stands for a character where Unicode is not understood
            self._swallow, raw = max(self._swallow - len(raw), 0), raw[self._swallow :]
        if self._group.table == "colours":
            self._tables.end_colours(raw)
        elif not self._group.passed:
            self._raw += raw

    def _flush(self) -> None:
        if self._raw:
            raw, self._raw = self._raw, ""
            charset = self._tables.fonts.get(self._group.font) or self._usual
            self._write(rtfwords.decoded(raw, charset))

    def _word(self, word: str, number: int | None) -> None:
        group = self._group
        if word == "u" and number is not None:
            self._write(chr(number % 65_536))
            self._swallow = group.skip
            return
        self._swallow = 0
        if group.table:
            self._tables.take(group.table, word, number)
        elif not self._destination(word) and not group.take(word, number):
            self._document(word, number)
            if not group.passed:
                self._sign(word)
        group.starred = False

    def _destination(self, word: str) -> bool:
        """Whether a word says where the text of its group goes, and where."""
        group = self._group
        if word in _APART and not group.passed:
            group.place = _APART[word]
        elif word in _TABLES:
            group.table, group.passed = _TABLES[word], True
        elif word == "ud" or (word == "result" and self._in_object()):
            group.passed = False
        elif word in _PASSED or (group.starred and word not in _STARRED):
            group.passed = True
        else:
            return False
        return True

    def _in_object(self) -> bool:
        """Whether the group lies right inside an object, which is shown by its result."""
        return len(self._stack) > 1 and not self._stack[-2].passed

    def _document(self, word: str, number: int | None) -> None:
        """Words that say something of the document or of a row."""
        if word == "ansicpg":
            self._usual = rtfwords.code_page(number)
        elif word == "mac":
            self._usual = "mac_roman"
        elif word == "trowd":
            self._is_shaded = False
        elif word in _SHADES:
            self._is_shaded |= bool(number)
        elif word in _BOX:
            self._box[word] = number or 0
        elif word == "fldrslt" and self._box:
            self._write(_boxed(self._box))
            self._box = {}

    def _sign(self, word: str) -> None:
        place = self._group.place
        if word in {"cell", "nestcell"}:
            self._cells.setdefault(place, []).append(self._taken(place))
        elif word == "nestrow":
            self._write("\n".join(rows.lines(self._cells.pop(place, []))) + "\n")
        elif word == "row":
            self._end_row(place)
        elif word == "par" and not self._group.in_table:
            self._end_paragraph(place)
        elif word in rtfwords.SIGNS:
            self._write(rtfwords.SIGNS[word])

    def _write(self, text: str) -> None:
        group = self._group
        if group.passed or group.deleted:
            return
        if self._tables.hides(group, is_shaded=self._is_shaded and group.in_table):
            self.concealed.add(text)
            return
        self._open.setdefault(group.place, []).append(text)
        self.length += len(text)

    def _taken(self, place: str) -> str:
        """The open text of a place."""
        return rtfwords.joined("".join(self._open.pop(place, [])))

    def _end_paragraph(self, place: str) -> None:
        text = self._taken(place)
        if text.strip():
            self._after_row[place] = False
            self._blocks[_block(place)].append(text)

    def _end_row(self, place: str) -> None:
        """A row is a line; rows without a paragraph between them are one block."""
        line = "\n".join(rows.lines(self._cells.pop(place, [])))
        blocks = self._blocks[_block(place)]
        if line and self._after_row.get(place) and blocks:
            blocks[-1] += "\n" + line
        elif line:
            blocks.append(line)
            self._after_row[place] = True


def _joined(parts: list[str]) -> str:
    return clean("\n\n".join(part for part in parts if part.strip())).strip()


def _block(place: str) -> str:
    return "body" if place == "box" else place


def _boxed(box: dict[str, int]) -> str:
    """The sign of a box to tick; nothing for other fields, whose text follows."""
    if box.get("fftype") != _CHECKBOX:
        return ""
    state = box.get("ffres", _AS_MADE)
    return TICKED if (box.get("ffdefres", 0) if state == _AS_MADE else state) else EMPTY
