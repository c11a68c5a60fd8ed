"""Saltmarsh's finance lines come to the positions that its returns report."""

from decimal import Decimal

import pytest

from conditions.evidence import for_condition
from conditions.joints import CheckContext
from conditions.models import Submission
from dashboards.finance import blocks as reading
from dashboards.finance.blocks import ACTUAL, BUDGET, Sheet
from dashboards.finance.checks import check
from dashboards.finance.transfers import transfers, uneven
from safetyvalve.demo.council import Council
from tests.demo.conftest import Load

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def saltmarsh(load: Load) -> Council:
    return load("saltmarsh")


def test_no_return_contradicts_the_lines(saltmarsh: Council) -> None:
    rounds = Submission.objects.with_place().filter(period__calendar__agreement=saltmarsh.agreement)
    assert rounds.count() == 13
    found = {
        (submission.period.slug, finding.code)
        for submission in rounds
        for finding in check(CheckContext(submission, (), submission.period.covers_to))
    }
    # Its lines save more than its savings say, and nobody has said why yet: a finding to be seen in the demonstration.
    assert {code for _, code in found} == {"plan-differs-from-savings"}
    assert len({period for period, _ in found}) == 1


def test_every_sheet_is_whole_and_its_transfers_cancel_out(saltmarsh: Council) -> None:
    book = reading.read(saltmarsh.agreement)
    unmitigated = Sheet("forecast", "unmitigated", "q3-2026-27")
    assert {sheet.code for sheet in book.rows} == {
        "actual",
        "budget",
        "forecast.q2-2026-27",
        "forecast.q3-2026-27",
        unmitigated.code,
    }
    for sheet, cells in book.rows.items():
        begun = {year for year, _ in cells}
        rolled = book.rolled(sheet)
        assert {row.financial_year for row in rolled.whole if row.closing_after.amount is not None} == begun
        assert list(uneven(rolled)) == []
    assert book.rolled(ACTUAL).year("2025-26").closing_after.amount == Decimal(-14_355_000)
    assert book.rolled(BUDGET).year("2026-27").closing_after.amount == Decimal(-10_950_000)
    assert book.rolled(unmitigated).year("2028-29").closing_before.amount == Decimal(-36_180_000)


def test_the_forum_has_agreed_to_the_transfers_so_far(saltmarsh: Council) -> None:
    book = reading.read(saltmarsh.agreement)
    settled = {each.financial_year: each.is_settled for each in transfers(book.rolled(book.usual()), book.consents)}
    assert settled == {"2026-27": True, "2027-28": False, "2028-29": False}


def test_the_condition_about_the_deficit_is_rated_by_the_position(saltmarsh: Council) -> None:
    condition = saltmarsh.agreement.conditions.get(agreement_test="cleared-by-end")
    draft = Submission.objects.with_place().get(
        period__slug="q3-2026-27", period__calendar__agreement=condition.agreement
    )
    found = for_condition(draft, condition)
    assert found
    assert found.suggested == "off_target_mitigated"
    assert "£2.6 million deficit after DfE payments" in found.reason
    assert not condition.responses.exists()
