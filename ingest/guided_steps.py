"""The questions of a guided request in their order, and what an answer to each is evidence of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One question."""

    #: its name in buttons, tables, letters and forms; never changed
    code: str
    #: that an answer shows; None where it shows none
    criterion: str | None = None
    #: of that criterion, those that are asked for
    parts: tuple[str, ...] = ()
    #: that can be chosen instead of writing
    choices: tuple[str, ...] = ()
    #: whether several can be
    many: bool = False
    #: whether a lack is what is asked for, so that "we do not have" is an answer
    of_a_lack: bool = False
    #: whether nothing can be sent without it
    needed: bool = False


STEPS: Final = (
    Step(code="who", needed=True),
    Step(
        code="need",
        criterion="15ii",
        parts=("gap", "nobody_can_fill"),
        of_a_lack=True,
        needed=True,
    ),
    Step(code="assessed", criterion="13a", parts=("needs_gaps", "existing_capacities")),
    Step(code="commitment", criterion="13b"),
    Step(code="plan", criterion="15i", parts=("plan", "quality")),
    Step(code="objectives", criterion="15ii", parts=("objectives", "milestones")),
    Step(code="lasting", criterion="15iii", parts=("lasting", "part_of_plan")),
    Step(code="others", criterion="15vi", parts=("other_support", "coordination")),
    Step(code="measures", criterion="15vii", parts=("indicators", "accounting")),
    Step(code="form", choices=("technical", "material", "financial"), many=True),
    Step(code="urgency", choices=("urgent", "normal")),
    Step(code="consent", choices=("yes", "no")),
    Step(code="conditions"),
)
BY_CODE: Final = {step.code: step for step in STEPS}
