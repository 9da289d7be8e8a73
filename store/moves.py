"""The legal moves of a draft, as data, and what an officer asks for; no third-party library."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from store.model import OPEN_STATUSES, DraftStatus

if TYPE_CHECKING:
    from datetime import datetime

    from store.model import Officer

#: how long a decision can be undone; what it causes outside the office leaves when this is over
UNDO_FOR: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One way from status to status."""

    action: str
    #: name of the event in the audit
    event: str
    sources: tuple[DraftStatus, ...]
    #: None: the status stays
    to: DraftStatus | None

    @property
    def stays_open(self) -> bool:
        """Whether others may decide after it."""
        return self.to is None or self.to in OPEN_STATUSES


CONFIRM: Final = Move(
    action="confirm", event="confirmed", sources=OPEN_STATUSES, to=DraftStatus.CONFIRMED
)
REJECT: Final = Move(
    action="reject", event="rejected", sources=OPEN_STATUSES, to=DraftStatus.REJECTED
)
WITHDRAW: Final = Move(
    action="withdraw", event="withdrawn", sources=OPEN_STATUSES, to=DraftStatus.WITHDRAWN
)
#: the same after it was registered: its reference stays its own
WITHDRAW_REGISTERED: Final = Move(
    action="withdraw_registered",
    event="withdrawn_from_register",
    sources=(DraftStatus.CONFIRMED,),
    to=DraftStatus.WITHDRAWN,
)
#: into another draft, whose reference is the reason
MERGE: Final = Move(action="merge", event="merged", sources=OPEN_STATUSES, to=DraftStatus.MERGED)
CORRECT: Final = Move(action="correct", event="corrected", sources=OPEN_STATUSES, to=None)
WAIT: Final = Move(
    action="wait",
    event="set_waiting",
    sources=(DraftStatus.DRAFT, DraftStatus.HELD),
    to=DraftStatus.WAITING,
)
#: the same, with a question to the sender that goes out at once
ASK: Final = Move(
    action="ask",
    event="asked",
    sources=(DraftStatus.DRAFT, DraftStatus.HELD),
    to=DraftStatus.WAITING,
)
HOLD: Final = Move(
    action="hold",
    event="held",
    sources=(DraftStatus.DRAFT, DraftStatus.WAITING),
    to=DraftStatus.HELD,
)
RESUME: Final = Move(
    action="resume",
    event="resumed",
    sources=(DraftStatus.WAITING, DraftStatus.HELD),
    to=DraftStatus.DRAFT,
)
#: some areas, or another kind, go to a second draft of the same letter
SPLIT: Final = Move(action="split", event="split", sources=OPEN_STATUSES, to=None)
#: what can be taken back for a while: hold and resume are each other's way back
UNDOABLE: Final = frozenset({
    CONFIRM, REJECT, WITHDRAW, WITHDRAW_REGISTERED, MERGE, WAIT, ASK, SPLIT,
})  # fmt: skip
#: the action of a decision that took back the one before
UNDO: Final = "undo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A move as one officer asks for it, on the revision that this officer saw."""

    move: Move
    officer: Officer
    revision: int
    now: datetime
    #: of the reference in the register
    year: int | None = None
    reason: str | None = None
    #: what is corrected, before and after; of a question, what was asked
    field: str | None = None
    old: Any = None
    new: Any = None
