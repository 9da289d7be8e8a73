"""What officers said of registered requests, as added keys of `drafts --json` and `show --json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.lines import rfc3339

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.consents import Consent
    from store.judgements import Judgement


def judgement_line(judgement: Judgement | None) -> dict[str, Any] | None:
    """Give what was said of the criteria; None where nothing was."""
    if judgement is None:
        return None
    return {
        "meets": judgement.meets,
        "reason": judgement.reason,
        "reason_code": judgement.reason_code,
        "criteria": judgement.marks,
        "criteria_version": judgement.criteria_version,
        "by": judgement.officer,
        "at": rfc3339(judgement.at),
    }


def consent_line(consent: Consent | None) -> dict[str, Any] | None:
    """Give a record of consent; None where there is none, which is no consent."""
    if consent is None:
        return None
    scope, ground = consent.scope, consent.ground
    return {
        "said": str(consent.said),
        "towards": None if scope.towards is None else str(scope.towards),
        "named": scope.words,
        "form": None if scope.form is None else str(scope.form),
        "areas": list(scope.areas),
        "said_by": ground.said_by,
        "message": ground.message_id,
        "quote": ground.quote,
        "proven": ground.proven,
        "by": consent.officer,
        "at": rfc3339(consent.at),
    }


def latest_lines(judgement: Judgement | None, consent: Consent | None) -> dict[str, Any]:
    """Give what holds of a draft."""
    return {"judgement": judgement_line(judgement), "consent": consent_line(consent)}


def all_lines(said: Sequence[Judgement], found: Sequence[Consent]) -> dict[str, Any]:
    """Give what holds of a draft, and all that was said, oldest first."""
    last = latest_lines(next(iter(said[-1:]), None), next(iter(found[-1:]), None))
    return last | {
        "judgements": [judgement_line(one) for one in said],
        "consents": [consent_line(one) for one in found],
    }
