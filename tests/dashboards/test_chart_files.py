"""Charts as files: the same figures as the table on the page, for the same reader."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from openpyxl import load_workbook

from dashboards.board import CHARTS
from dashboards.boards.reading import look_by_key
from dashboards.charts.lines import Frame
from dashboards.periods import Period
from dashboards.publishing.editions import Choice
from dashboards.scope import INSIDE, outside
from safetyvalve.render.data import Column
from safetyvalve.render.standing import figures_with_standing
from tests import factories
from tests.dashboards import records
from tests.dashboards.publishing.editions import published
from tests.dashboards.records import Row
from tests.factories import TODAY

CHART = "/c/999/dashboards/charts/{}.{}"
pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def world(db: None) -> factories.World:
    world = factories.make_world()
    records.six_months(world.authority)
    records.put(
        world.authority,
        Row("refusals_to_assess", Period.month(2023, 11), Decimal(3)),
        Row("decisions_to_assess_made", Period.month(2023, 11), Decimal(40)),
        Row("requests_received", Period.month(2023, 11), Decimal(30)),
    )
    past = factories.make_submission(factories.period_of(world.agreement, "update-3-2023-24"))
    records.submitted(past, world.people["programme_manager"], {})
    charts = {"members": Choice("", ("requests-and-decisions", "refusal-rate"))}
    published(world.authority, world.people["programme_manager"], month=date(2023, 11, 1), choices=charts)
    factories.make_dsg_position(world.period)
    return world


def download(client: Client, world: factories.World, key: str, format: str, role: str = "officer", query: str = ""):
    client.force_login(world.people[role])
    response = client.get(CHART.format(key, format) + query)
    assert response.status_code == 200
    return response


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def as_text(cell: object) -> str:
    if cell is None:
        return ""
    return getattr(cell, "code", None) or (f"{cell:f}" if isinstance(cell, Decimal) else str(cell))


@pytest.mark.parametrize("key", ["plans", "refusal-rate", "requests-and-decisions", "deficit-after-payments"])
@pytest.mark.parametrize("role", ["officer", "forum_member"])
def test_csv_and_excel_hold_exactly_the_table(client: Client, world: factories.World, key: str, role: str) -> None:
    scope = INSIDE if role == "officer" else outside(world.authority)
    look = look_by_key(world.authority, world.agreement, key, scope, Frame(), today=TODAY)
    chart = look.chart if look else None
    if chart is None:
        client.force_login(world.people[role])
        assert client.get(CHART.format(key, "csv")).status_code == 404
        return
    table = figures_with_standing(chart)
    assert table.columns[: len(chart.series) + 1] == chart.as_table().columns
    expected = [[column.name for column in table.columns], *([as_text(c) for c in row] for row in table.rows)]
    assert csv_rows(download(client, world, key, "csv", role).content) == expected
    book = load_workbook(io.BytesIO(download(client, world, key, "xlsx", role).content))
    cells = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    start = next(index for index, row in enumerate(cells) if row[: len(expected[0])] == expected[0])
    in_sheet = [row[: len(table.columns)] for row in cells[start + 1 : start + 1 + len(table.rows)]]
    assert in_sheet == [
        [in_excel(column, cell) for column, cell in zip(table.columns, row, strict=True)] for row in table.rows
    ]
    words = " ".join(str(cell).casefold() for row in cells for cell in row if cell)
    assert all(marker.meaning in words for marker in table.markers())


def in_excel(column: Column, cell: object) -> object:
    """A figure is a number, a rate a fraction shown as per cent, and what is not known or hidden an empty cell."""
    if not isinstance(cell, Decimal):
        return cell if isinstance(cell, str) else None
    return pytest.approx(float(cell) / 100 if column.kind == "percent" else float(cell))


def test_a_forum_members_file_hides_what_their_page_hides(client: Client, world: factories.World) -> None:
    rows = csv_rows(download(client, world, "requests-and-decisions", "csv", "forum_member").content)
    assert rows[1:] == [["November 2023", "30", "40", "c", "Final", "Final", "Hidden to protect children"]]
    inside = csv_rows(download(client, world, "requests-and-decisions", "csv").content)
    assert inside[1][:4] == ["November 2023", "30", "40", "3"]
    data = download(client, world, "refusal-rate", "json", "forum_member").content
    assert json.loads(data)["data"][0]["y"] == [None]


def test_a_divided_measures_file_says_of_every_figure_how_it_stands(client: Client, world: factories.World) -> None:
    rows = [
        Row("requests_received", Period.month(2024, month), value, *more, breakdown_topic="source", breakdown=source)
        for month, source, value, *more in (
            (5, "parent", Decimal(9)),
            (5, "school", None, "x"),
            (6, "parent", Decimal(8)),
            (6, "school", Decimal(20), "", "provisional"),
        )
    ]
    records.put(world.authority, *rows)
    head, parent, school, _ = csv_rows(download(client, world, "requests-received-by-source", "csv").content)
    assert head == ["Source of request", "May 2024", "June 2024", "May 2024: status", "June 2024: status"]
    assert parent[1:] == ["9", "8", "Final", "Final"]
    assert school[1:] == ["x", "20", "Not published", "Provisional"]
    client.force_login(world.people["officer"])
    page = client.get("/c/999/dashboards/charts/requests-received-by-source/").content.decode()
    assert "What the columns of the file mean" in page
    assert "May 2024: status" not in page


def test_the_file_has_the_frame_of_the_page(client: Client, world: factories.World) -> None:
    records.put(world.authority, *records.monthly(2019))
    three = csv_rows(download(client, world, "plans", "csv").content)
    everything = csv_rows(download(client, world, "plans", "csv", query="?years=all").content)
    assert three[1][0] == "January 2024"
    assert everything[1][0] == "January 2019"


@pytest.mark.parametrize(
    ("format", "content_type", "begins"),
    [
        ("svg", "image/svg+xml", b"<svg "),
        ("png", "image/png", b"\x89PNG"),
        ("json", "application/json", b"{"),
        ("csv", "text/csv; charset=utf-8", b"\xef\xbb\xbf"),
    ],
)
def test_each_format_is_what_it_says(client: Client, world: factories.World, format, content_type, begins) -> None:
    response = download(client, world, "plans", format)
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'attachment; filename="999-plans.{format}"'
    assert response.content.startswith(begins)


def test_a_measures_own_chart_can_be_downloaded(client: Client, world: factories.World) -> None:
    rows = csv_rows(download(client, world, "measure-requests_received", "csv").content)
    assert rows[-1] == ["June 2024", "29", "Final"]


@pytest.mark.parametrize("address", ["none.csv", "plans.exe", "measure-none.csv", "measure-dsg_deficit.csv"])
def test_an_unknown_chart_or_format_is_not_found(client: Client, world: factories.World, address: str) -> None:
    client.force_login(world.people["officer"])
    assert client.get(f"/c/999/dashboards/charts/{address}").status_code == 404


def test_strangers_and_the_wrong_role_get_no_file(client: Client, world: factories.World) -> None:
    client.force_login(factories.make_user("officer", factories.make_authority("Elsewhere", "998")))
    assert client.get(CHART.format("plans", "csv")).status_code == 404
    client.force_login(world.people["administrator"])
    assert client.get(CHART.format("plans", "csv")).status_code == 403


def test_every_chart_of_the_dashboard_has_a_key_for_its_address() -> None:
    assert len({kind.key for kind in CHARTS}) == len(CHARTS)
