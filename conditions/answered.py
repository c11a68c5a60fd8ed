"""The agreement's tests by what is on record now, for pages that are not those of one return."""

from conditions.models import Agreement, ReportingPeriod
from conditions.overview import in_force
from conditions.positions import OnRecord, planned_beside_latest, read_on_record, tests_of, up_to
from conditions.rules.agreement_tests import AgreementTest


def answered(
    agreement: Agreement, on_record: OnRecord | None = None
) -> tuple[list[AgreementTest], ReportingPeriod | None]:
    """The agreement's tests on what was reported last, by the version in force; no tests before anything was reported.

    Three queries, none where what they are read from is given.
    """
    on_record = on_record or read_on_record(agreement)
    version = in_force(list(reversed(on_record.versions)))
    if version is None or not on_record.positions:
        return [], None
    period = on_record.positions[-1].period
    reports = up_to(period, on_record.positions)
    return tests_of(version, reports, period, years=planned_beside_latest(version, reports.now)), period
