"""A filled form: each answer becomes a page of its own whose method names the question.

Answers are found by the marks that the form carries inside (`office` reads them), and by its
numbered headings where another program, a printer or a scanner took the marks away. What is
printed on the form goes, what belongs to no question stays an ordinary page.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from ingest.form_boxes import ticked
from ingest.form_match import Sentences, bare, heading, label_end, number_of
from ingest.guided import method_of
from ingest.guided_steps import BY_CODE, STEPS
from ingest.problems import problem
from ingest.segment import Page
from store.methods import FORM, SCANNED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.form_match import Heading
    from ingest.form_printed import PrintedForm
    from ingest.inbound import Attachment
    from ingest.segment import Document

#: lines of a document in which a form is looked for; a filled one has some hundred
_MOST_LINES: Final = 500
#: numbered headings that make a form; a letter may have one or two by chance
_LEAST: Final = 3
#: the same under the form's own title
_LEAST_TITLED: Final = 1
_APART: Final = "\n\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line of a page."""

    page: int
    start: int
    end: int
    text: str
    #: code of the question by whose mark it is held
    marked: str | None


@dataclass(slots=True)
class _Found:
    """What of each page belongs where, as spans."""

    #: page and question (None: to none) -> spans
    spans: dict[tuple[int, str | None], list[tuple[int, int]]] = field(default_factory=dict)
    #: page, question and text of the line that was added last
    last: tuple[int, str | None, str] | None = None

    def add(self, line: _Line, code: str | None, start: int) -> None:
        own = line.text[start:]
        if not any(one.isalnum() or _is_box(one) for one in own):
            return
        start += len(own) - len(own.lstrip())
        self.spans.setdefault((line.page, code), []).append((line.start + start, line.end))
        self.last = (line.page, code, own)

    def drop_numbered(self, number: int) -> None:
        """Leave out the last line where it is the heading of a question, unreadable but for it."""
        if self.last is None:
            return
        page, code, text = self.last
        if number_of(text) == number:
            self.spans[page, code].pop()
        self.last = None


def divided(
    files: Sequence[tuple[Attachment, Document]], forms: Sequence[PrintedForm]
) -> list[tuple[Attachment, Document]]:
    """Files of a message with the answers apart where one is a filled form.

    Args:
        files: as they were read.
        forms: what is printed on the form, by language.

    """
    return [(one, _divided(one.name, document, forms)) for one, document in files]


def _divided(name: str, document: Document, forms: Sequence[PrintedForm]) -> Document:
    pages, marked = _joined(document.pages)
    lines = list(_lines(pages, marked))
    chosen = _form_of(lines[:_MOST_LINES], forms, is_marked=any(marked))
    if chosen is None:
        return replace(document, pages=tuple(pages))
    form, headings = chosen
    found = _Walk(headings, form).all(lines)
    divided_pages = [one for at, page in enumerate(pages) for one in _parts(at, page, found, form)]
    blank = not any(one.method.startswith(f"{FORM}.") for one in divided_pages)
    trouble = [problem("form_blank", name)] if blank else []
    return replace(document, pages=tuple(divided_pages), problems=(*document.problems, *trouble))


def _joined(pages: Sequence[Page]) -> tuple[list[Page], list[list[tuple[int, int, str]]]]:
    """Pages with those between marks put together again, and where the marks stood in each."""
    joined: list[Page] = []
    marks: list[list[tuple[int, int, str]]] = []
    is_marked = any(one.method.startswith(f"{FORM}.") for one in pages)
    if not is_marked:
        return list(pages), [[] for _ in pages]
    for number, group in groupby(pages, key=lambda one: one.number):
        own: list[tuple[int, int, str]] = []
        text, first = "", None
        for page in group:
            mark, _, code = page.method.partition(".")
            text += _APART if text else ""
            if mark == FORM:
                own.append((len(text), len(text) + len(page.text), code))
            first = page if mark != FORM and first is None else first
            text += page.text
        base = first or Page(number=number, method="docx", text="")
        joined.append(replace(base, text=text))
        marks.append(own)
    return joined, marks


def _lines(
    pages: Sequence[Page], marks: Sequence[Sequence[tuple[int, int, str]]]
) -> Iterator[_Line]:
    for number, page in enumerate(pages):
        at = 0
        for text in page.text.split("\n"):
            mark = next((code for s, e, code in marks[number] if s <= at < max(e, s + 1)), None)
            known = mark if mark in BY_CODE else None
            yield _Line(page=number, start=at, end=at + len(text), text=text, marked=known)
            at += len(text) + 1


def _form_of(
    lines: Sequence[_Line], forms: Sequence[PrintedForm], *, is_marked: bool
) -> tuple[PrintedForm | None, dict[int, Heading]] | None:
    """The form that was filled, with its headings by line; None where it is none."""
    best: tuple[int, PrintedForm | None, dict[int, Heading]] = (-1, None, {})
    said = {bare(line.text)[0] for line in lines}
    for form in forms:
        headings = _headings(lines, form)
        numbered = sum(one.is_numbered for one in headings.values())
        is_titled = any(label_end(line.text, form.title) for line in lines)
        least = _LEAST_TITLED if is_titled else _LEAST
        # of a form without headings, what else is printed tells the language
        weight = numbered + is_titled + sum(bare(one)[0] in said for one in form.sentences)
        weight = weight if numbered >= least or is_marked else -1
        if weight > best[0]:
            best = (weight, form, headings)
    if best[0] < 0 and not is_marked:
        return None
    return best[1], best[2]


def _headings(lines: Sequence[_Line], form: PrintedForm) -> dict[int, Heading]:
    """The heading of each question, once: where it is plainest."""
    best: dict[int, tuple[tuple[bool, bool], int, Heading]] = {}
    for at, line in enumerate(lines):
        found = heading(line.text, form)
        if found is None or (found.step in best and best[found.step][0] >= found.weight):
            continue
        best[found.step] = (found.weight, at, found)
    return {at: found for _, at, found in best.values()}


class _Walk:
    """One way through the lines of a form."""

    def __init__(self, headings: dict[int, Heading], form: PrintedForm | None) -> None:
        self.found = _Found()
        self._headings = headings
        self._form = form
        self._printed = Sentences(form.sentences if form else ())
        self._code: str | None = None
        #: what follows an answer that a mark held: it goes on with it, unless a heading is missing
        self._loose: list[tuple[_Line, int]] | None = None

    def all(self, lines: Sequence[_Line]) -> _Found:
        for at, line in enumerate(lines):
            self._take(at, line)
        self._settle(self._code)
        return self.found

    def _take(self, at: int, line: _Line) -> None:
        if line.marked is not None:
            self._settle(self._code if line.marked == self._code else None)
            self._code, self._loose = line.marked, []
            if not self._is_placeholder(line.text):
                self.found.add(line, self._code, 0)
            return
        heading_here = self._headings.get(at)
        closing = None if self._form is None else _closing(line.text, self._form)
        if heading_here is not None:
            self._turn(self._code, STEPS[heading_here.step].code)
            self._printed.forget()
            self.found.add(line, self._code, heading_here.end)
        elif closing is not None:
            self._turn(self._code, None)
            self.found.add(line, None, closing)
        elif at < _MOST_LINES:
            self._take_words(line)
        else:
            self._keep(line, 0)

    def _take_words(self, line: _Line) -> None:
        """What is printed goes; a question stands for its heading."""
        end, number = self._printed.end(line.text)
        if number is not None and number < len(STEPS) and STEPS[number].code != self._code:
            self.found.drop_numbered(number + 1)
            self._turn(None, STEPS[number].code)
        if not self._is_placeholder(line.text):
            self._keep(line, end)

    def _keep(self, line: _Line, start: int) -> None:
        if self._loose is None:
            self.found.add(line, self._code, start)
        else:
            self._loose.append((line, start))

    def _turn(self, before: str | None, code: str | None) -> None:
        self._settle(before)
        self._code = code

    def _settle(self, code: str | None) -> None:
        for line, start in self._loose or ():
            self.found.add(line, code, start)
        self._loose = None

    def _is_placeholder(self, text: str) -> bool:
        return self._form is not None and bare(text)[0] == bare(self._form.placeholder)[0]


def _closing(line: str, form: PrintedForm) -> int | None:
    """Where the label of a line to fill by hand ends."""
    return next((end for label in form.closing if (end := label_end(line, label))), None)


def _parts(at: int, page: Page, found: _Found, form: PrintedForm | None) -> Iterator[Page]:
    rest = _cut(page, found.spans.get((at, None), ()))
    # of a scan it is kept without a word, so that it can be seen how the answers came
    if rest.text or page.problem or page.method == SCANNED:
        yield rest
    for step in STEPS:
        spans = found.spans.get((at, step.code))
        if not spans:
            continue
        answer = replace(_cut(page, spans), problem=None)
        codes: tuple[str, ...] = ()
        printed = next((one for one in form.steps if one.code == step.code), None) if form else None
        if printed is not None and printed.choices:
            is_scan = page.method == SCANNED
            box = ticked(answer.text, printed, many=step.many, is_scan=is_scan)
            answer, codes = _cut(answer, box.spans), box.chosen
        if answer.text:
            yield replace(answer, method=method_of(FORM, step.code, codes))


def _cut(page: Page, spans: Sequence[tuple[int, int]]) -> Page:
    """A page of these spans alone, each on a line, its words where they are."""
    texts, words, at = [], [], 0
    for begin, end in spans:
        own = page.text[begin:end].strip()
        start = begin + len(page.text[begin:end]) - len(page.text[begin:end].lstrip())
        words += [
            replace(one, start=one.start - start + at, end=one.end - start + at)
            for one in page.words
            if start <= one.start and one.end <= start + len(own)
        ]
        texts.append(own)
        at += len(own) + 1
    return replace(page, text="\n".join(texts), words=tuple(words))


def _is_box(sign: str) -> bool:
    return sign in "☐☒☑✓✔✗✘"
