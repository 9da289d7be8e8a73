"""The value that comes out of reading: languages, kinds and proposals, each with its evidence.

Everything here speaks in half-open character offsets into the passages that were given.
Nothing in this file imports a third-party library.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a text is, as domain knowledge names it; a text may have two."""

    REQUEST = "request"
    OFFER = "offer"
    GOOD_PRACTICE = "good_practice"
    MEETING = "meeting"
    ENQUIRY = "enquiry"
    UPDATE = "update"
    INDIVIDUAL_CASE = "individual_case"
    OTHER = "other"


#: order of the labels in a model
KINDS = tuple(Kind)
#: the kinds that lead to a draft
DRAFT_KINDS = (Kind.REQUEST, Kind.OFFER, Kind.GOOD_PRACTICE)


class Band(StrEnum):
    """How far a confidence may be trusted, in three words."""

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"


class Role(StrEnum):
    """Whose words a passage is; only the sender's own can be evidence."""

    OWN = "own"
    ATTACHED = "attached"
    FORWARDED = "forwarded"
    QUOTED = "quoted"
    SIGNATURE = "signature"


class CriterionStatus(StrEnum):
    """How a criterion stands in a text; see the criteria file for their force."""

    EVIDENCED = "evidenced"
    NOT_EVIDENCED = "not_evidenced"
    NOT_APPLICABLE = "not_applicable"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A run of text to read, with what is known of it beforehand."""

    text: str
    role: Role
    #: text of a file: a line may end where its column on the page did, or be a row of a table
    is_set: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What is known of a message beside its text."""

    subject: str | None = None
    sender_address: str | None = None
    sender_name: str | None = None
    #: of the letter that is passed on, as quoted in it; None where no head names an author
    author_address: str | None = None
    author_name: str | None = None
    #: written by a program (auto-reply, list, bounce)
    automatic: bool = False
    bounce: bool = False
    channel: str = "email"
    #: of the thread or the sender before, for a text too short to tell
    earlier_language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A sentence or clause at its place: `passages[passage].text[start:end] == quote`."""

    passage: int
    start: int
    end: int
    quote: str
    #: 0..1
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class KindFinding:
    """One kind that the text has."""

    kind: Kind
    confidence: float
    band: Band
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeFinding:
    """One thematic area, with the sentences that show it, strongest first."""

    id: str
    confidence: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionFinding:
    """One criterion of a request, with its parts."""

    id: str
    status: CriterionStatus
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    #: part name -> its own evidence
    parts: dict[str, tuple[Evidence, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A sum of money as written and as understood."""

    text: str
    value: float | None
    #: ISO 4217; None where the text names none
    currency: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Things stated in so many words; None where nothing is said. Dates are ISO 8601 days."""

    contact: str | None = None
    amounts: tuple[Amount, ...] = ()
    start: str | None = None
    end: str | None = None
    duration: str | None = None
    beneficiaries: str | None = None
    #: field name -> where it stands
    evidence: dict[str, tuple[Evidence, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a draft of one kind would say. Fields without findings are empty, never guessed."""

    kind: Kind
    confidence: float
    band: Band
    #: ISO 3166 alpha-2 of who asks or offers
    states: tuple[str, ...] = ()
    organisation: str | None = None
    beneficiaries: tuple[str, ...] = ()
    themes: tuple[ThemeFinding, ...] = ()
    criteria: tuple[CriterionFinding, ...] = ()
    forms: tuple[str, ...] = ()
    qualities: tuple[str, ...] = ()
    emergency: bool = False
    urgent: bool = False
    needs_state: bool = False
    via: str | None = None
    consent: bool | None = None
    confidential: bool = False
    channelling: str | None = None
    conditions: tuple[Evidence, ...] = ()
    facts: Facts = Facts()
    #: evidence of the fields that have none of their own: states, organisation, consent, forms ...
    evidence: dict[str, tuple[Evidence, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that was understood of one message."""

    #: main language, BCP 47, "und" where it cannot be told
    language: str
    #: all languages of the sender's words, most used first
    languages: tuple[str, ...]
    #: language of each passage, in the order given
    passage_languages: tuple[str, ...]
    #: most confident first, never empty
    kinds: tuple[KindFinding, ...]
    proposals: tuple[Proposal, ...]
    #: passages not read to their end because a limit was met
    unread: tuple[int, ...]
    #: name and content hash of the reader's model
    model_version: str
    taxonomy_version: str
    criteria_version: str
