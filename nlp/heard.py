"""What the network adds to facts that are hard to say in rules: forms of support, emergencies.

Who speaks, what is agreed and how an offer is channelled stay with the rules: they are right more
often there (held-out voices: consent .81 against .55, channelling .79 against .57, macro F1).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from nlp.linear import sigmoid
from nlp.opinion import FLAGS, FORMS, UNREAD
from nlp.quotes import evidence_of
from nlp.reading import KINDS, Kind
from nlp.taxonomy import taxonomy

if TYPE_CHECKING:
    from nlp.document import Document
    from nlp.facts import Findings
    from nlp.linear import Floats
    from nlp.opinion import Opinion
    from nlp.reading import Evidence

#: chosen on held-out voices: a form is taken where the network is this sure of it, or where a
#: rule found it and the network does not deny it
_SURE: Final = 0.45
_DENIED: Final = 0.15
#: the same for an emergency: F1 .77 on 47 of held-out voices
_EMERGENCY: Final = 0.6


def heard(findings: Findings, document: Document, kind: Kind) -> Findings:
    """Findings with what the network heard; those of the rules alone where there is none."""
    opinion = document.opinion
    if opinion is None or not document.sentences:
        return findings
    findings = _with_forms(findings, document, opinion, kind)
    if kind is Kind.REQUEST:
        return _with_emergency(findings, document, opinion)
    return findings


def _with_forms(findings: Findings, document: Document, opinion: Opinion, kind: Kind) -> Findings:
    if kind not in {Kind.REQUEST, Kind.OFFER}:
        return findings
    shares = sigmoid(opinion.whole["forms"])
    forms = tuple(
        form
        for form, share in zip(FORMS, shares, strict=True)
        if share > _SURE or (form in findings.forms and share > _DENIED)
    )
    return _shown(replace(findings, forms=forms), "forms", document, _speaks(opinion, kind))


def _with_emergency(findings: Findings, document: Document, opinion: Opinion) -> Findings:
    share = float(sigmoid(opinion.whole["flags"])[FLAGS.index("emergency")])
    emergency = share > _EMERGENCY
    urgent = findings.urgent or emergency
    found = replace(findings, emergency=emergency, urgent=urgent)
    crowd = opinion.sentences["areas"][:, taxonomy().ids.index("contingency")]
    return _shown(found, "emergency", document, crowd)


def _speaks(opinion: Opinion, kind: Kind) -> Floats:
    scores: Floats = opinion.sentences["acts"][:, KINDS.index(kind)]
    return scores


def _shown(findings: Findings, name: str, document: Document, scores: Floats) -> Findings:
    """Keep a sentence for what was found: that of the rule, else the one that says it most.

    Of several that rules found, those that ask or give most plainly come first: a letter names
    what it has in the same words as what it wants.
    """
    places = {key: quotes for key, quotes in findings.evidence.items() if key != name}
    if getattr(findings, name):
        rule = findings.evidence.get(name, ())
        plainest = sorted(rule, key=lambda quote: -_score_at(document, quote, scores))
        places[name] = tuple(plainest) or (_best(document, scores),)
    return replace(findings, evidence=places)


def _score_at(document: Document, quote: Evidence, scores: Floats) -> float:
    """The score of the sentence in which a quote stands."""
    for sentence, score in zip(document.sentences, scores, strict=False):
        if sentence.passage == quote.passage and sentence.start <= quote.start < sentence.end:
            return float(score)
    return UNREAD


def _best(document: Document, scores: Floats) -> Evidence:
    number = int(np.argmax(scores[: len(document.sentences)]))
    return evidence_of(document.sentences[number], float(sigmoid(scores)[number]))
