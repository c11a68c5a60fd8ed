import json
from dataclasses import replace

import pytest

from conditions.checks.findings import Finding, Place, Severity, grounds, in_full, in_return_order

CONDITION = Place("condition:3.1:narrative", "Condition 3.1, progress", "/c/921/3.1/", (2, 1, 0))


def finding(**changes):
    base = Finding("impossible-date", Severity.DRAFTING, CONDITION, "Put the date right.", "due 31 February")
    return replace(base, **changes)


def test_a_fingerprint_survives_a_new_address_or_wording_but_not_new_evidence():
    original = finding()
    moved = finding(place=replace(CONDITION, url="/elsewhere/"), sentence="Another wording.")
    assert moved.fingerprint == original.fingerprint
    assert finding(evidence="due 30 February").fingerprint != original.fingerprint


def test_a_fingerprint_belongs_to_one_code_and_one_place():
    assert finding(code="other").fingerprint != finding().fingerprint
    assert finding(place=replace(CONDITION, key="condition:3.2:narrative")).fingerprint != finding().fingerprint


def test_spacing_and_case_of_the_evidence_are_not_a_change_of_words():
    assert finding(evidence="Due  31\nfebruary ").fingerprint == finding().fingerprint


def test_the_dictionary_of_a_finding_is_plain_json():
    read_back = json.loads(json.dumps(finding().to_dict()))
    assert read_back["severity"] == "drafting"
    assert read_back["place"]["order"] == [2, 1, 0]
    assert read_back["fingerprint"] == finding().fingerprint


def test_findings_follow_the_order_of_the_return_and_then_how_pressing_they_are():
    ninth = replace(CONDITION, key="condition:3.9:narrative", order=(2, 9))
    tenth = replace(CONDITION, key="condition:3.10:narrative", order=(2, 10))
    late = finding(place=tenth)
    judgement = finding(place=ninth, severity=Severity.JUDGEMENT)
    blocker = finding(place=ninth, severity=Severity.BLOCKER)
    assert in_return_order([late, judgement, blocker]) == [blocker, judgement, late]


def test_each_severity_has_words_for_officers():
    assert Severity.BLOCKER.words == "Must be put right"
    assert Severity.DRAFTING.words == "You accept, in a sentence"
    assert Severity.JUDGEMENT.words == "Signatories will be asked to accept"


@pytest.mark.parametrize(
    ("sentence", "evidence", "printed"),
    [
        ("This milestone is still open.", "“New school open” is expected.", "“New school open” is expected."),
        ("Amber needs the mitigation.", "Amber", ""),
        ("It says otherwise. The forecast is £0.", "The forecast is £0.", ""),
        ("Choose a RAG.", "", ""),
    ],
)
def test_what_a_finding_rests_on_is_shown_unless_its_sentence_has_said_so(
    sentence: str, evidence: str, printed: str
) -> None:
    assert grounds(sentence, evidence) == printed
    assert in_full(sentence, evidence) == f"{sentence} {printed}".strip()
    assert finding(sentence=sentence, evidence=evidence).grounds == printed
