"""Which earlier message a message belongs to: a table of rules, every hit kept by its name.

A pure decision over plain values. No stranger joins: beside an id that we signed, every rule asks
that the sender be that of the earlier message. Where that one was proven, a message that is not is
only offered: anybody can write a name on a From line, and references run in sequence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ingest.acquaintance import is_same_sender

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.clues import Clues, Mention
    from store.threads import Earlier

SURE: Final = "sure"
LIKELY: Final = "likely"
#: it may as well be another one that is meant: nothing follows by itself
UNSURE: Final = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the records have of that which a message names."""

    #: by a reference that it names
    by_ref: tuple[Earlier, ...] = ()
    #: by a Message-ID that it refers to
    by_id: tuple[Earlier, ...] = ()
    #: asked in its chat and not answered yet, the last asked first
    asked: tuple[Earlier, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One rule that found something."""

    rule: str
    earlier: Earlier
    sureness: str
    #: number of the draft that is meant, where that is said
    position: int | None = None
    #: it answers a question of ours
    is_answer: bool = False
    #: the sender is not known at the earlier message: it does not join
    is_stranger: bool = False
    #: the earlier one was proven and this one is not: an officer must say whether it joins
    is_unproven: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """What was found out of where a message belongs."""

    #: by which it belongs to an earlier message; None where it stands for itself
    joins: Hit | None = None
    #: two rules name different cases, and an officer must say which
    is_contested: bool = False
    #: all that was found, in the order of the rules
    hits: tuple[Hit, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the rules that found something."""
        return tuple(dict.fromkeys(hit.rule for hit in self.hits))

    @property
    def of_strangers(self) -> tuple[Hit, ...]:
        """References to cases at which the sender is not known, each case once."""
        found = {hit.earlier.message_id: hit for hit in self.hits if hit.is_stranger}
        return tuple(found.values())


def thread_of(clues: Clues, known: Known) -> Thread:
    """Where a message belongs, by the first rule that says so."""
    hits = tuple(hit for rule in RULES for hit in rule(clues, known))
    joining = [hit for hit in hits if not hit.is_stranger]
    if not joining:
        return Thread(hits=hits)
    first = joining[0]
    case = _case(first.earlier)
    others = {_case(hit.earlier) for hit in joining if hit.rule in _WEIGHTY} - {case}
    # words may name a second case beside the one that they answer
    return Thread(joins=first, is_contested=bool(others), hits=hits)


def _answers_our_mail(clues: Clues, known: Known) -> Iterator[Hit]:
    """It answers a mail of ours: the id is signed, so whoever wrote has seen that mail."""
    found = {one.ref: one for one in known.by_ref}
    own = next((one for one in clues.own_ids if one.ref in found), None)
    if own is not None:
        earlier = found[own.ref]
        yield Hit(
            rule="answers_our_mail",
            earlier=earlier,
            sureness=SURE if _is_known(clues, earlier) else LIKELY,
            position=own.position,
            is_answer=own.position is not None,
        )


def _asked_in_chat(clues: Clues, known: Known) -> Iterator[Hit]:
    """It comes from the chat and account that was asked, and nobody has answered yet."""
    named = {one.ref for one in (*clues.in_subject, *clues.in_words)}
    asked = [one for one in known.asked if one.ref in named] or list(known.asked)
    if clues.chat is not None and asked:
        sureness = SURE if len(asked) == 1 else UNSURE
        yield Hit(rule="asked_in_chat", earlier=asked[0], sureness=sureness, is_answer=True)


def _continues_a_thread(clues: Clues, known: Known) -> Iterator[Hit]:
    """It refers to the Message-ID of an earlier mail, which anybody may know or make up."""
    by_id: dict[str, list[Earlier]] = {}
    for one in known.by_id:
        by_id.setdefault(one.header_id or "", []).append(one)
    found = [one for header_id in clues.header_ids for one in by_id.get(header_id, ())]
    yield from _by_sender("continues_a_thread", clues, [(one, None) for one in found], SURE)


def _names_it_in_the_subject(clues: Clues, known: Known) -> Iterator[Hit]:
    yield from _by_sender("reference_in_subject", clues, _named(clues.in_subject, known), SURE)


def _names_it_in_its_words(clues: Clues, known: Known) -> Iterator[Hit]:
    named = _named(clues.in_words, known)
    yield from _by_sender("reference_in_words", clues, named, LIKELY)


#: the first that joins decides
RULES: Final = (
    _answers_our_mail,
    _asked_in_chat,
    _continues_a_thread,
    _names_it_in_the_subject,
    _names_it_in_its_words,
)
#: rules that may contradict one that came before
_WEIGHTY: Final = ("reference_in_subject",)


def _by_sender(
    rule: str, clues: Clues, found: list[tuple[Earlier, int | None]], sureness: str
) -> Iterator[Hit]:
    """The nearest message of the same sender, and every one of others."""
    known = next((one for one in found if _is_known(clues, one[0])), None)
    if known is not None:
        earlier, position = known
        yield Hit(
            rule=rule,
            earlier=earlier,
            position=position,
            sureness=sureness,
            is_unproven=clues.is_unproven and earlier.is_proven,
        )
    for earlier, position in found:
        if not _is_known(clues, earlier):
            yield Hit(
                rule=rule, earlier=earlier, position=position, sureness=sureness, is_stranger=True
            )


def _named(mentions: tuple[Mention, ...], known: Known) -> list[tuple[Earlier, int | None]]:
    return [
        (earlier, mention.position)
        for mention in mentions
        for earlier in known.by_ref
        if mention.ref in _refs(earlier)
    ]


def _refs(earlier: Earlier) -> set[str | None]:
    return {earlier.ref, *(draft.register_ref for draft in earlier.drafts)}


def _is_known(clues: Clues, earlier: Earlier) -> bool:
    sender = clues.sender
    return sender is not None and any(is_same_sender(sender, one) for one in earlier.senders)


def _case(earlier: Earlier) -> object:
    """Two messages of one draft are one case."""
    return frozenset(draft.id for draft in earlier.drafts) or earlier.message_id
