"""The feed for Power BI and Excel: its figures are those of the pages, exactly and safely written."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from dashboards.models import Audience, Publication
from dashboards.periods import Period
from dashboards.publishing import content as contents
from dashboards.publishing.building import build_edition
from dashboards.publishing.editions import correct, publish, withdraw
from dashboards.publishing.feed import period_named
from dashboards.publishing.feed_formats import to_csv
from dashboards.publishing.feed_schema import RESOURCES
from dashboards.services.measurements import Row
from safetyvalve.render.data import Marker, Range
from tests.dashboards import records
from tests.dashboards.publishing.editions import prepared
from tests.dashboards.publishing.feeds import CHOICES, ask, edition, key_for, open_the_page, rows
from tests.factories import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PLACE = ("chart_key", "part", "series", "category")


def shown(publication: Publication, audience: str) -> dict[tuple[str, str, str, str], Any]:
    """Every figure that stands on the page: by chart, part, series and category."""
    found = {}
    for item in contents.read(publication.contents.get(audience=audience))["charts"]:
        chart, *beneath = contents.tables_of(item)
        for row in chart.rows:
            for column, cell in zip(chart.columns[1:], row[1:], strict=True):
                found[item["key"], "chart", column.name, str(row[0])] = cell
        for row in [row for table in beneath for row in table.rows]:
            for column, cell in zip(beneath[0].columns[1:], row[1:], strict=True):
                found[item["key"], "table", str(row[0]), column.name] = cell
    return found


def told(row: dict[str, Any]) -> Any:
    if row["marker"]:
        return Marker(row["marker"])
    return row["value"] if row["value_low"] is None else Range(row["value_low"], row["value_high"])


@pytest.mark.parametrize("audience", Audience.values)
def test_the_feed_has_exactly_the_figures_of_the_page(world: World, audience: str) -> None:
    month = Period.month(2024, 5)
    records.code_lists()
    sources = (("school", 20), ("parent", 13), ("health", 3))
    by_source = [Row("requests_received", month, Decimal(n), breakdown_topic="source", breakdown=s) for s, n in sources]
    records.put(world.authority, Row("refusals_to_assess", month, Decimal(3)), *by_source)
    open_the_page(world)
    publication = edition(world)
    found = {tuple(row[name] for name in PLACE): row for row in rows(key_for(world, audience))}
    figures = {place: told(row) for place, row in found.items() if row["role"] != "tolerance"}
    assert figures == shown(publication, audience)
    assert (Marker("c") in figures.values()) == (audience != "links")
    assert {row["edition_id"] for row in found.values()} == {publication.pk}
    if audience == "members":
        assert {part for _, part, _, _ in figures} == {"chart", "table"}


def test_periods_are_given_as_days(world: World) -> None:
    edition(world)
    [may] = [row for row in rows(key_for(world, "links")) if (row["role"], row["category"]) == ("actual", "May 2024")]
    assert (may["period_start"], may["period_end"], may["value"]) == ("2024-05-01", "2024-05-31", Decimal(1570))
    assert (may["edition_month"], may["unit"], may["status"], may["source"]) == (
        *("2024-05-01", "count", "final", "Case system"),
    )


@pytest.mark.parametrize(
    "period",
    [
        Period.month(2024, 5),
        Period(Period.month(2024, 1).start, Period.month(2024, 3).end),
        Period.calendar_year(2024),
        Period.financial_year("2099-00"),
        Period(Period.month(2023, 9).start, Period.month(2024, 8).end),
    ],
    ids=lambda period: period.label,
)
def test_every_label_of_a_period_is_understood(period: Period) -> None:
    assert period_named(period.label) == period


@pytest.mark.parametrize("label", ["Special school", "2023-34", "1570", "Mai 2024", "March to January 2024", ""])
def test_other_words_name_no_period(label: str) -> None:
    assert period_named(label) is None


def test_csv_and_json_say_the_same(world: World) -> None:
    edition(world)
    key = key_for(world)
    text = b"".join(ask(key, format="csv")).decode("utf-8-sig")
    table = list(csv.DictReader(io.StringIO(text, newline="")))
    expected = [{name: "" if value is None else str(value) for name, value in row.items()} for row in rows(key)]
    assert table == expected
    assert list(table[0]) == [column.name for column in RESOURCES["figures"].columns]


def test_nothing_in_the_csv_runs_as_a_formula(world: World) -> None:
    edition(world, title="+cmd|' /C calc'!A0")
    line = b"".join(ask(key_for(world, "links"), "editions", "csv")).decode()
    assert "'=SUM(A1)" in line
    assert ",'+cmd" in line
    for start in ("=", "+", "-", "@", "\t="):
        [_, body] = to_csv(RESOURCES["figures"], [{"title": f"{start}1", "value": Decimal("-1234.50")}])
        assert body == f"'{start}1,-1234.50\r\n".encode()


def test_a_correction_takes_the_place_and_what_is_withdrawn_disappears(world: World) -> None:
    who = world.people["programme_manager"]
    first, key = edition(world), key_for(world, "links")
    tag = ask(key)["ETag"]
    assert ask(key, **{"If-None-Match": tag}).status_code == 304
    assert ask(key, **{"If-None-Match": f"W/{tag}"}).status_code == 304
    correction = correct(first, note="May was too low.", by=who, now=NOW)
    assert ask(key, **{"If-None-Match": tag}).status_code == 304
    publish(correction, seen=build_edition(correction).sha256, by=who, now=NOW)
    assert ask(key, **{"If-None-Match": tag}).status_code == 200
    [now] = rows(key, "editions")
    assert (now["edition_id"], now["corrects_edition_id"], now["correction_note"]) == (
        *(correction.pk, first.pk, "May was too low."),
    )
    withdraw(correction, reason="Wrong again.", by=who, now=NOW)
    assert (rows(key, "editions"), rows(key), rows(key, "all-figures")) == ([], [], [])


def test_figures_are_of_the_newest_month_and_all_of_them_can_be_read(world: World) -> None:
    newest = edition(world)
    late = edition(world, month=date(2024, 4, 1), published_at=NOW + timedelta(days=1))
    key = key_for(world)
    assert {row["edition_id"] for row in rows(key)} == {newest.pk}
    assert [row["edition_id"] for row in rows(key, "editions")] == [late.pk, newest.pk]
    assert {row["edition_id"] for row in rows(key, "all-figures")} == {late.pk, newest.pk}


def test_an_edition_that_is_being_prepared_is_not_in_the_feed(world: World) -> None:
    prepared(world.authority, world.people["programme_manager"], choices=CHOICES)
    assert rows(key_for(world)) == []
