"""A chart as a file: the same figures as its picture and its table, for the same reader."""

import json
from collections.abc import Callable
from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from dashboards.boards.reading import look_by_key
from dashboards.looks import Look, look_by_code
from dashboards.scope import for_request
from dashboards.views.page import choices
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from safetyvalve.render.csv import to_csv
from safetyvalve.render.data import ChartData, Table
from safetyvalve.render.format import source_line
from safetyvalve.render.html_table import figures_table, to_html
from safetyvalve.render.plotly import to_plotly
from safetyvalve.render.png import rasterise
from safetyvalve.render.standing import MEANINGS, figures_with_standing
from safetyvalve.render.svg_told import to_told_svg

Writer = Callable[[ChartData, Look, str, datetime], bytes]
MEASURE_KEY = "measure-"
PICTURE_WIDTH = 1440


def _workbook(chart: ChartData, look: Look, council: str, now: datetime) -> bytes:
    # Loaded when it is needed: what writes files stays out of the memory of processes that only show pages.
    from safetyvalve.render.xlsx_chart_sheet import chart_book

    return chart_book(chart, look.whole_table, title=chart.title, at=now)


def _picture(chart: ChartData, council: str) -> bytes:
    """Pasted into a paper it still says whose figures it shows, of when, and what they mean."""
    return rasterise(to_told_svg(chart, place=council), width=PICTURE_WIDTH)


def _csv_table(chart: ChartData, look: Look) -> Table:
    """Every figure with how it stands, and the tolerance."""
    return look.in_file() if look.in_file else figures_with_standing(chart)


WRITERS: dict[str, tuple[str, Writer]] = {
    "csv": ("text/csv; charset=utf-8", lambda chart, look, *_: to_csv(_csv_table(chart, look))),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _workbook),
    "svg": ("image/svg+xml", lambda chart, look, council, now: to_told_svg(chart, place=council).encode()),
    "png": ("image/png", lambda chart, look, council, now: _picture(chart, council)),
    "json": ("application/json", lambda chart, *_: json.dumps(to_plotly(chart)).encode()),
}


@requires(Permission.DASHBOARD_VIEW)
def chart_download(request: CouncilRequest, key: str, format: str) -> HttpResponse:
    """One chart in one format, in the frame of the page it stands on. Of a divided measure the table is whole."""
    if format not in WRITERS:
        raise Http404
    look = _look(request, key)
    if look is None or look.chart is None:
        raise Http404
    content_type, write = WRITERS[format]
    name = f"{request.authority.la_code}-{look.chart.key}.{format}"
    disposition = f'attachment; filename="{name}"'
    content = write(look.chart, look, request.authority.name, timezone.now())
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})


@requires(Permission.DASHBOARD_VIEW)
def chart_table(request: CouncilRequest, key: str) -> HttpResponse:
    """Every figure of a chart in one table, in the frame of the page it stands on."""
    look = _look(request, key)
    if look is None or look.chart is None:
        raise Http404
    table = to_html(look.whole_table, caption_hidden=True) if look.whole_table else figures_table(look.chart)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    context = {
        "chart": look.chart,
        "table": table,
        "source": source_line(look.chart),
        "columns": MEANINGS,
        "csv_url": reverse("dashboards:chart-download", args=[request.authority.la_code, key, "csv"]) + query,
    }
    return render(request, "dashboards/chart_table.html", context)


def _look(request: CouncilRequest, key: str) -> Look | None:
    chosen, scope = choices(request), for_request(request)
    if key.startswith(MEASURE_KEY):
        return look_by_code(request.authority, key.removeprefix(MEASURE_KEY), scope, chosen.frame, chosen.asked)
    today = timezone.localdate()
    against = chosen.asked.against
    return look_by_key(request.authority, chosen.agreement, key, scope, chosen.frame, today=today, against=against)
