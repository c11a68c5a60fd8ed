from datetime import date
from decimal import Decimal

import pytest

from conditions.checks.findings import Severity
from conditions.checks.text import KnownFigure

PLANS = KnownFigure("EHC plans", ("EHC plans", "EHCPs", "plans"), Decimal(1576), "count", date(2024, 4, 30))
DEFICIT = KnownFigure("DSG deficit", ("deficit",), Decimal(-2_732_000), "pounds", date(2024, 3, 31))
REFUSALS = KnownFigure("refusal rate", ("refusal rate",), Decimal("40.0"), "percent", date(2024, 4, 30))
KNOWN = [PLANS, DEFICIT, REFUSALS]


@pytest.mark.parametrize(
    ("text", "said", "recorded"),
    [
        ("The number is now down to 1,570 plans.", "1,570", "1,576 at 30 April 2024"),
        ("We maintain 1612 open EHC plans (two above target).", "1612", "1,576 at 30 April 2024"),
        ("At the end of April 2024 there were 1,590 EHCPs.", "1,590", "1,576 at 30 April 2024"),
        ("The year closed with a £2.9m deficit.", "£2.9m", "£2,732,000 at 31 March 2024"),
        ("The deficit stands at £2,750,000.", "£2,750,000", "£2,732,000 at 31 March 2024"),
        ("The refusal rate is 43%.", "43%", "40% at 30 April 2024"),
        ("There are 1,630 children with EHCPs.", "1,630", "1,576 at 30 April 2024"),
        ("The deficit at 31 March 2024 was £3.1m.", "£3.1m", "£2,732,000 at 31 March 2024"),
    ],
)
def test_another_value_at_the_same_date_is_put_to_the_signatories(check, text, said, recorded):
    (finding,) = check(text, known=KNOWN, code="figure-contradicts-record")
    assert finding.severity is Severity.JUDGEMENT
    assert f"This gives {said} for" in finding.sentence
    assert recorded in finding.sentence


@pytest.mark.parametrize(
    "text",
    [
        "We maintain 1,576 plans.",
        "We maintain about 1,600 plans, or 1,580 plans.",
        "A year ago there were 1,570 plans.",
        "In January 2023 there were 1,608 plans.",
        "The target of 1,568 plans is close.",
        "We expect 1,640 plans by next spring.",
        "Of these, 1,402 plans were reviewed in time, and 107 plans were issued.",
        "Some 1,570 plans with health input are held.",
        "The deficit fell by £2.9m; the deficit is £2.7m.",
        "England has a refusal rate of 35%.",
        "1,570 pupils attend.",
        "The deficit at 31 March 2023 was £3.1m.",
    ],
)
def test_other_dates_parts_targets_and_rounding_are_left_alone(check, text):
    assert check(text, known=KNOWN, code="figure-contradicts-record") == []


def test_a_figure_not_known_contradicts_nothing(check):
    unknown = KnownFigure("EHC plans", ("plans",), None, "count", date(2024, 4, 30))
    old = KnownFigure("EHC plans", ("plans",), Decimal(1576), "count", date(2023, 1, 19))
    assert check("We maintain 1,612 plans.", known=[unknown, old], code="figure-contradicts-record") == []


def test_a_tolerance_is_allowed_for(check):
    roomy = KnownFigure("EHC plans", ("plans",), Decimal(1576), "count", date(2024, 4, 30), Decimal(10))
    assert check("We maintain 1,571 plans.", known=[roomy], code="figure-contradicts-record") == []
    assert check("We maintain 1,559 plans.", known=[roomy], code="figure-contradicts-record")
