"""The catalogue, one measure, and the forms to keep a council's own."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from dashboards.models import Indicator, IndicatorCondition
from dashboards.periods import Period
from dashboards.services.measurements import Row
from safetyvalve.core.models import AuditEvent
from tests import factories
from tests.dashboards import records

pytestmark = pytest.mark.usefixtures("clock")
FORMS = (
    "/c/999/measures/new/",
    "/c/999/measures/requests_received/figures/",
    "/c/999/measures/requests_received/targets/",
    "/c/999/measures/requests_received/conditions/",
)
TYPED = {
    "name": "Calls to the SEN line",
    "definition": "Calls answered in the month.",
    "basis_label": "",
    "unit": "count",
    "numerator": "",
    "denominator": "",
    "decimals": "0",
    "polarity": "higher",
    "period_basis": "month",
    "source": "Telephone log",
    "owner": "",
}


def test_the_catalogue_says_what_each_measure_counts(officer: Client) -> None:
    html = officer.get("/c/999/measures/").content.decode()
    for words in ("Requests for an EHC needs assessment", "Refusals over decisions made", "Neutral", "11.1%", "1,574"):
        assert words in html
    assert "DSG balance at the end" not in html


def test_a_measure_shows_chart_definition_parts_targets_and_figures(officer: Client) -> None:
    html = officer.get("/c/999/measures/timeliness_20_weeks/").content.decode()
    for words in ("<svg", "Worked out from", "What was agreed", "Figures on record", "75.0%", "Higher is better"):
        assert words in html


def test_a_rate_worked_out_from_others_has_no_figures_to_type(officer: Client) -> None:
    assert "Type figures" not in officer.get("/c/999/measures/timeliness_20_weeks/").content.decode()
    assert officer.get("/c/999/measures/timeliness_20_weeks/figures/").status_code == 404


@pytest.mark.parametrize("address", ["none/", "dsg_deficit/", "none/figures/", "none/targets/", "none/conditions/"])
def test_an_unknown_measure_is_not_found(officer: Client, address: str) -> None:
    assert officer.get(f"/c/999/measures/{address}").status_code == 404


@pytest.mark.parametrize("address", FORMS)
@pytest.mark.parametrize("role", ["forum_member", "section_151", "director", "administrator"])
def test_only_those_who_keep_measures_may_open_their_forms(
    client: Client, world: factories.World, address: str, role: str
) -> None:
    client.force_login(world.people[role])
    assert client.get(address).status_code == 403
    assert client.post(address, {}).status_code == 403


@pytest.mark.parametrize("address", FORMS)
def test_a_stranger_finds_no_form(client: Client, world: factories.World, address: str) -> None:
    client.force_login(factories.make_user("officer", factories.make_authority("Elsewhere", "998")))
    assert client.get(address).status_code == 404


def test_a_measure_of_our_own_is_added(officer: Client) -> None:
    response = officer.post("/c/999/measures/new/", TYPED)
    assert response.status_code == 302
    own = Indicator.objects.get(code="calls_to_the_sen_line")
    assert (own.authority.la_code, own.versions.get().source) == ("999", "Telephone log")
    assert "Calls to the SEN line" in officer.get("/c/999/measures/").content.decode()


def test_a_rate_of_two_measures_is_derived(officer: Client) -> None:
    rate = {
        **TYPED,
        "name": "Own rate",
        "unit": "percent",
        "numerator": "plans_new",
        "denominator": "requests_received",
    }
    officer.post("/c/999/measures/new/", rate)
    version = Indicator.objects.get(code="own_rate").versions.get()
    assert (version.kind, version.numerator.code) == ("derived", "plans_new")
    assert "44.4%" in officer.get("/c/999/measures/own_rate/").content.decode()  # 16 of 36 in May


def test_a_measure_says_how_it_is_worked_out_divided_and_when_it_can_be_relied_on(officer: Client) -> None:
    fields = {
        **TYPED,
        "name": "Days for each plan",
        "unit": "days",
        "formula": "quotient",
        "numerator": "days_to_issue_total",
        "denominator": "plans_issued",
        "polarity": "target",
        "decimals": "1",
        "lag_days": "14",
        "owner": "Head of SEND",
        "breakdown_topics": ["need", "school"],
    }
    assert officer.post("/c/999/measures/new/", fields).status_code == 302
    own = Indicator.objects.get(code="days_for_each_plan")
    version = own.versions.get()
    assert (version.kind, version.formula, version.polarity, version.lag_days) == ("derived", "quotient", "target", 14)
    assert (version.decimals, version.owner, own.breakdown_topics) == (1, "Head of SEND", ["need", "school"])
    html = officer.get("/c/999/measures/days_for_each_plan/change/").content.decode()
    assert 'value="quotient" checked' in html
    officer.post(
        "/c/999/measures/days_for_each_plan/change/",
        {**fields, "breakdown_topics": ["need"], "change_kind": "correction"},
    )
    own.refresh_from_db()
    assert own.breakdown_topics == ["need"]
    changes = AuditEvent.objects.get(action="measure_changed").changes
    assert changes == {"breakdown_topics": [["need", "school"], ["need"]]}


def test_a_change_over_a_year_needs_one_measure_only(officer: Client) -> None:
    growth = {**TYPED, "name": "Growth of requests", "unit": "percent", "formula": "growth"}
    refused = officer.post("/c/999/measures/new/", growth)
    assert "Choose the measure whose change it is" in refused.content.decode()
    assert officer.post("/c/999/measures/new/", {**growth, "numerator": "requests_received"}).status_code == 302
    version = Indicator.objects.get(code="growth_of_requests").versions.get()
    assert version.numerator == version.denominator


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "Enter"),
        ({"formula": "quotient"}, "Choose both measures of the rate, or neither"),
        (
            {"formula": "quotient", "unit": "percent", "numerator": "plans_new", "denominator": "plans_ceased"},
            "another unit than “Per cent”",
        ),
        ({"lag_days": "soon"}, "There is a problem"),
        ({"breakdown_topics": ["placement_move"]}, "There is a problem"),
        ({"unit": ""}, "Choose"),
        ({"unit": "percent", "numerator": "plans_new"}, "Choose both measures of the rate, or neither"),
        ({"unit": "percent", "numerator": "plans_new", "denominator": "plans_new"}, "Choose two different measures"),
        ({"numerator": "plans_new", "denominator": "requests_received"}, "Per cent"),
        ({"numerator": "timeliness_20_weeks"}, "timeliness_20_weeks"),
    ],
)
def test_a_measure_that_is_not_clear_is_refused_in_words(officer: Client, change: dict, words: str) -> None:
    response = officer.post("/c/999/measures/new/", {**TYPED, **change})
    assert response.status_code == 422
    assert "There is a problem" in response.content.decode()
    assert not Indicator.objects.filter(authority__isnull=False).exists()


def test_a_changed_definition_breaks_the_series_from_its_date(officer: Client) -> None:
    officer.post("/c/999/measures/new/", TYPED)
    address = "/c/999/measures/calls_to_the_sen_line/change/"
    assert officer.get(address).status_code == 200
    new = {
        **TYPED,
        "definition": "Calls and e-mails.",
        "change_kind": "new",
        "valid_from_day": "1",
        "valid_from_month": "7",
        "valid_from_year": "2024",
        "change_note": "e-mails are counted",
    }
    assert officer.post(address, new).status_code == 302
    versions = Indicator.objects.get(code="calls_to_the_sen_line").versions.order_by("number")
    assert [(v.number, v.valid_from) for v in versions] == [(1, None), (2, date(2024, 7, 1))]
    assert "e-mails are counted" in officer.get("/c/999/measures/calls_to_the_sen_line/").content.decode()
    again = officer.post(address, new)
    assert again.status_code == 422
    assert "Enter a date after 1 July 2024" in again.content.decode()


def test_a_new_definition_needs_its_date_and_its_words(officer: Client) -> None:
    officer.post("/c/999/measures/new/", TYPED)
    response = officer.post("/c/999/measures/calls_to_the_sen_line/change/", {**TYPED, "change_kind": "new"})
    assert response.status_code == 422
    html = response.content.decode()
    assert "Enter the date from which it is counted the new way" in html
    assert "Enter what is different, in a few words" in html


def test_a_shipped_measure_cannot_be_changed(officer: Client) -> None:
    assert officer.get("/c/999/measures/requests_received/change/").status_code == 404
    assert officer.post("/c/999/measures/requests_received/change/", TYPED).status_code == 404


def test_conditions_are_chosen_and_all_can_be_taken_away(officer: Client, world: factories.World) -> None:
    address = "/c/999/measures/requests_received/conditions/"
    elsewhere = factories.make_agreement(factories.make_authority("Elsewhere", "998")).conditions.get(number="3.1")
    assert officer.post(address, {"conditions": [world.condition.pk]}).status_code == 302
    assert IndicatorCondition.objects.get().condition == world.condition
    assert officer.post(address, {"conditions": [elsewhere.pk]}).status_code == 422
    assert officer.post(address, {}).status_code == 302
    assert not IndicatorCondition.objects.exists()
    assert AuditEvent.objects.filter(action="measure_linked").count() == 2


def test_figures_of_januaries_can_be_looked_at_beside_months(officer: Client, world: factories.World) -> None:
    page = "/c/999/measures/plans_maintained/"
    assert officer.get(page).context["grain_links"] == []
    records.put(
        world.authority,
        *(Row("plans_maintained", Period.census(year), Decimal(value)) for year, value in ((2022, 1510), (2023, 1540))),
    )
    usual = officer.get(page)
    links = {link.label: link for link in usual.context["grain_links"]}
    assert [(name, link.is_current) for name, link in links.items()] == [("January census", False), ("Month", True)]
    januaries = officer.get(links["January census"].url)
    assert "January 2022" in januaries.context["chart"].figure
    assert "each=census" in januaries.context["chart"].downloads[0].url
    assert "each" not in {link.label: link for link in januaries.context["grain_links"]}["Month"].url
    assert officer.get(f"{page}?each=decade").context["grain_links"][1].is_current
