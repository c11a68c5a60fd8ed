"""What a SEN2 return recorded stands in the grid of figures, which is read back as it stands."""

from datetime import date

from dashboards.imports import grid
from dashboards.imports.contract import Reading
from dashboards.imports.grid_template import build_csv
from dashboards.models import ImportBatch
from dashboards.services.measurements import compare, record_many
from safetyvalve.core.models import Authority
from tests.dashboards.imports.sen2.conftest import delivery
from tests.factories import NOW


def test_a_grid_of_a_return_that_is_uploaded_as_it_was_downloaded_changes_nothing(
    council: Authority, from_xml: Reading
) -> None:
    record_many(ImportBatch(authority=council, kind="imported"), list(from_xml.rows), by=None, now=NOW)
    content = build_csv(council, first=date(2023, 1, 1), last=date(2025, 12, 31))
    reading = grid.read(delivery(council, content, "grid.csv"))
    assert [problem for problem in reading.problems if problem.level != "warning"] == []
    found = compare(council, reading.rows)
    assert found.changes_nothing
    assert len(found.standing) > len(from_xml.rows) / 2
