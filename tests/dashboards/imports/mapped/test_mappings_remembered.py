"""Column mappings that are kept: written down, remembered by name and by headings, refused."""

import pytest

from dashboards.imports import mapped
from dashboards.imports.contract import UnusableDelivery
from dashboards.imports.mapping_spec import MappingSpec, ProposedMapping, measure_target
from dashboards.services.mappings import remember
from safetyvalve.core.models import Authority
from tests.conftest import NOW
from tests.dashboards.imports import sheets
from tests.dashboards.imports.mapped.figures import LONG, WIDE
from tests.dashboards.imports.sheets import csv_file, delivery, figures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def council() -> Authority:
    return sheets.council()


def test_the_mapping_goes_to_json_and_back(council: Authority) -> None:
    proposed = mapped.propose(delivery(council, csv_file(LONG)))
    assert ProposedMapping.from_json(proposed.as_json()) == proposed
    assert MappingSpec.from_json(proposed.spec.as_json()) == proposed.spec


@pytest.mark.parametrize(
    "given", [{}, {"shape": "tall", "columns": {"A": "value"}}, {"shape": "long", "columns": {"A": 1}}, {"values": "x"}]
)
def test_what_is_no_mapping_is_refused(council: Authority, given: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not a mapping"):
        MappingSpec.from_json(given)
    if given:
        with pytest.raises(UnusableDelivery):
            mapped.read(delivery(council, csv_file(WIDE), mapping_spec=given))


def test_a_remembered_mapping_is_used_by_name_and_by_its_headings(council: Authority) -> None:
    spec = MappingSpec("wide", {"Month": "period", "Notes": "", "Referrals": measure_target("requests_received")})
    remember(council, "Monthly return", spec, by=None, now=NOW)
    rows = [["Month", "Referrals", "Something else"], ["May 2024", "36", "?"]]
    proposed = mapped.propose(delivery(council, csv_file(rows)))
    assert (proposed.saved_name, proposed.is_complete) == ("Monthly return", True)
    by_name = mapped.read(delivery(council, csv_file(rows), mapping="Monthly return"))
    assert figures(by_name) == [("requests_received", "May 2024", "", "36")]


def test_a_remembered_mapping_that_does_not_fit_says_which_heading_is_missing(council: Authority) -> None:
    spec = MappingSpec("wide", {"Month": "period", "Referrals": measure_target("requests_received")})
    remember(council, "Monthly return", spec, by=None, now=NOW)
    reading = mapped.read(delivery(council, csv_file(WIDE), mapping="Monthly return"))
    assert reading.rows == ()
    assert [problem.code for problem in reading.problems] == ["mapping-incomplete"] * 2
    assert "“Referrals”" in reading.problems[0].sentence


def test_a_mapping_nobody_remembers_is_refused(council: Authority) -> None:
    with pytest.raises(UnusableDelivery, match="no mapping of that name"):
        mapped.read(delivery(council, csv_file(WIDE), mapping="Last year's"))


def test_another_council_s_mapping_is_not_used(council: Authority) -> None:
    other = sheets.council("Elsewhere", "998")
    spec = MappingSpec("wide", {"Month": "period", "Referrals": measure_target("requests_received")})
    remember(other, "Monthly return", spec, by=None, now=NOW)
    with pytest.raises(UnusableDelivery):
        mapped.read(delivery(council, csv_file(WIDE), mapping="Monthly return"))
