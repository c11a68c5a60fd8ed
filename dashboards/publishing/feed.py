"""Published figures for programs: rows from the frozen content of the editions that an audience can read now.

Nothing is computed from the record: a figure is in the feed exactly when it stands on the page of its edition.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q

from dashboards.models import Audience, Publication, PublishedContent
from dashboards.periods import Period, months_after
from dashboards.publishing import content as contents
from dashboards.publishing.feed_schema import RESOURCES, SCHEMA_VERSION
from dashboards.publishing.freezing import chart_from_plain, table_from_plain
from dashboards.publishing.offers import is_of_twelve
from safetyvalve.core.models import Authority
from safetyvalve.render.data import Cell, ChartData, Marker, Range, Table

Row = dict[str, str | int | Decimal | date | datetime | None]

_MONTHS = {date(2000, month, 1).strftime("%B"): month for month in range(1, 13)}
_MONTH = re.compile(r"(?:([A-Z][a-z]+)(?: (\d{4}))? to )?([A-Z][a-z]+) (\d{4})")
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEARS = re.compile(r"(?:19|20)\d\d-\d\d")


def live_contents(authority: Authority, audience: str) -> list[PublishedContent]:
    """What this audience can read now, without its text, the oldest month first. One query.

    Of a public page that is closed nobody reads anything, a key for it neither.
    """
    live = Q(publication__authority=authority, publication__state=Publication.State.PUBLISHED, audience=audience)
    found = PublishedContent.objects.filter(live).select_related("publication").defer("text")
    if audience == Audience.PUBLIC:
        found = found.filter(publication__authority__public_page__is_open=True)
    return list(found.order_by("publication__month", "publication__published_at", "publication_id"))


def tag_of(resource: str, format: str, live: list[PublishedContent]) -> str:
    """The ETag of an answer: another one as soon as an edition appears, is corrected or withdrawn."""
    parts = [str(SCHEMA_VERSION), resource, format, *(f"{each.publication_id}:{each.sha256}" for each in live)]
    return f'"{hashlib.sha256(" ".join(parts).encode()).hexdigest()[:32]}"'


def rows_of(resource: str, live: list[PublishedContent]) -> Iterator[Row]:
    """The rows of a resource, one edition read at a time."""
    chosen = live[-1:] if resource == "figures" else live
    for each in chosen:
        edition, content = each.publication, contents.read(each)
        rows = _edition_rows(edition, content) if resource == "editions" else _figure_rows(edition, content)
        names = [column.name for column in RESOURCES[resource].columns]
        for row in rows:
            yield {name: row.get(name) for name in names}


def _edition_facts(edition: Publication) -> Row:
    return {
        "edition_id": edition.pk,
        "edition_month": edition.month,
        "published_at": edition.published_at,
    }


def _edition_rows(edition: Publication, content: Mapping[str, Any]) -> Iterator[Row]:
    yield {
        **_edition_facts(edition),
        "title": content["title"],
        "introduction": content["introduction"],
        "corrects_edition_id": edition.corrects_id,
        "correction_note": content["correction"],
        "charts": len(content["charts"]),
        "notice": content["council"]["notice"],
    }


def _figure_rows(edition: Publication, content: Mapping[str, Any]) -> Iterator[Row]:
    facts = _edition_facts(edition)
    for item in content["charts"]:
        chart = chart_from_plain(item["chart"])
        told = {
            **facts,
            "chart_key": item["key"],
            "chart_title": chart.title,
            "as_at": chart.as_at,
            "source": chart.source,
        }
        for row in _chart_rows(chart):
            yield {**told, "part": "chart", **(_of_twelve(row) if is_of_twelve(item["key"]) else row)}
        if item["table"]:
            for row in _table_rows(table_from_plain(item["table"])):
                yield {**told, "part": "table", **row}


def _chart_rows(chart: ChartData) -> Iterator[Row]:
    """A row for every place of every series, also where there is no figure; then the ends of a band."""
    for series in chart.series:
        for index, category in enumerate(chart.categories):
            status = series.status_at(index) if series.values[index] is not None else None
            cell = _cell(series.cell_at(index))
            yield {"role": series.role, "unit": chart.unit, "status": status, **_place(series.name, category), **cell}
    if chart.band:
        ends = zip(chart.categories, chart.band.low, chart.band.high, strict=True)
        for category, low, high in ends:
            if low is not None and high is not None:
                place = _place(chart.band.name, category)
                yield {"role": "tolerance", "unit": chart.unit, **place, "value_low": low, "value_high": high}


def _of_twelve(row: Row) -> Row:
    """Its category names the last of the months that it sums up."""
    last = row["period_end"]
    return {**row, "period_start": months_after(last.replace(day=1), -11)} if isinstance(last, date) else row


def _table_rows(table: Table) -> Iterator[Row]:
    for heading, *cells in table.rows:
        for column, cell in zip(table.columns[1:], cells, strict=True):
            yield {"role": "actual", "unit": column.kind, **_place(str(heading), column.name), **_cell(cell)}


def _place(series: str, category: str) -> Row:
    period = period_named(category) or period_named(series)
    return {
        "series": series,
        "category": category,
        "period_start": period.start if period else None,
        "period_end": period.end if period else None,
    }


def _cell(cell: Cell) -> Row:
    if isinstance(cell, Marker):
        return {"marker": cell.code}
    if isinstance(cell, Range):
        return {"value_low": cell.low, "value_high": cell.high}
    return {"value": cell}


def period_named(label: str) -> Period | None:
    """The period that a label names as ``Period.label`` writes it; None for any other words.

    A January census is named by its month, and so stands for it.
    """
    if _YEARS.fullmatch(label):
        return Period.financial_year(label) if (int(label[:4]) + 1) % 100 == int(label[5:]) else None
    if _YEAR.fullmatch(label):
        return Period.calendar_year(int(label))
    found = _MONTH.fullmatch(label)
    if not found or not {found[1] or found[3], found[3]} <= _MONTHS.keys():
        return None
    last = Period.month(int(found[4]), _MONTHS[found[3]])
    if not found[1]:
        return last
    first = Period.month(int(found[2] or found[4]), _MONTHS[found[1]])
    return Period(first.start, last.end) if first.start <= last.start else None
