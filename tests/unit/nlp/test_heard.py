from __future__ import annotations

import numpy as np
import pytest

from nlp.document import Document
from nlp.facts import Findings
from nlp.heard import heard
from nlp.opinion import FORMS, Opinion, sentence_labels, whole_labels
from nlp.quotes import evidence_of
from nlp.reading import Kind, Passage, Role
from nlp.sentences import cut

TEXT = "Four thousand people crossed since Friday. We ask for tents and for two advisers."
#: a score that is as good as a yes or a no
YES, NO = 6.0, -6.0


def a_document(*, forms: tuple[str, ...] = (), emergency: bool = False) -> Document:
    sentences, _ = cut([Passage(text=TEXT, role=Role.OWN)])
    whole = {name: np.full(count, NO) for name, count in whole_labels().items()}
    whole["forms"] = np.array([YES if form in forms else NO for form in FORMS])
    whole["flags"] = np.array([YES if emergency else NO, NO])
    close = {
        name: np.full((len(sentences), count), NO) for name, count in sentence_labels().items()
    }
    close["acts"][1] = YES
    return Document(
        sentences=sentences,
        unread=(),
        rows=np.zeros((len(sentences), 1)),
        whole=np.zeros(1),
        opinion=Opinion(whole=whole, sentences=close),
    )


def test_a_form_that_only_the_network_heard_has_the_sentence_that_asks() -> None:
    found = heard(Findings(), a_document(forms=("material",)), Kind.REQUEST)

    assert found.forms == ("material",)
    assert [e.quote for e in found.evidence["forms"]] == ["We ask for tents and for two advisers."]


def test_of_two_sentences_of_the_rules_the_one_that_asks_comes_first() -> None:
    document = a_document(forms=("material",))
    rules = {"forms": tuple(evidence_of(one, 1.0) for one in document.sentences)}

    found = heard(Findings(forms=("material",), evidence=rules), document, Kind.REQUEST)

    assert found.evidence["forms"][0].quote == "We ask for tents and for two advisers."
    assert len(found.evidence["forms"]) == 2


def test_a_form_of_the_rules_that_the_network_denies_is_left_out() -> None:
    found = heard(Findings(forms=("financial",)), a_document(), Kind.REQUEST)

    assert found.forms == ()
    assert "forms" not in found.evidence


def test_an_emergency_that_the_network_hears_is_urgent_too() -> None:
    found = heard(Findings(), a_document(emergency=True), Kind.REQUEST)

    assert (found.emergency, found.urgent) == (True, True)
    assert found.evidence["emergency"]


def test_an_offer_tells_of_no_emergency_of_its_own() -> None:
    found = heard(Findings(), a_document(emergency=True), Kind.OFFER)

    assert found.emergency is False


@pytest.mark.parametrize("kind", list(Kind))
def test_without_a_network_the_rules_stand(kind: Kind) -> None:
    document = a_document()
    alone = Document(
        sentences=document.sentences, unread=(), rows=document.rows, whole=document.whole
    )
    findings = Findings(forms=("technical",))

    assert heard(findings, alone, kind) == findings
