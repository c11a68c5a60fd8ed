"""Each percentage that is published follows from the columns that are imported, on every row of a file."""

from decimal import Decimal
from pathlib import Path

import pytest

from dashboards.imports.contract import Delivered, silent
from dashboards.imports.files.values import WrongValue
from dashboards.imports.open_data import texts
from dashboards.imports.open_data.layouts import Layout, recognise
from tests.dashboards.imports.open_data.published import REAL, SMALL, per_cent

REFUSALS = ("requests.csv", "request_not_assess_pc", "refusals_published", "requests_received")
SIX_WEEKS = ("requests.csv", "request_outcome_six_weeks_pc", "decisions_within_6_weeks", "decisions_timed")
ISSUED = ("assessments.csv", "assess_issued_pc", "assessments_plan_issued", "assessments_in_year")
SIXTEEN = (
    *("assessments.csv", "outcome_decision_within_time_pc"),
    *("refusals_to_issue_within_16_weeks", "refusals_to_issue_timed"),
)
ALL_PLANS = ("timeliness_20_week.csv", "pc_plans_issued_within_20_weeks", "plans_issued_20_weeks", "plans_issued")
NO_EXCEPTIONS = (
    *("timeliness_20_week.csv", "PC_plans_issued_20_weeks_ex"),
    *("plans_issued_20_weeks_excluding_exceptions", "plans_issued_excluding_exceptions"),
)
REVIEWS = ("annual_reviews.csv", "pc_decsion_4weeks", "reviews_decided_in_time", "reviews_decided")
# Rows of the file, rows with the percentage, rows where it follows from the counts. On some rows the Department worked
# the six-week percentage out over more decisions than the two columns hold, and one row prints 0 for none of none.
OF_SMALL = {
    REFUSALS: (18, 14, 14),
    SIX_WEEKS: (18, 14, 13),
    ISSUED: (12, 9, 9),
    SIXTEEN: (12, 7, 7),
    ALL_PLANS: (12, 12, 12),
    NO_EXCEPTIONS: (12, 12, 12),
    REVIEWS: (7, 6, 6),
}
OF_REAL = {
    REFUSALS: (376, 327, 327),
    SIX_WEEKS: (376, 322, 303),
    ISSUED: (363, 314, 314),
    SIXTEEN: (363, 247, 247),
    ALL_PLANS: (329, 329, 329),
    NO_EXCEPTIONS: (329, 327, 327),
    REVIEWS: (477, 432, 432),
}
CASES = [
    *(pytest.param(SMALL, *each, id=f"small-{each[0][1]}") for each in OF_SMALL.items()),
    *(pytest.param(REAL, *each, id=f"whole-{each[0][1]}") for each in OF_REAL.items() if REAL),
]


@pytest.mark.parametrize(("folder", "case", "expected"), CASES)
def test_the_percentage_follows_from_the_counts(
    folder: Path, case: tuple[str, str, str, str], expected: tuple[int, int, int]
) -> None:
    name, column, part, whole = case
    lines, _ = texts.lines_of(Delivered(name, (folder / "ees_ehcp_2025" / name).read_bytes()), silent, "")
    _, headings = next(lines)
    layout = recognise(headings, is_snapshot=False)
    assert layout is not None
    printed_at = [heading.lower() for heading in headings].index(column.lower())
    rows = published = equal = 0
    for _, line in lines:
        rows += 1
        printed = percentage(texts.at(line, printed_at))
        if printed is not None:
            published += 1
            numerator, denominator = (amount(layout, line, code) for code in (part, whole))
            equal += bool(numerator is not None and denominator and per_cent(numerator, denominator) == printed)
    assert (rows, published, equal) == expected


def percentage(cell: str) -> Decimal | None:
    try:
        return Decimal(cell) if cell not in texts.MARKERS else None
    except ArithmeticError as error:
        raise WrongValue(cell) from error


def amount(layout: Layout, line: texts.Line, code: str) -> Decimal | None:
    """The measure's undivided figure on a row, as the importer takes it."""
    for place, target in layout.targets:
        if target.code == code and not target.topic:
            return texts.figure(texts.at(line, place))[0]
    [columns] = [each.columns for each in layout.sums if each.target.code == code]
    parts = [texts.figure(texts.at(line, place))[0] for place in columns]
    return sum(parts) if None not in parts else None  # type: ignore[arg-type]
