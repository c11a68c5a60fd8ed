"""Typing a month: which measures are there, what is kept, what is asked about, and what nobody's hands may move."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from dashboards.models import ImportBatch, Indicator, IndicatorCondition, Measurement
from dashboards.periods import Period
from dashboards.services.measurements import Row
from safetyvalve.core.models import AuditEvent
from tests import factories
from tests.dashboards import records
from tests.dashboards.months import MAY, boxes, current, sheet

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def world(db: None) -> factories.World:
    """Figures of January to May are on record; today is 14 June 2024."""
    world = factories.make_world()
    records.six_months(world.authority)
    Measurement.objects.filter(period_end__gt=date(2024, 6, 1)).delete()
    return world


def test_the_short_address_leads_to_the_last_month_that_has_ended(officer: Client) -> None:
    assert officer.get("/c/999/measures/month/").headers["Location"] == MAY


@pytest.mark.parametrize("month", ["2024-07", "2024-13", "2024-5", "1999-05", "may", "2024-05-01"])
def test_months_that_are_not_there_have_no_page(officer: Client, month: str) -> None:
    assert officer.get(f"/c/999/measures/month/{month}/").status_code == 404


def test_the_running_month_can_be_begun_and_says_so(officer: Client) -> None:
    html = officer.get("/c/999/measures/month/2024-06/").content.decode()
    assert "This month has not ended yet" in html
    assert "month/2024-07/" not in html
    assert "month/2024-05/" in html


def test_only_measures_in_use_are_there_until_all_are_asked_for(officer: Client, world: factories.World) -> None:
    used = boxes(officer)
    assert "requests_received" in used
    assert "complaints" not in used
    every = boxes(officer, f"{MAY}?all=1")
    assert set(used) < set(every)
    assert "complaints" in every
    kinds = {form.version.kind for form in every.values()} | {form.version.frequency for form in every.values()}
    assert not kinds & {"derived", "annual"}


def test_a_measure_linked_to_a_condition_is_in_use(officer: Client, world: factories.World) -> None:
    complaints = Indicator.objects.get(code="complaints")
    IndicatorCondition.objects.create(indicator=complaints, condition=world.agreement.conditions.first())
    assert "complaints" in boxes(officer)


def test_published_statistics_alone_do_not_make_a_measure_the_councils_own(
    officer: Client, world: factories.World
) -> None:
    records.put(world.authority, Row("complaints", Period.calendar_year(2023), Decimal(4)), kind="published")
    assert "complaints" not in boxes(officer)


def test_a_council_without_any_figures_is_offered_every_measure(officer: Client) -> None:
    Measurement.objects.all().delete()
    IndicatorCondition.objects.all().delete()
    assert "complaints" in boxes(officer)


def test_last_month_and_the_month_a_year_before_stand_beside(officer: Client, world: factories.World) -> None:
    records.put(
        world.authority,
        Row("requests_received", Period.month(2023, 5), Decimal(1234)),
        Row("requests_received", Period.calendar_year(2023), Decimal(400)),
        Row("requests_received", Period.month(2023, 12), Decimal(29), status="unreliable"),
    )
    form = boxes(officer)["requests_received"]
    assert (form.initial["value"], form.before, form.a_year_before) == ("36", "33", "1,234")
    assert boxes(officer, "/c/999/measures/month/2024-01/")["requests_received"].before == "29 (unreliable)"
    assert boxes(officer, "/c/999/measures/month/2023-12/")["requests_received"].initial["value"] == "29"


def test_a_month_is_saved_as_one_batch_with_one_event(officer: Client) -> None:
    events, batches = AuditEvent.objects.count(), ImportBatch.objects.count()
    typed = {"requests_received": "37", "plans_new": "", "complaints": "3", "complaints__provisional": "on"}
    page = f"{MAY}?all=1"
    response = officer.post(page, sheet(officer, page, **typed))
    assert response.status_code == 302
    assert response.headers["Location"] == page
    rows = [current(code) for code in ("requests_received", "plans_new", "complaints")]
    assert [(row.value, row.status) for row in rows if row] == [
        (37, "restated"),
        (None, "restated"),
        (3, "provisional"),
    ]
    assert {row.batch.kind for row in rows if row} == {"typed"}
    assert (AuditEvent.objects.count(), ImportBatch.objects.count()) == (events + 1, batches + 1)
    assert "3 figures of May 2024 saved. The figures they replace are kept." in officer.get(page).content.decode()


def test_saving_what_is_there_writes_nothing(officer: Client) -> None:
    before = Measurement.objects.count(), AuditEvent.objects.count()
    assert officer.post(MAY, sheet(officer)).status_code == 302
    assert (Measurement.objects.count(), AuditEvent.objects.count()) == before
    assert "Nothing was different" in officer.get(MAY).content.decode()


def test_one_wrong_figure_saves_none_and_names_its_measure(officer: Client) -> None:
    before = Measurement.objects.count()
    response = officer.post(MAY, sheet(officer, requests_received="37", plans_new="lots", plans_ceased="-3"))
    html = response.content.decode()
    assert response.status_code == 422
    assert "New EHC plans must be a figure, like 1,570" in html
    assert "must be 0 or more" in html
    assert 'href="#id_plans_new-value"' in html
    assert 'value="lots"' in html
    assert 'value="37"' in html
    assert Measurement.objects.count() == before


def test_a_box_that_somebody_else_filled_meanwhile_is_not_overwritten(officer: Client, world: factories.World) -> None:
    mine = sheet(officer, requests_received="37")
    records.put(world.authority, Row("requests_received", Period.month(2024, 5), Decimal(40)))
    response = officer.post(MAY, mine)
    assert response.status_code == 422
    assert "was changed by somebody else meanwhile: it is now 40" in response.content.decode()
    assert officer.post(MAY, sheet(officer, requests_received="37")).status_code == 302


def test_boxes_that_nobody_touched_stay_as_somebody_else_left_them(officer: Client, world: factories.World) -> None:
    mine = sheet(officer, decisions_to_assess_made="30")
    records.put(
        world.authority,
        Row("requests_received", Period.month(2024, 5), Decimal(40)),
        Row("complaints", Period.month(2024, 5), Decimal(2)),
    )
    assert officer.post(MAY, mine).status_code == 302
    found = [current(code) for code in ("requests_received", "decisions_to_assess_made", "complaints")]
    assert [row.value for row in found if row] == [40, 30, 2]


def test_an_invented_row_number_is_no_key_to_overwriting(officer: Client, world: factories.World) -> None:
    other = factories.make_authority("Elsewhere", "998")
    records.put(other, Row("requests_received", Period.month(2024, 5), Decimal(7)))
    foreign = Measurement.objects.get(authority=other).pk
    for seen in (str(foreign), "999999", "-1", "x" * 50):
        response = officer.post(MAY, {**sheet(officer, requests_received="37"), "requests_received-seen": seen})
        assert response.status_code == 422


def test_half_a_post_takes_nothing_away(officer: Client) -> None:
    before = Measurement.objects.count()
    assert officer.post(MAY, {}).status_code == 302
    assert Measurement.objects.count() == before


def test_a_jump_is_asked_about_once_and_saved_when_it_was_checked(officer: Client, world: factories.World) -> None:
    records.put(world.authority, *records.monthly(2023))
    typed = sheet(officer, requests_received="360")
    asked = officer.post(MAY, typed)
    html = asked.content.decode()
    assert asked.status_code == 422
    assert "360 is above the usual range" in html
    assert "I have checked these: save" in html
    assert 'value="360"' in html
    assert current("requests_received").value == 36  # type: ignore[union-attr]

    checked = asked.context["doubts_digest"]
    assert officer.post(MAY, {**typed, "checked": "other"}).status_code == 422
    assert officer.post(MAY, {**typed, "requests_received-value": "3600", "checked": checked}).status_code == 422
    assert officer.post(MAY, {**typed, "checked": checked}).status_code == 302
    assert current("requests_received").value == 360  # type: ignore[union-attr]


def test_plans_that_do_not_follow_are_asked_about(officer: Client) -> None:
    html = officer.post(MAY, sheet(officer, plans_maintained="1,575")).content.decode()
    assert "1,560 the month before, plus 16 new, less 5 ceased, makes 1,571. Here it is 1,575, 4 more." in html


def test_plans_are_not_judged_by_a_month_before_that_is_not_reliable(officer: Client) -> None:
    april = Measurement.objects.filter(version__indicator__code="plans_maintained", period_end=date(2024, 4, 30))
    april.update(status="unreliable", note="Counted while the system was changed")
    html = officer.post(MAY, sheet(officer, plans_maintained="1575"), follow=True).content.decode()
    assert "the month before, plus" not in html
    may = current("plans_maintained")
    assert may is not None
    assert may.value == 1575


def test_who_may_not_manage_measures_has_no_such_page(client: Client, world: factories.World) -> None:
    client.force_login(world.people["forum_member"])
    assert client.get(MAY).status_code == 403
