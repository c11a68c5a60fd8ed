"""Dashboards that a council puts together: made, shared, changed by two people at once, audited, removed."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dashboards.models import CouncilDashboard, Indicator
from dashboards.periods import Period
from dashboards.services.measurements import Row
from dashboards.views import page
from safetyvalve.core import near
from safetyvalve.core.data_version import move_for_everybody
from safetyvalve.core.models import AuditEvent
from safetyvalve.core.services import authorities
from safetyvalve.render.data import ChartData
from tests import factories
from tests.dashboards import records
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("clock")
OWN = "/c/999/dashboards/own/"
FORM = {
    "name": "For the board",
    "about": "Once a month.",
    "share": ["yes"],
    "code_0": "timeliness_20_weeks",
    "against_0": "none",
    "code_1": "plans_maintained",
    "words_1": "Look at the spring.",
}


def made(client: Client, **changes: object) -> CouncilDashboard:
    response = client.post(f"{OWN}new/", {**FORM, **changes})
    assert response.status_code == 302, response.content.decode()
    return CouncilDashboard.objects.get()


def test_what_happened_is_said_once_and_not_kept(officer: Client) -> None:
    address = f"{OWN}{made(officer).pk}/"
    assert "Dashboard saved" in officer.get(address).content.decode()
    assert "Dashboard saved" not in officer.get(address).content.decode()


def test_one_is_put_together_in_the_order_chosen_and_audited(officer: Client, world: factories.World) -> None:
    dashboard = made(officer)
    assert [chart["code"] for chart in dashboard.charts] == ["timeliness_20_weeks", "plans_maintained"]
    html = officer.get(f"{OWN}{dashboard.pk}/").content.decode()
    assert html.index("Share of plans issued within 20 weeks") < html.index("EHC plans maintained: 1,574")
    assert "Look at the spring." in html
    assert AuditEvent.objects.get(action="dashboard_created").actor_id == world.people["officer"].actor_id


def test_charts_are_moved_taken_out_and_added_before_anything_is_saved(officer: Client) -> None:
    def order(response: object) -> list[str]:
        form = response.context["form"]  # type: ignore[attr-defined]
        return [form[f"code_{number}"].value() for number in form.numbers]

    moved = officer.post(f"{OWN}new/", {**FORM, "do": "up-2"})
    assert moved.status_code == 200
    assert order(moved) == ["plans_maintained", "timeliness_20_weeks"]
    html = moved.content.decode()
    assert "Chart 2 is now chart 1. Nothing is saved" in html
    assert html.index("Save the dashboard</button>") < html.index("Move down")
    form = moved.context["form"]
    kept = [form[name].value() for name in ("name", "share", "words_0", "against_1")]
    assert kept == ["For the board", ["yes"], "Look at the spring.", "none"]
    assert order(officer.post(f"{OWN}new/", {**FORM, "do": "down-1"})) == order(moved)
    assert order(officer.post(f"{OWN}new/", {**FORM, "do": "out-1"})) == ["plans_maintained"]
    assert order(officer.post(f"{OWN}new/", {**FORM, "do": "more"})) == [*order(moved)[::-1], ""]
    for nonsense in ("up-1", "down-2", "up-99", "out-x", "", "up"):
        assert order(officer.post(f"{OWN}new/", {**FORM, "do": nonsense})) == order(moved)[::-1]
    assert not CouncilDashboard.objects.exists()


def test_what_is_not_shared_is_not_found_by_anybody_else(officer: Client, world: factories.World) -> None:
    dashboard = made(officer, share=[])
    officer.force_login(world.people["programme_manager"])
    for address in ("", "change/", "remove/"):
        assert officer.get(f"{OWN}{dashboard.pk}/{address}").status_code == 404
    assert "For the board" not in officer.get("/c/999/dashboards/").content.decode()


def test_a_forum_member_sees_a_shared_one_as_they_see_its_measures(officer: Client, world: factories.World) -> None:
    dashboard = made(officer)
    officer.force_login(world.people["forum_member"])
    html = officer.get(f"{OWN}{dashboard.pk}/").content.decode()
    assert "1,574" not in html
    assert "nothing on record yet that you can see" in html
    assert officer.get(f"{OWN}{dashboard.pk}/change/").status_code == 403


def test_of_two_who_change_it_at_once_the_second_is_told(officer: Client, world: factories.World) -> None:
    dashboard = made(officer)
    form = officer.get(f"{OWN}{dashboard.pk}/change/").context["form"]
    stale = {**FORM, "seen": form["seen"].value()}
    assert officer.post(f"{OWN}{dashboard.pk}/change/", {**stale, "about": "First."}).status_code == 302
    response = officer.post(f"{OWN}{dashboard.pk}/change/", {**stale, "about": "Second."})
    assert response.status_code == 422
    assert "Somebody else changed this dashboard" in response.content.decode()
    assert CouncilDashboard.objects.get().about == "First."


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"code_0": "", "code_1": ""}, "Choose a measure for at least one chart"),
        ({"by_1": "need", "against_1": "none"}, "Choose either what to divide it by or whom to hold it against"),
        ({"name": ""}, "name"),
        ({"code_0": "no-such-measure"}, "Select a valid choice"),
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_is_saved(officer: Client, changes: dict, words: str) -> None:
    response = officer.post(f"{OWN}new/", {**FORM, **changes})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not CouncilDashboard.objects.exists()


def test_a_way_that_there_are_no_figures_by_is_refused_at_its_chart_with_those_that_there_are(
    officer: Client, world: factories.World
) -> None:
    refused = officer.post(f"{OWN}new/", {**FORM, "by_1": "sex"})
    assert refused.status_code == 422
    [none] = refused.context["form"].errors["by_1"]
    assert none == (
        "EHC plans maintained has no figures by “Sex”. Choose “Not divided”: there are no figures of its parts"
    )
    by_need = Row("plans_maintained", Period.month(2024, 5), Decimal(70), breakdown_topic="need", breakdown="asd")
    records.put(world.authority, by_need)
    [ways] = officer.post(f"{OWN}new/", {**FORM, "by_1": "sex"}).context["form"].errors["by_1"]
    assert ways.endswith("Choose one of: Primary need; or “Not divided”")
    assert not CouncilDashboard.objects.exists()
    assert made(officer, by_1="need").charts[1]["by"] == "need"


def test_two_may_not_have_one_name(officer: Client) -> None:
    made(officer)
    response = officer.post(f"{OWN}new/", {**FORM, "name": "FOR THE BOARD"})
    assert "There is a dashboard with this name already" in response.content.decode()


def test_removing_asks_first_and_is_audited(officer: Client) -> None:
    dashboard = made(officer)
    assert officer.post(f"{OWN}{dashboard.pk}/remove/").status_code == 422
    assert officer.post(f"{OWN}{dashboard.pk}/remove/", {"remove": "yes"}).status_code == 302
    assert not CouncilDashboard.objects.exists()
    assert AuditEvent.objects.filter(action="dashboard_removed").exists()


def test_twelve_charts_take_no_more_queries_than_two(officer: Client) -> None:
    dashboard = made(officer)
    address = f"{OWN}{dashboard.pk}/"
    counts = []
    for times in (1, 6):
        dashboard.charts = [{"code": "plans_maintained", "by": "", "against": "england", "words": ""}] * times + [
            {"code": "timeliness_20_weeks", "by": "need", "against": "", "words": ""}
        ] * times
        dashboard.save()
        near.forget()
        with CaptureQueriesContext(connection) as queries:
            assert officer.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15


def test_only_the_chart_whose_measure_changed_is_drawn_again(
    officer: Client, world: factories.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    figure = page.figure_html

    def counted(chart: ChartData, **options: object) -> object:
        drawn.append(chart.key)
        return figure(chart, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(page, "figure_html", counted)
    address = f"{OWN}{made(officer).pk}/"
    officer.get(address)
    assert len(drawn) == 2
    records.put(world.authority, Row("plans_maintained", Period.month(2024, 6), Decimal(1599)))
    assert "1,599" in officer.get(address).content.decode()
    assert drawn[2:] == ["measure-plans_maintained-2"]
    records.put(world.authority, Row("plans_issued_excluding_exceptions", Period.month(2024, 6), Decimal(44)))
    officer.get(address)
    assert drawn[3:] == ["measure-timeliness_20_weeks-1"], "one worked out from the measure that changed"
    world.authority.small_count_threshold = 6
    authorities.change(world.authority, by=world.people["administrator"], now=NOW)
    officer.get(address)
    assert len(drawn) == 6, "what concerns everything"


@pytest.mark.parametrize("is_with_a_figure", [False, True])
def test_a_measure_called_something_else_is_called_so_at_once(
    officer: Client, world: factories.World, is_with_a_figure: bool
) -> None:
    address = f"{OWN}{made(officer).pk}/"
    officer.get(address)
    records.put(world.authority, Row("plans_maintained", Period.month(2024, 6), Decimal(1598)))
    with CaptureQueriesContext(connection) as queries:
        officer.get(address)
    assert not any('FROM "dashboards_indicator"' in query["sql"] for query in queries), "it is still in memory"
    Indicator.objects.filter(code="plans_maintained").update(name="Plans in force")
    move_for_everybody()
    if is_with_a_figure:
        records.put(world.authority, Row("plans_maintained", Period.month(2024, 6), Decimal(1599)))
    assert "Plans in force" in officer.get(address).content.decode()
