"""Savings, pressures and related figures as loaded: what the papers give, and nothing that they do not."""

import re
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client

from conditions.models import FinanceLine, TransferConsent
from dashboards.models import Measurement
from safetyvalve.core import audit
from safetyvalve.core.models import AuditEvent
from safetyvalve.core.roles import Role
from safetyvalve.demo.council import Council
from tests.demo.conftest import Load
from workstreams import savings as reading
from workstreams.models import Saving

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def bury(load: Load) -> Council:
    return load("bury")


@pytest.fixture(scope="module")
def isle_of_wight(load: Load) -> Council:
    return load("isle-of-wight")


@pytest.fixture(scope="module")
def torbay(load: Load) -> Council:
    return load("torbay")


@pytest.fixture(scope="module")
def saltmarsh(load: Load) -> Council:
    return load("saltmarsh")


def savings_of(council: Council) -> dict[Decimal | None, Saving]:
    """By what they are worth in a full year; those for which nobody says it by None."""
    return {saving.full_year_amount: saving for saving in Saving.objects.of(council.authority)}


def years_of(saving: Saving) -> list[tuple[str, Decimal | None, Decimal | None, Decimal | None]]:
    return [
        (figure.financial_year, figure.planned_amount, figure.forecast_amount, figure.delivered_amount)
        for figure in saving.figures.all()
    ]


def test_burys_savings_without_a_year_have_none(bury: Council) -> None:
    found = savings_of(bury)
    assert set(found) == {Decimal(348_000), Decimal(400_000), Decimal(694_000)}
    for amount in (348_000, 694_000):
        saving = found[Decimal(amount)]
        assert saving.starts_on is None
        assert years_of(saving) == []
        assert all(year.share is None for year in reading.by_year(saving, ["2021-22", "2022-23"]))


def test_burys_services_save_233_thousand_of_400_thousand_in_their_first_year(bury: Council) -> None:
    saving = savings_of(bury)[Decimal(400_000)]
    [year] = reading.by_year(saving, ["2022-23"])
    assert year.planned == Decimal(233_000)
    assert year.share is not None
    assert (year.share.months, round(year.share.amount, -3)) == (7, year.planned)


def test_burys_general_fund_bears_what_the_dsg_no_longer_pays(bury: Council) -> None:
    saving = savings_of(bury)[Decimal(694_000)]
    assert (saving.budget, saving.moves_to) == ("dsg", "general_fund")


def test_burys_backlog_is_seven_cases(bury: Council) -> None:
    row = Measurement.objects.current().get(
        authority=bury.authority, version__indicator__code="backlog_over_20_weeks", area_code=bury.authority.gss_code
    )
    assert (row.value, row.period_end.isoformat()) == (Decimal(7), "2022-02-21")


def test_the_isle_of_wights_pressures_are_savings_below_zero(isle_of_wight: Council) -> None:
    found = Saving.objects.of(isle_of_wight.authority)
    pressures = {years_of(saving)[0]: saving for saving in found if saving.is_pressure}
    assert set(pressures) == {
        ("2023-24", None, None, Decimal(-288_000)),
        ("2023-24", None, None, Decimal(-88_000)),
    }
    assert {saving.full_year_amount for saving in pressures.values()} == {None}


def test_the_isle_of_wights_reduction_is_an_estimate_and_its_four_places_save_900_thousand(
    isle_of_wight: Council,
) -> None:
    found = savings_of(isle_of_wight)
    assert found[Decimal(226_000)].is_estimate
    places = found[Decimal(900_000)]
    assert places.full_year_amount == places.places * (places.unit_cost_before - places.unit_cost_after)
    assert (places.places, places.unit_cost_before, places.unit_cost_after) == (4, 250_000, 25_000)
    assert years_of(places) == []


def test_torbay_seeks_100_thousand_from_health(torbay: Council) -> None:
    row = Measurement.objects.current().get(
        authority=torbay.authority, version__indicator__code="health_contributions_sought"
    )
    assert (row.value, row.status) == (Decimal(100_000), "provisional")


def page(council: Council, address: str) -> str:
    """The words of a page as the council's finance officer reads it."""
    client, finance = Client(), council.holder(Role.FINANCE_OFFICER)
    finance.refresh_from_db()
    client.force_login(finance)
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(answer.content.decode())).split())


def test_burys_pages_say_what_its_paper_says_and_no_year_that_it_does_not(bury: Council) -> None:
    found = savings_of(bury)
    for amount in (348_000, 694_000):
        words = page(bury, found[Decimal(amount)].get_absolute_url())
        assert f"£{amount:,}" in words
        assert "The source names no year, so no year is shown." in words
        assert "2022-23" not in words.split("Year by year")[1]
    words = page(bury, found[Decimal(400_000)].get_absolute_url())
    assert "£400,000 a year × 7 of 12 months = £233,333" in words
    assert "2022-23 £233,000" in words
    listed = page(bury, "/c/351/savings/?year=2022-23")
    assert "No year given Worth in a full year Dedicated Schools Grant £694,000 General Fund −£694,000" in listed
    grid = page(bury, "/c/351/finance/safety-valve/")
    assert "2022-23: £715,000 leaves the schools block. Its income is not known, so neither is the share." in grid
    assert "it agreed after consultation, to the most that it can, 0.5%" in grid


def test_the_isle_of_wights_pages_say_pressures_the_estimate_and_the_sum_of_its_places(isle_of_wight: Council) -> None:
    listed = page(isle_of_wight, "/c/921/savings/?year=2023-24")
    for figure in ("−£288,000", "−£88,000", "£226,000", "an estimate", "a pressure"):
        assert figure in listed
    found = savings_of(isle_of_wight)
    assert "an estimate" in page(isle_of_wight, found[Decimal(226_000)].get_absolute_url()).lower()
    places = page(isle_of_wight, found[Decimal(900_000)].get_absolute_url())
    assert "£900,000" in places
    assert "4 places × (£250,000 − £25,000)" in places


def test_torbays_pages_say_what_it_seeks_and_its_block_from_its_elements(torbay: Council) -> None:
    assert "£100,000" in page(torbay, "/c/880/finance/safety-valve/income/")
    rows = Measurement.objects.current().filter(
        authority=torbay.authority,
        area_code=torbay.authority.gss_code,
        version__indicator__code="high_needs_block_allocation",
    )
    elements = rows.filter(breakdown_topic="allocation_line").values_list("value", flat=True)
    assert (len(elements), sum(elements)) == (6, rows.get(breakdown="").value) == (6, 24_402_756)
    words = page(torbay, "/c/880/measures/high_needs_block_allocation/?by=allocation_line")
    assert "Overall £24,402,756" in words
    assert "Basic entitlement: unit of funding for each pupil in special schools £2,851,920" in words


def test_every_saving_names_its_source_and_is_in_an_unbroken_audit(
    bury: Council, isle_of_wight: Council, saltmarsh: Council
) -> None:
    for council in (bury, isle_of_wight, saltmarsh):
        found = Saving.objects.of(council.authority)
        assert all(saving.source for saving in found)
        created = AuditEvent.objects.filter(authority=council.authority, action="saving_created")
        assert created.count() == found.count() > 0
        assert audit.broken_link(council.authority) is None


def test_saltmarsh_has_one_validated_saving_one_cost_shift_and_no_pound_unexplained(saltmarsh: Council) -> None:
    found = reading.savings_of(saltmarsh.authority)
    assert [saving.name for saving in found if saving.validated_at] == [
        "Fewer independent placements: temporary places"
    ]
    assert [saving.moves_to for saving in found if saving.moves_to] == ["health"]
    assert [saving.name for saving in found if saving.counted_once] == ["Fewer independent placements: outreach"]
    assert reading.open_doubts(found) == []
    assert any(len(saving.figures.all()) > 2 for saving in found)


def test_burys_transfer_is_on_both_blocks_with_the_forums_consent(bury: Council) -> None:
    lines = FinanceLine.objects.filter(agreement=bury.agreement).values_list("financial_year", "line", "amount")
    assert set(lines) == {("2022-23", "hn-transfer", 715_000), ("2022-23", "sch-transfer", -715_000)}
    consent = TransferConsent.objects.get(agreement=bury.agreement)
    assert consent.forum_agreed_on is None
    assert "0.5%" in consent.forum_reference
