"""``manage.py export_dashboard``, and the same files from the pages: the figures of the page for the same reader."""

import csv
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from dashboards.models import CouncilDashboard, Indicator, IndicatorVersion
from dashboards.periods import Period
from dashboards.publishing.pack.boards import INTERNAL
from dashboards.services.measurements import Row
from tests import factories
from tests.dashboards import records
from tests.dashboards.publishing.pack.examples import sheets_of
from tests.factories import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def world(clock: Any) -> World:
    world = factories.make_world()
    records.six_months(world.authority)
    return world


def put_together(world: World, name: str, chart: dict[str, str]) -> CouncilDashboard:
    who = world.people["officer"]
    stamps = {"made_at": NOW, "made_by": who, "updated_at": NOW, "updated_by": who}
    return CouncilDashboard.objects.create(
        authority=world.authority, name=name, charts=[chart], is_shared=True, **stamps
    )


def export(folder: Path, *options: str, dashboard: str = "demand", kind: str = "csv") -> bytes:
    file = folder / f"out.{kind}"
    asked = ("--authority", "999", "--dashboard", dashboard, "--format", kind, "--output", str(file))
    call_command("export_dashboard", *asked, *options, stdout=io.StringIO())
    return file.read_bytes()


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def figures(content: bytes, series: str) -> dict[str, str]:
    return {row["category"]: row["value"] or row["sign"] for row in rows_of(content) if row["series"] == series}


def test_the_long_table_has_a_row_for_each_figure(world: World, tmp_path: Path) -> None:
    content = export(tmp_path)
    found = figures(content, "Requests received")
    assert found == dict(zip(_months(), ["30", "31", "28", "33", "36", "29"], strict=True))
    first = rows_of(content)[0]
    assert (first["council"], first["dashboard"], first["chart"]) == ("Saltmarsh", "Demand", "requests-and-decisions")
    assert (first["unit"], first["status"], first["source"], first["as_at"]) == (
        *("count", "Final", "Case system", "2024-06-30"),
    )


def _months() -> list[str]:
    return [f"{month} 2024" for month in ("January", "February", "March", "April", "May", "June")]


def test_a_tolerance_stands_beside_the_trajectory_that_it_was_agreed_with(world: World, tmp_path: Path) -> None:
    rows = [row for row in rows_of(export(tmp_path, dashboard="plans")) if row["chart"] == "plans"]
    told = {row["role"]: row for row in rows if row["category"] == "May 2024"}
    names = ("value", "status", "tolerance_lowest", "tolerance_highest")
    assert [told["target"][name] for name in names] == ["1568", "", "1565", "1571"]
    assert [told["actual"][name] for name in names] == ["1570", "Final", "", ""]
    one = client_of(world).get(reverse("dashboards:chart-download", args=["999", "plans", "csv"]))
    [may] = [row for row in rows_of(one.content) if row["Month"] == "May 2024"]
    assert [may["Tolerance: lowest"], may["Tolerance: highest"]] == ["1565", "1571"]


def test_figures_of_a_table_say_how_they_stand_as_in_the_file_of_one_chart(world: World, tmp_path: Path) -> None:
    year, by_source = Period.calendar_year(2024), {"breakdown_topic": "source"}
    figures_of = (
        ("parent", Decimal(9), "", "provisional"),
        ("school", None, "x", "final"),
        ("other", Decimal(20), "", "final"),
    )
    rows = [Row("requests_received", year, *each, breakdown=name, **by_source) for name, *each in figures_of]
    records.put(world.authority, *rows)
    chart = {"code": "requests_received", "by": "source", "against": "", "words": ""}
    put_together(world, "Who asks", chart)
    found = rows_of(export(tmp_path, dashboard="who asks"))
    assert [(row["series"], row["value"] or row["sign"], row["status"]) for row in found] == [
        ("2024", "20", "Final"),
        ("2024", "9", "Provisional"),
        ("2024", "x", "Not published"),
    ]


def test_a_period_leaves_out_what_came_after(world: World, tmp_path: Path) -> None:
    assert list(figures(export(tmp_path, "--period", "2024-03"), "Requests received")) == _months()[:3]


def test_members_get_what_they_see_and_nothing_says_internal(world: World, tmp_path: Path) -> None:
    records.put(world.authority, Row("refusals_to_assess", Period.month(2024, 5), Decimal(3)))
    inside = export(tmp_path, kind="xlsx")
    assert sheets_of(inside).worksheets[0]["A2"].value == INTERNAL
    with pytest.raises(CommandError, match="there is nothing to draw for these readers"):
        export(tmp_path, "--audience", "members", kind="xlsx")


def test_one_that_the_council_put_together_is_found_by_name_or_number(world: World, tmp_path: Path) -> None:
    own = put_together(
        world, "For the board", {"code": "plans_maintained", "by": "", "against": "", "words": "=Look at this"}
    )
    by_name = export(tmp_path, dashboard="for the board", kind="xlsx")
    words = [str(row[0].value) for row in sheets_of(by_name).worksheets[1].iter_rows()]
    assert "=Look at this" in words
    assert rows_of(export(tmp_path, dashboard=str(own.pk)))[0]["dashboard"] == "For the board"


def test_what_is_not_divided_as_was_chosen_or_not_shown_is_said_on_the_page_and_in_its_files(
    world: World, tmp_path: Path
) -> None:
    by_sex = {"by": "sex", "against": "", "words": "Look at this"}
    own = put_together(world, "For the board", {"code": "plans_maintained", **by_sex})
    visits = Indicator.objects.create(code="visits", name="Visits")
    IndicatorVersion.objects.create(indicator=visits, definition="How many.", unit="count", period_basis="month")
    own.charts = [*own.charts, {"code": "visits", **by_sex}]
    own.save()
    undivided = "There are no figures by “Sex” that you can see: it is shown undivided."
    nothing = "Visits. Nothing on record yet that you can see in the way that was chosen."
    page = client_of(world).get(reverse("dashboards:own-dashboard", args=["999", own.pk])).content.decode()
    assert undivided in page
    assert "<strong>Visits</strong>: nothing on record yet that you can see" in page
    book = sheets_of(export(tmp_path, dashboard="for the board", kind="xlsx"))
    front, chart = ([str(cell.value) for row in sheet.iter_rows() for cell in row] for sheet in book.worksheets[:2])
    assert f"Not shown: {nothing}" in front
    assert any(undivided in words for words in chart)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"dashboard": "nonsense"}, "Saltmarsh has no dashboard nonsense. It has: overview, demand, plans, rights"),
        ({"agreement": "other"}, "Saltmarsh has no agreement other. It has: "),
    ],
)
def test_what_there_is_not_is_answered_with_what_there_is(
    world: World, tmp_path: Path, options: dict[str, str], said: str
) -> None:
    more = ("--agreement", options["agreement"]) if "agreement" in options else ()
    with pytest.raises(CommandError, match=said) as why:
        export(tmp_path, *more, dashboard=options.get("dashboard", "demand"))
    assert why.value.returncode == 2


def client_of(world: World) -> Client:
    client = Client()
    client.force_login(world.people["officer"])
    return client


def test_the_page_offers_the_same_files_in_its_own_frame(world: World, tmp_path: Path) -> None:
    client = client_of(world)
    page = client.get(reverse("dashboards:board", args=["999", "demand"]) + "?years=1")
    assert 'href="download.xlsx?years=1"' in page.content.decode()
    got = client.get(reverse("dashboards:dashboard-file", args=["999", "demand", "csv"]) + "?years=1")
    assert got["Content-Disposition"].startswith('attachment; filename="saltmarsh-demand-as-on-record')
    assert got.content == export(tmp_path, "--years", "1")
    book = client.get(reverse("dashboards:dashboard-file", args=["999", "overview", "xlsx"]))
    assert sheets_of(book.content).sheetnames[0] == "Contents"
    assert client.get(reverse("dashboards:dashboard-file", args=["999", "nonsense", "csv"])).status_code == 404
    assert client.get(reverse("dashboards:dashboard-file", args=["999", "demand", "docx"])).status_code == 404
