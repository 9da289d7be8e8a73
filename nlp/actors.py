"""Tells which of the States in a text asks or offers, from where and how each is mentioned.

The weights of the signs are data (`actors.toml`); who benefits is told elsewhere.
"""

from __future__ import annotations

import itertools
import math
import re
import tomllib
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from nlp.around import kind_of, near, signs_around, zone_of
from nlp.countries import Mention, Sort, codes, mentions
from nlp.hosts import host_kind, host_states
from nlp.phrases import hits, word_keys
from nlp.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp.reading import Circumstances, Evidence
    from nlp.view import Clause, Leaf, View

#: a sign counts this often at most
_MOST = 3.0
#: characters of a sender's name or a subject
_LONGEST_NAME = 300
#: a State by its two capital letters, as chat names write it
_CODE = re.compile(r"\b[A-Z]{2}\b")

#: two capitals that are more often a word than a State
_WORDS = frozenset(
    {"IT", "IO", "AI", "CO", "ME", "TV", "TO", "IS", "ID", "AD", "PM", "NO", "PS", "PR"}
)

#: words before a State at the head of a sentence: an article, a number
_OPENS = 3
#: and of a body before it: `The Office of the Commissioner for Refugees of Zambia`
_OPENS_BODY = 9
_ARTICLES = frozenset({"the", "le", "la", "les", "l", "el", "los", "las", "o", "a", "os", "as"})

#: stands for: no State speaks
NOBODY = ""
_BODIES = frozenset({"bodies.state", "bodies.apart", "bodies.relay", "bodies.passes_on"})

Signs = dict[str, dict[str, float]]


def signs(view: View, about: Circumstances) -> tuple[Signs, dict[str, list[Evidence]]]:
    """For each State named: the signs that it is the one that speaks, and where it is named."""
    found: Signs = defaultdict(lambda: defaultdict(float))
    shown: dict[str, list[Evidence]] = defaultdict(list)
    for code, sign in _signs_of_sender(about):
        found[code][sign] = 1.0
    for clause in view.clauses:
        _add_opening(found, clause)
    for leaf in view.leaves:
        for mention in leaf.states:
            for sign in _signs_of(leaf, mention):
                found[mention.code][sign] = min(found[mention.code][sign] + 1.0, _MOST)
            shown[mention.code].append(leaf.evidence(mention.start, mention.end))
    named = (one.code for leaf in view.leaves for one in leaf.states if one.sort is Sort.NAME)
    for code in itertools.islice(named, 1):
        found[code]["first"] = 1.0
    if len(found) == 1:
        next(iter(found.values()))["alone"] = 1.0
    found[NOBODY].update(_signs_of_bodies(view, about))
    return found, shown


def _add_opening(found: Signs, clause: Clause) -> None:
    """A State that a sentence begins with is often the one that acts in it."""
    leaf = clause.leaf
    for mention in leaf.states:
        if not clause.start <= mention.start < clause.end:
            continue
        before = leaf.row[clause.first : leaf.word_at(mention.start)]
        led = any(word.key in _led_by() for word in before)
        body = any(word.key in word_keys("states.institution") for word in before)
        if len(before) <= (_OPENS_BODY if body else _OPENS) and (body or not led):
            kind = kind_of(mention)
            found[mention.code][f"opens_{kind}"] = 1.0
            if clause.has("offers.give", "forms.want"):
                found[mention.code][f"opens_act_{kind}"] = 1.0
        return


@cache
def _led_by() -> frozenset[str]:
    """Small words that make a State an aim, an origin or a place, articles apart."""
    return word_keys("states.lead") - _ARTICLES


def _signs_of_sender(about: Circumstances) -> Iterator[tuple[str, str]]:
    for code in host_states(about.sender_address):
        yield code, f"{host_kind(about.sender_address or '')}_host"
    for source, text in (("sender", about.sender_name), ("subject", about.subject)):
        for mention in mentions((text or "")[:_LONGEST_NAME]):
            yield mention.code, f"{source}_{kind_of(mention)}"
    for code in _CODE.findall(about.sender_name or ""):
        if code in codes() - _WORDS:
            yield code, "sender_code"


def _signs_of_bodies(view: View, about: Circumstances) -> dict[str, float]:
    """Signs of what kind of body writes; they speak for or against `NOBODY`, no State at all."""
    found: dict[str, float] = defaultdict(float, none=1.0)
    host = re.sub(r"[.@_-]+", " ", about.sender_address or "")
    if about.sender_address:
        found[f"{host_kind(about.sender_address)}_writer"] = 1.0
    sender = f"{host} {about.sender_name or ''}"
    for place, text in (("sender", sender), ("subject", about.subject)):
        for hit in hits(words((text or "")[:_LONGEST_NAME])):
            if hit.group in _BODIES:
                found[f"{place}_{hit.group}"] = 1.0
    for leaf in view.leaves:
        for hit in leaf.cues:
            if hit.group in _BODIES:
                name = f"{zone_of(leaf, leaf.row[hit.first].start)}_{hit.group}"
                found[name] = min(found[name] + 1.0, _MOST)
    return found


def _signs_of(leaf: Leaf, mention: Mention) -> Iterator[str]:
    kind = kind_of(mention)
    first, last = leaf.word_at(mention.start), leaf.word_at(mention.end) - 1
    if kind == "people" and near(leaf, first, last, word_keys("states.state_word"), 1):
        kind = "name"
    zone = zone_of(leaf, mention.start)
    yield f"{zone}_{kind}"
    if zone == "head" and mention.start < leaf.head / 2:
        yield f"top_{kind}"
    around = signs_around(leaf, first, last)
    for cue in ("behalf", "origin", "hosted", "elsewhere", "aim", "joint"):
        if cue in around:
            yield f"{cue}_{kind}"
    if "self" in around:
        yield "self"
    if near(leaf, first, last, word_keys("states.institution"), 3):
        yield f"institution_{kind}"


@cache
def weights(question: str) -> dict[str, float]:
    """Weight of every sign for one question: `speaker` or `beneficiary`."""
    source = files("nlp").joinpath("actors.toml")
    table: dict[str, float] = tomllib.loads(source.read_text(encoding="utf-8"))[question]
    return table


def total(marks: dict[str, float], table: dict[str, float], *, offering: bool) -> float:
    """Weighted sum of the signs; some weigh otherwise where support is offered."""
    plain = sum(table.get(sign, 0.0) * much for sign, much in marks.items())
    if not offering:
        return plain
    return plain + sum(table.get(f"offer_{sign}", 0.0) * much for sign, much in marks.items())


def speakers(found: Signs, *, offering: bool) -> tuple[tuple[str, float], ...]:
    """States that ask or offer with their confidence, the surest first; none where nobody does."""
    table = weights("speaker")
    totals = {code: total(marks, table, offering=offering) for code, marks in found.items()}
    highest = max(totals.values())
    powers = {code: math.exp(value - highest) for code, value in totals.items()}
    whole = sum(powers.values())
    ranked = sorted(((power / whole, code) for code, power in powers.items()), reverse=True)
    best, code = ranked[0]
    if code == NOBODY:
        return ()
    return tuple(
        (code, sure) for sure, code in ranked if code and sure >= best * _share(found[code], table)
    )


def _share(marks: dict[str, float], table: dict[str, float]) -> float:
    """Share of the best one's confidence that a second State needs to stand beside it."""
    together = any(sign.startswith("joint_") for sign in marks)
    return table["share_joint"] if together else table["share"]


def is_apart(found: Signs) -> bool:
    """Whether the writer is plainly a body that is no State."""
    signs = found[NOBODY]
    return any(
        sign == "apart_writer" or (sign.endswith("bodies.apart") and not sign.startswith("body"))
        for sign in signs
    )


def apart_places(view: View) -> tuple[Evidence, ...]:
    """Where letterhead or signature name a body that is no State."""
    return tuple(
        leaf.evidence(start, leaf.row[hit.last].end)
        for leaf in view.leaves
        for hit in leaf.cues
        if hit.group == "bodies.apart"
        and zone_of(leaf, start := leaf.row[hit.first].start) != "body"
    )


def homes(found: Signs) -> tuple[str, ...]:
    """States in the host of the sender: where the writer is at home, State or not."""
    return tuple(
        code
        for code, signs_ in found.items()
        if code != NOBODY and any(sign.endswith("_host") for sign in signs_)
    )
