"""HTML to text as a reader sees it: nothing remote is fetched, nothing hidden is kept.

The one door of lxml. Who is quoting whom is for `quoting`; this only notes what the writer's
program marked as cited.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lxml import etree

from ingest import concealed
from ingest.charset import MAX_CHARACTERS, clean, decode
from ingest.concealed import Concealed
from ingest.flow import Writer
from ingest.problems import problem
from ingest.stylesheet import StyleSheet
from ingest.visible import Look, look_of

if TYPE_CHECKING:
    from ingest.inbound import Problem

#: the longest source of a page that is read, in characters
MAX_SOURCE: Final = 4 * MAX_CHARACTERS
_DROPPED: Final = frozenset(
    {
        *("script", "style", "head", "title", "template", "object", "embed", "iframe", "svg"),
        *("select", "textarea", "audio", "video", "canvas"),
    }
)
#: hidden text before anything is shown that mail programs list beside the subject: as long as
#: those of ordinary newsletters, in letters
_PREHEADER: Final = 150
_NO_WORDS: Final = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_CITED: Final = re.compile(
    r"\b(yahoo_quoted|moz-cite-prefix|tutanota_quote|protonmail_quote|zmail_extra"
    r"|mail-editor-reference-message-container|OLK_SRC_BODY_SECTION)\b"
)
#: the end of a line that introduces what follows as another's words, with address or time
_INTRODUCES: Final = re.compile(r"^.*(?:@|\d{1,2}:\d{2}).*[:：]\s*$")
#: class, id or marker of an element in which a program keeps the signature
#: `x_` is what programs put before the names of what they quote
_SIGNED: Final = re.compile(
    r"(?:^|\s)(?!x_)[\w-]*signature[\w-]*|\b_rc_sig\b|__SIG_(?:PRE|POST)__|Zm-_Id_-Sgn",
    re.IGNORECASE,
)
_CHARSET: Final = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """The text of a page, and which half-open spans of it the writer's program marked as cited."""

    text: str
    cited: tuple[tuple[int, int], ...] = ()
    #: spans that it put there as a signature
    signed: tuple[tuple[int, int], ...] = ()
    #: letters that the page holds and does not show
    hidden: int = 0
    #: the page was too much to be followed: what it hides may be among the text
    unsure: bool = False

    def problems(self, name: str | None = None) -> list[Problem]:
        """What is to be said of text that the page hides."""
        unsure = [problem("style_not_followed", name)] if self.unsure else []
        return unsure + concealed.told(self.hidden, name)


def declared_charset(data: bytes) -> str | None:
    """The charset that the page names itself, None where it names none."""
    found = _CHARSET.search(data[:4096])
    return found[1].decode("ascii", "replace") if found else None


def render(source: str | bytes) -> Rendered:
    """Text of an HTML page or fragment; whatever it is, never raises."""
    text = (
        decode(source, declared_charset(source), limit=MAX_SOURCE).text
        if isinstance(source, bytes)
        else clean(source)
    )
    root = _tree(text)
    if root is None:
        # nested too deep for the parser, or no page at all: the words count, not their looks
        bare = re.sub(r"<[^<>]{0,2000}>", "\n", _NO_WORDS.sub("\n", text))
        return Rendered(text=bare.strip(), unsure="<" in text)
    return _Walk(root).rendered()


class _Walk:
    """One walk through a page: what is shown is written, what is hidden counted."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        sources = ["".join(map(str, one.itertext())) for one in root.iter("style")]
        self._sheet = StyleSheet(sources, root)
        self._concealed = Concealed()
        self._preheader = Concealed()
        self._writer = Writer(self._conceal)
        #: a plain block of quotes was introduced as such: answers may stand between further ones
        self._quotes = False
        #: of the element that is open and those around it
        self._looks = [Look()]

    def rendered(self) -> Rendered:
        """The text of the page, as far as the limit goes."""
        context = etree.iterwalk(self._root, events=("start", "end"))
        for event, element in context:
            if event == "end":
                self._end(element)
            elif not self._start(element):
                context.skip_subtree()
            if self._writer.length > MAX_CHARACTERS:
                break
        if self._preheader.letters > _PREHEADER:
            self._concealed.letters += self._preheader.letters
        return Rendered(
            text=self._writer.text(),
            cited=self._writer.cited(),
            signed=self._writer.signed(),
            hidden=self._concealed.letters,
            unsure=self._sheet.is_cut,
        )

    def _start(self, element: etree._Element) -> bool:
        """Begin an element; False where nothing of it is shown."""
        look = None
        if element.tag not in _DROPPED and element.get("hidden") is None:
            look = look_of(element, self._sheet.of(element), self._looks[-1])
        self._looks.append(look or self._looks[-1])
        if look is None:
            self._writer.skip(element)
            if element.tag not in _DROPPED:
                self._conceal("".join(map(str, element.itertext())))
            return False
        self._writer.start(
            element, cited=self._is_cited(element), signed=_is_signed(element), shown=look.is_shown
        )
        return True

    def _is_cited(self, element: etree._Element) -> bool:
        if element.tag == "blockquote" and element.get("type") != "cite":
            # some programs say no more of it; people set their own words off in the same way
            self._quotes |= _INTRODUCES.search(self._writer.last_line()) is not None
            return self._quotes or _is_cited(element)
        return _is_cited(element)

    def _end(self, element: etree._Element) -> None:
        self._looks.pop()
        self._writer.end(element, shown=self._looks[-1].is_shown)

    def _conceal(self, text: str) -> None:
        before = self._writer.length == 0
        (self._preheader if before else self._concealed).add(text)


def _tree(text: str) -> etree._Element | None:
    # an encoding that the page declares would be applied to text that is decoded already
    body = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text)
    if not body.strip():
        return None
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = etree.fromstring(body.encode("utf-8"), parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    is_cut = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    return None if is_cut else root


def _is_cited(element: etree._Element) -> bool:
    if element.tag == "blockquote":
        return element.get("type") == "cite" or "gmail_quote" in (element.get("class") or "")
    if element.get("data-marker") == "__QUOTED_TEXT__":
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return _CITED.search(names) is not None


def _is_signed(element: etree._Element) -> bool:
    names = (element.get("class"), element.get("id"), element.get("data-marker"))
    if element.get("data-signature-widget") is not None:
        return True
    return any(_SIGNED.search(name) for name in names if name)
