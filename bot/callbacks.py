"""What a button says when it is pressed: `1:<verb>:<draft>:<revision>[:<argument>]`.

Nothing in this file imports a third-party library.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

VERSION: Final = "1"
#: the Bot API's limit
LONGEST_BYTES: Final = 64
_SHAPE: Final = re.compile(
    r"1:([a-z_]{1,12}):([0-9]{1,19}):([0-9]{1,9})(?::([A-Za-z0-9._-]{1,52}))?"
)


class Verb(StrEnum):
    """What a press asks for."""

    CONFIRM = "confirm"
    REJECT = "reject"  #: show the reasons
    REASON = "reason"  #: reject with this reason
    CORRECT = "correct"  #: show what can be corrected
    KIND = "kind"  #: show the kinds, or with an argument set this one
    AREAS = "areas"  #: show the areas; the argument is the choice so far
    SET_AREAS = "set_areas"  #: save the choice
    EVIDENCE = "evidence"  #: all of it, or with an argument that of one field or criterion
    ORIGINAL = "original"
    ASK = "ask"  #: show what is missing; the argument `again`: in the pressed message
    QUESTION = "question"  #: show the question to the sender as it would go
    SEND = "send"  #: send it
    MERGE = "merge"  #: into the draft whose number is the argument
    APART = "apart"  #: not the same as the draft whose number is the argument
    JUDGE = "judge"  #: show how the criteria stand; with an argument the reasons to say so
    JUDGED = "judged"  #: say that a request meets the criteria, or not yet
    CONSENT = "consent"  #: show the State's consent; with an argument its scope
    CONSENTED = "consented"  #: record what the State said
    WRITE = "write"  #: show a letter to the sender as it would go; its kind is the argument
    EDIT = "edit"  #: ask for other words for it
    RELEASE = "release"  #: send it
    WITHDRAW = "withdraw"  #: ask whether to take it out of the register, as its sender wishes
    WITHDRAWN = "withdrawn"  #: take it out
    OPEN = "open"  #: a code for the page on which the draft is read
    BACK = "back"  #: the card's first keyboard again
    LETTER = "letter"  #: the original of a message without a draft; its id is the argument
    NOTE = "note"  #: the note of a message again; its id is the argument
    DRAFT = "draft"  #: what to make of a message, or with `<id>.<kind>` open a draft of it
    RETRY = "retry"  #: run a parked message again; its id is the argument
    SHOW = "show"  #: the card of a draft, anew
    QUEUE = "queue"  #: a page of open drafts, from the argument on
    CASE = "case"  #: whether a message is one person's case; `<id>.<what>`: say so
    REPLY = "reply"  #: the answer to who asks, as it would go; `<id>.send`: send it
    LEAVE = "leave"  #: nothing is to be done about a message; its id is the argument
    ASIDE = "aside"  #: a page of what gave no draft, `<kind>.<from>`
    FIELD = "field"  #: show how to correct one field; `<field>[-<choice so far>]`
    SET = "set"  #: correct it; `<field>-<value>`
    LOOK = "look"  #: show what an unsure field rests on; its name is the argument
    FIND = "find"  #: a page of what an officer looked for, `<officer>.<search>.<from>`
    SEE = "see"  #: the note of a message below; its id is the argument
    ROLE = "role"  #: a person's role, `<id>` choose, `<id>.<role>` be asked, `<id>.<role>.yes` do
    READS = "reads"  #: add a language of whoever presses, or take it back
    CASES = "cases"  #: a page of individual cases, from the argument on
    UNDO = "undo"  #: take the last decision back
    TAKE_BACK = "take_back"  #: the answer that was released under a note; the message's id
    MORE = "more"  #: show what else can be done
    HOLD = "hold"
    RESUME = "resume"
    ASSIGN = "assign"  #: show the officers, or with an argument give it to this one
    HAND = "hand"  #: show who reads the letter's language, or with an argument ask this one
    VOUCH = "vouch"  #: whoever was asked to read the letter says `right` or `wrong`
    SPLIT = "split"  #: show what may go to a second draft; `<areas>[-<kind>]`: the choice so far
    SET_SPLIT = "set_split"  #: make the second draft of the choice
    ATTACH = "attach"  #: ask for the reference of an earlier record
    HISTORY = "history"  #: what happened, from the argument on
    NEXT = "next"  #: the next open draft's card
    FIRST = "first"  #: the card of the first of a batch
    BRING = "bring"  #: what an officer brings in, `<gathering>.<what>`


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button's meaning; `draft` and `revision` are 0 where it is about no draft."""

    verb: Verb
    draft: int = 0
    revision: int = 0
    argument: str | None = None


def pack(press: Press) -> str:
    """The callback data of a button.

    Raises:
        ValueError: it would not come back as it is; a mistake of ours.

    """
    parts = [VERSION, press.verb.value, str(press.draft), str(press.revision)]
    data = ":".join(parts if press.argument is None else [*parts, press.argument])
    if len(data.encode()) > LONGEST_BYTES or parse(data) != press:
        raise ValueError(f"a button cannot carry {data!r}")
    return data


def parse(data: str) -> Press | None:
    """What a button says; None for anything that no button of this version says."""
    found = _SHAPE.fullmatch(data)
    if found is None or found[1] not in {*Verb}:
        return None
    return Press(
        verb=Verb(found[1]), draft=int(found[2]), revision=int(found[3]), argument=found[4]
    )
