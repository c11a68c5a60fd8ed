"""Recording figures: the same again is nothing, another supersedes, all or none, one event."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dashboards.models import ImportBatch, Indicator, IndicatorVersion, Measurement
from dashboards.periods import Period
from dashboards.services.measurements import Recorded, Row, UnusableRow, record, record_many
from safetyvalve.core import audit
from safetyvalve.core.models import AuditEvent, Authority
from tests import factories
from tests.dashboards import records
from tests.factories import NOW

MAY = Period.month(2024, 5)
LATER = datetime(2024, 7, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def council(db: None) -> Authority:
    records.catalogue()
    return factories.make_authority()


def current(council: Authority) -> list[tuple[Decimal | None, str, str]]:
    rows = Measurement.objects.filter(authority=council).current()
    return list(rows.values_list("value", "marker", "status"))


def test_a_figure_is_recorded_with_who_when_and_whence(council: Authority) -> None:
    officer = factories.make_user("officer", council)
    record(council, Row("requests_received", MAY, Decimal(36), source="Case system"), by=officer, now=NOW)
    row = Measurement.objects.get()
    assert (row.value, row.area_code, row.source, row.recorded_at) == (36, council.gss_code, "Case system", NOW)
    assert (row.batch.kind, row.batch.imported_by, row.batch.imported_at) == ("typed", officer, NOW)


def test_the_same_figure_again_writes_nothing(council: Authority) -> None:
    rows = records.monthly()
    assert records.put(council, *rows) == Recorded(added=48)
    events, batches = AuditEvent.objects.count(), ImportBatch.objects.count()
    assert records.put(council, *rows) == Recorded(unchanged=48)
    assert (AuditEvent.objects.count(), ImportBatch.objects.count()) == (events, batches)
    assert Measurement.objects.count() == 48


def test_another_figure_takes_its_place_and_the_old_one_is_kept(council: Authority) -> None:
    records.put(council, Row("requests_received", MAY, Decimal(36)))
    assert records.put(council, Row("requests_received", MAY, Decimal(37))) == Recorded(changed=1)
    assert current(council) == [(37, "", "restated")]
    old = Measurement.objects.get(value=36)
    assert old.superseded_by == Measurement.objects.get(value=37)


def test_a_figure_can_be_replaced_again_and_again(council: Authority) -> None:
    for value in (36, 37, 38, 36):
        records.put(council, Row("requests_received", MAY, Decimal(value)))
    assert current(council) == [(36, "", "restated")]
    assert Measurement.objects.count() == 4


def test_a_restated_figure_given_again_as_final_is_the_same_figure(council: Authority) -> None:
    for value in (36, 37, 37):
        records.put(council, Row("requests_received", MAY, Decimal(value)))
    assert Measurement.objects.count() == 2


def test_a_provisional_figure_that_becomes_final_is_a_change(council: Authority) -> None:
    records.put(council, Row("requests_received", MAY, Decimal(36), status="provisional"))
    assert records.put(council, Row("requests_received", MAY, Decimal(36))) == Recorded(changed=1)


def test_a_figure_can_give_way_to_a_marker_and_to_nothing(council: Authority) -> None:
    records.put(council, Row("requests_received", MAY, Decimal(36)))
    records.put(council, Row("requests_received", MAY, None, "x"))
    assert current(council) == [(None, "x", "restated")]
    records.put(council, Row("requests_received", MAY))
    assert current(council) == [(None, "", "restated")]


def test_zero_is_a_figure_and_not_the_same_as_none(council: Authority) -> None:
    records.put(council, Row("requests_received", MAY, Decimal(0)))
    assert current(council) == [(0, "", "final")]
    assert records.put(council, Row("requests_received", MAY)) == Recorded(changed=1)


def test_one_event_tells_of_the_whole_batch(council: Authority) -> None:
    records.put(council, Row("requests_received", MAY, Decimal(36)), Row("plans_new", MAY, Decimal(16)))
    records.put(council, Row("requests_received", MAY, Decimal(37)), Row("plans_ceased", MAY, Decimal(5)))
    first, second = AuditEvent.objects.filter(action="measurements_recorded").order_by("sequence")
    assert first.changes == {"added": [None, 2], "changed": [None, 0]}
    assert second.changes == {
        "added": [None, 1],
        "changed": [None, 1],
        "requests_received, May 2024": ["36, final", "37, final"],
    }
    assert audit.broken_link(council) is None


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (Row("no_such", MAY, Decimal(1)), "no measure with the code no_such"),
        (Row("refusal_rate_decisions", MAY, Decimal(40)), "worked out from other measures"),
        (Row("requests_received", MAY, Decimal(1), "c"), "a figure or a marker, not both"),
        (Row("requests_received", MAY, None, "q"), "q is not a marker"),
        (Row("requests_received", MAY, Decimal("NaN")), "not a figure that can be recorded"),
        (Row("requests_received", MAY, Decimal("1E20")), "not a figure that can be recorded"),
        (Row("requests_received", Period(MAY.end, MAY.start), Decimal(1)), "ends before it starts"),
    ],
)
def test_a_row_that_cannot_be_used_stops_the_whole_batch(council: Authority, row: Row, words: str) -> None:
    with pytest.raises(UnusableRow, match=words):
        records.put(council, Row("plans_new", MAY, Decimal(16)), row)
    assert not Measurement.objects.exists()
    assert not ImportBatch.objects.exists()


def test_a_figure_given_twice_differently_is_refused_and_twice_alike_is_one(council: Authority) -> None:
    with pytest.raises(UnusableRow, match="given twice"):
        records.put(council, Row("plans_new", MAY, Decimal(16)), Row("plans_new", MAY, Decimal(17)))
    assert records.put(council, Row("plans_new", MAY, Decimal(16)), Row("plans_new", MAY, Decimal(16))).added == 1


def test_areas_and_breakdowns_are_figures_of_their_own(council: Authority) -> None:
    rows = (
        Row("requests_received", MAY, Decimal(36)),
        Row("requests_received", MAY, Decimal(20), breakdown_topic="source", breakdown="parent"),
        Row("requests_received", MAY, Decimal(9000), area_code="E92000001", area_name="England"),
    )
    assert records.put(council, *rows).added == 3


def test_a_figure_goes_to_the_definition_in_force_at_its_end(council: Authority) -> None:
    requests = Indicator.objects.get(code="requests_received")
    july = Period.month(2024, 7)
    IndicatorVersion.objects.create(
        indicator=requests, number=2, unit="count", period_basis="month", valid_from=july.start
    )
    records.put(council, Row("requests_received", MAY, Decimal(36)), Row("requests_received", july, Decimal(40)))
    found = Measurement.objects.order_by("period_end").values_list("version__number", flat=True)
    assert list(found) == [1, 2]


def test_many_figures_take_as_many_queries_as_few(council: Authority) -> None:
    def queries(year: int, months: int) -> int:
        rows = [Row("requests_received", Period.month(year, month), Decimal(9)) for month in range(1, months + 1)]
        with CaptureQueriesContext(connection) as captured:
            record_many(ImportBatch(authority=council), rows, by=None, now=NOW)
        return len(captured)

    queries(2019, 1)
    assert queries(2020, 2) == queries(2021, 12)
