"""Mails and chats that belong together, on a processor with a reader of one word; for tests."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from bot.form_words import all_printed
from ingest.answers import OutboxPolicy
from ingest.chat import pack
from ingest.own_ids import own_id
from ingest.processing import Processor
from nlp.reading import CriterionFinding, CriterionStatus, Evidence
from store import decisions, drafts, inbox, keys, links, outbox
from tests.factories import ALICE, NOW, an_arrival
from tests.hands import FakeHands

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from nlp.reading import Circumstances, Kind, Passage, Proposal, Reading
    from store.links import Link
    from store.model import Draft, OutboxRow
    from store.proof import Proof
    from store.session import Database

POLICY = OutboxPolicy(secretariat="chat:-100", own_addresses=frozenset({"requests@localhost"}))
MINISTRY = "ministry@interior.example"
STRANGER = "stranger@elsewhere.example"
FIRST_ID = "<first.letter@interior.example>"
LETTER = "We request support for the asylum office.\r\nOur plan is attached."
ANSWER = "Dear colleagues,\r\nour objectives are forty trained interviewers by 2028."
#: word -> criterion that it evidences
CRITERIA = {"objectives": "15ii", "plan": "13b"}


@dataclass
class CriteriaHands(FakeHands):
    """The same reader, which also takes `objectives` for 15ii and `plan` for 13b."""

    def read(
        self, passages: Sequence[Passage], about: Circumstances, told: Sequence[Kind] = ()
    ) -> Reading:
        reading = super().read(passages, about, told)
        if told and not reading.proposals:
            found = FakeHands().read(
                [replace(one, text="need") for one in passages[:1]], about, told
            )
            bare = replace(found.proposals[0], themes=(), states=())
            reading = replace(reading, proposals=(bare,))
        proposals = tuple(_with_criteria(one, passages) for one in reading.proposals)
        return replace(reading, proposals=proposals)


def _with_criteria(proposal: Proposal, passages: Sequence[Passage]) -> Proposal:
    found = tuple(_criterion(id_, word, passages) for word, id_ in CRITERIA.items())
    return replace(proposal, criteria=found)


def _criterion(id_: str, word: str, passages: Sequence[Passage]) -> CriterionFinding:
    for number, passage in enumerate(passages):
        start = passage.text.find(word)
        if start >= 0 and passage.role != "quoted":
            quote = Evidence(passage=number, start=start, end=start + len(word), quote=word)
            return CriterionFinding(
                id=id_,
                status=CriterionStatus.EVIDENCED,
                confidence=0.8,
                parts={},
                evidence=(quote,),
            )
    return CriterionFinding(
        id=id_, status=CriterionStatus.NOT_EVIDENCED, confidence=0.8, parts={}, evidence=()
    )


@dataclass
class Desk:
    """What tests do with messages, and see."""

    db: Database
    hands: FakeHands = field(default_factory=CriteriaHands)
    now: datetime = NOW
    number: int = 0
    #: of the mails that come next
    proof: Proof | None = None

    def mail(
        self,
        text: str,
        *,
        sender: str = MINISTRY,
        subject: str = "Letter",
        headers: str = "",
        hands: FakeHands | None = None,
    ) -> str:
        """A mail that was processed; its id."""
        self.number += 1
        if "Message-ID" not in headers:
            headers += f"Message-ID: <number.{self.number}@mail.example>\r\n"
        raw = f"From: {sender}\r\nSubject: {subject}\r\n{headers}\r\n{text}\r\n".encode()
        return self.process(an_arrival(raw=raw, sender=sender), hands)

    def chat(self, text: str, *, user: int = 7, hands: FakeHands | None = None) -> str:
        """A private message that was processed; its id."""
        self.number += 1
        raw = pack(
            update_id=self.number, chat_id=user, user_id=user, user_name="Amina",
            language_code="en", text=text, files=[], sent_at=self.now,
        )  # fmt: skip
        sender = f"telegram:{user}"
        arrival = an_arrival(channel="chat", raw=raw, sender=sender, reply_chat=user)
        return self.process(arrival, hands)

    def process(self, arrival: Any, hands: FakeHands | None = None) -> str:
        with self.db.begin() as session:
            [accepted] = inbox.accept(session, [arrival], now=self.now, year=2026)
            inbox.begin_attempt(session, accepted.id, 1, now=self.now)
        self.processor(hands).process(accepted.id, 1)
        return accepted.id

    def processor(self, hands: FakeHands | None = None) -> Processor:
        return Processor(
            db=self.db,
            hands=hands or self.hands,
            policy=POLICY,
            clock=lambda: self.now,
            prove=lambda _received, _raw: self.proof,
            forms=all_printed("requests@localhost"),
        )

    def drafts(self, message_id: str) -> list[Draft]:
        with self.db.reading() as session:
            return drafts.of_message(session, message_id)

    def draft(self, message_id: str) -> Draft:
        [draft] = self.drafts(message_id)
        return draft

    def ask(self, message_id: str) -> str:
        """The question on a letter's draft, released by Alice; its Message-ID."""
        draft = self.draft(message_id)
        with self.db.begin() as session:
            message = inbox.get(session, message_id)
            is_chat = message.reply_chat is not None
            target = f"chat:{message.reply_chat}" if is_chat else message.sender
            decisions.ask(
                session, draft.id, draft.revision, ALICE, asks=["parts.objectives"],
                target=target, now=self.now,
            )  # fmt: skip
        return self.our_id(message.ref, f"question-1-{draft.revision + 1}")

    def our_id(self, ref: str, what: str = "acknowledgement") -> str:
        return own_id(keys.of_database(self.db, keys.MESSAGE_ID), ref, what, "localhost")

    def rows(self) -> list[OutboxRow]:
        with self.db.reading() as session:
            return list(outbox.listed(session))

    def ref(self, message_id: str) -> str:
        with self.db.reading() as session:
            return inbox.get(session, message_id).ref


def answering(header_id: str) -> str:
    """Headers of an answer to a mail."""
    return f"In-Reply-To: {header_id}\r\nReferences: {header_id}\r\n"


def a_letter(desk: Desk, sender: str = MINISTRY) -> str:
    return desk.mail(LETTER, sender=sender, headers=f"Message-ID: {FIRST_ID}\r\n")


def statuses(desk: Desk, message_id: str) -> dict[str, str]:
    return {one.id: one.status for one in desk.draft(message_id).content.criteria}


def links_of(desk: Desk, message_id: str) -> list[Link]:
    with desk.db.reading() as session:
        return links.of_message(session, message_id)
