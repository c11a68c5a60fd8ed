import pytest

from conditions.checks.findings import Severity


@pytest.mark.parametrize(
    ("claim", "denial"),
    [
        (
            "The Bright Futures platform was launched in May.",
            "Modules sit on the new Bright Futures platform (not launched with schools).",
        ),
        ("The Inclusion Charter has been published.", "The Inclusion Charter has not yet been published."),
        ("Our workforce strategy is complete.", "The workforce strategy is yet to be completed."),
        (
            "The Harbour Resource Base was opened in March.",
            "Work on savings continues. The Harbour Resource Base has not started.",
        ),
        ("DPN is in place.", "DPN has not been set up."),
        ("Cleared the backlog of cases over 20 weeks.", "The manager counted a backlog of seven cases in April."),
        ("The backlog of annual reviews has been cleared.", "There is a backlog of 40 annual reviews."),
    ],
)
def test_a_claim_denied_in_another_answer_is_put_to_the_signatories(check, claim, denial):
    (finding,) = check(claim, denial, code="claims-contradict")
    assert finding.severity is Severity.JUDGEMENT
    assert finding.place.key == "condition:3.1:narrative"
    assert "under Condition 3.2" in finding.sentence
    assert denial[:20] in finding.evidence or "Harbour" in finding.evidence


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The work is complete.", "Work has not started."),
        ("Phase 1 of the Harbour Hub has been completed.", "Phase 2 of the Harbour Hub has not been completed."),
        ("The primary Harbour Hub was opened.", "The secondary Harbour Hub has not opened."),
        ("The Inclusion Charter has been finalised.", "The Inclusion Charter has not yet been published."),
        ("The Inclusion Charter will be published.", "The Inclusion Charter has not yet been published."),
        (
            "Once the Inclusion Charter has been published we move on.",
            "The Inclusion Charter has not yet been published.",
        ),
        ("The pilot of the toolkits is now live.", "The final toolkits are to go live in September."),
        ("Cleared the backlog of cases.", "There is a backlog of 40 annual reviews."),
        ("A new board is established.", "A programme of engagement has not started yet."),
        ("The Harbour Hub is open on Mondays.", "The Harbour Hub is not open on Fridays."),
        ("The Inclusion Charter was published in 2019.", "The new Inclusion Charter has not yet been published."),
    ],
)
def test_different_things_stages_and_plans_are_left_alone(check, one, other):
    assert check(one, other, code="claims-contradict") == []


def test_one_sentence_does_not_contradict_itself(check):
    text = "The Inclusion Charter was launched with officers; the Inclusion Charter was not launched with schools."
    assert check(text, code="claims-contradict") == []
