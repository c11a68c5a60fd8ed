"""Capital schemes, services and bands of the demonstration: what the papers give, and nothing else."""

from datetime import date

import pytest

from safetyvalve.demo.council import Council
from tests.demo.conftest import Load
from workstreams.models import CapitalPlaces, CapitalScheme, CapitalYear, CommissionedService, TopUpBand

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def bury(load: Load) -> Council:
    return load("bury")


@pytest.fixture(scope="module")
def island(load: Load) -> Council:
    return load("isle-of-wight")


def test_burys_free_special_schools_have_80_and_60_places_and_no_money(bury: Council) -> None:
    rows = CapitalPlaces.objects.filter(scheme__agreement=bury.agreement)
    found = rows.values_list("scheme__planned_on", "academic_year", "planned", "delivered")
    assert set(found) == {(date(2023, 9, 1), "2023/24", 80, None), (date(2025, 9, 1), "2025/26", 60, None)}
    assert not CapitalYear.objects.filter(scheme__agreement=bury.agreement).exists()


def test_the_islands_expansions_are_for_september_2024_and_the_studio_school_bears_the_four_places(
    island: Council,
) -> None:
    schemes = CapitalScheme.objects.filter(agreement=island.agreement)
    assert schemes.filter(planned_on=date(2024, 9, 1)).count() == 3
    assert schemes.filter(planned_on=None).count() == 3
    assert all(scheme.source for scheme in schemes)
    assert not CapitalPlaces.objects.filter(scheme__in=schemes).exists()
    [link] = [link for scheme in schemes for link in scheme.saving_links.all()]
    assert (link.scheme.kind, link.places, link.saving.full_year_amount) == ("new_school", 4, 900_000)


def test_hampshires_notice_has_no_day_and_no_value_and_burys_bands_are_worth_nothing_known(
    bury: Council, island: Council
) -> None:
    service = CommissionedService.objects.get(agreement=island.agreement, name="Educational psychology")
    assert (service.notice_given_by, service.notice_given_on, service.ends_on) == ("provider", None, None)
    assert not service.years.exists()
    bands = TopUpBand.objects.filter(agreement=bury.agreement)
    assert bands.count() == 2
    assert not bands.exclude(values=None, counts=None).exists()
