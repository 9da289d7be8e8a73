from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import decisions, drafts, inbox
from store.decisions import Decided, Outcome, Stale, TooLate
from store.model import OPEN_STATUSES
from tests.factories import ALICE, BOB, NOW, a_content, a_read_message, an_arrival

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from store.model import Draft
    from store.session import Database

#: where each verb leads from each status; what is missing is refused
LEGAL = {
    ("draft", "confirm"): "confirmed",
    ("draft", "reject"): "rejected",
    ("draft", "withdraw"): "withdrawn",
    ("draft", "correct"): "draft",
    ("draft", "wait"): "waiting",
    ("draft", "ask"): "waiting",
    ("draft", "hold"): "held",
    ("waiting", "confirm"): "confirmed",
    ("waiting", "reject"): "rejected",
    ("waiting", "withdraw"): "withdrawn",
    ("waiting", "correct"): "waiting",
    ("waiting", "hold"): "held",
    ("waiting", "resume"): "draft",
    ("held", "confirm"): "confirmed",
    ("held", "reject"): "rejected",
    ("held", "withdraw"): "withdrawn",
    ("held", "correct"): "held",
    ("held", "wait"): "waiting",
    ("held", "ask"): "waiting",
    ("held", "resume"): "draft",
}
VERBS = sorted({verb for _, verb in LEGAL})
COUNT = itertools.count(1)


def drafted(session: Session) -> Draft:
    (kept,) = inbox.accept(session, [an_arrival(next(COUNT))], now=NOW, year=2026)
    return drafts.save_reading(session, kept.id, 1, a_read_message(), [a_content()], now=NOW)[0]


def press(session: Session, draft: Draft, verb: str, revision: int, step: int) -> Outcome:
    officer = (ALICE, BOB)[step % 2]
    if verb in ("reject", "withdraw"):
        decide = getattr(decisions, verb)
        outcome: Outcome = decide(session, draft.id, revision, officer, reason="so", now=NOW)
        return outcome
    if verb == "correct":
        return decisions.correct(
            session,
            draft.id,
            revision,
            officer,
            change=lambda content: replace(content, organisation=f"Ministry {step}"),
            field="organisation",
            old=None,
            new=step,
            now=NOW,
        )
    if verb == "ask":
        return decisions.ask(
            session, draft.id, revision, officer, asks=["13a"], target="a@b.example", now=NOW
        )
    decided: Outcome = getattr(decisions, verb)(session, draft.id, revision, officer, now=NOW)
    return decided


@given(presses=st.lists(st.tuples(st.sampled_from(VERBS), st.booleans()), max_size=8))
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_every_sequence_of_presses_keeps_to_the_legal_moves(
    database: Database, presses: list[tuple[str, bool]]
) -> None:
    with database.begin() as session:
        draft = drafted(session)
        status, revision, done = "draft", 1, 0
        for step, (verb, fresh) in enumerate(presses):
            outcome = press(session, draft, verb, revision if fresh else revision - 1, step)
            following = LEGAL.get((status, verb))
            if status not in OPEN_STATUSES or (fresh and following is None):
                assert isinstance(outcome, TooLate)
            elif not fresh:
                assert isinstance(outcome, Stale)
            else:
                assert isinstance(outcome, Decided)
                status, done = str(following), done + 1
                revision += status in OPEN_STATUSES
            now = drafts.get(session, draft.id)
            assert (now.status, now.revision) == (status, revision)
            assert (now.register_ref is not None) == (status == "confirmed")
            assert len(drafts.history(session, draft.id)) == 1 + done
