"""A chart as a file: the same figures as its picture and its table, for the same reader."""

import json
from collections.abc import Callable
from datetime import datetime

from django.http import Http404, HttpResponse
from django.utils import timezone

from dashboards.board import chart_by_key
from dashboards.scope import for_request
from dashboards.views.page import choices
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from safetyvalve.render.csv import to_csv
from safetyvalve.render.data import ChartData
from safetyvalve.render.plotly import to_plotly
from safetyvalve.render.png import to_png
from safetyvalve.render.svg import to_svg
from safetyvalve.render.xlsx import Sheet, to_xlsx

Writer = Callable[[ChartData, datetime], bytes]


def _workbook(chart: ChartData, now: datetime) -> bytes:
    return to_xlsx([Sheet("Chart", (chart,), title=chart.title)], title=chart.title, at=now)


WRITERS: dict[str, tuple[str, Writer]] = {
    "csv": ("text/csv; charset=utf-8", lambda chart, now: to_csv(chart.as_table())),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _workbook),
    "svg": ("image/svg+xml", lambda chart, now: str(to_svg(chart)).encode()),
    "png": ("image/png", lambda chart, now: to_png(chart)),
    "json": ("application/json", lambda chart, now: json.dumps(to_plotly(chart)).encode()),
}


@requires(Permission.DASHBOARD_VIEW)
def chart_download(request: CouncilRequest, key: str, format: str) -> HttpResponse:
    """One chart in one format, in the frame of the page it stands on."""
    if format not in WRITERS:
        raise Http404
    chosen, now = choices(request), timezone.now()
    chart = chart_by_key(
        request.authority, chosen.agreement, key, for_request(request), chosen.frame, today=timezone.localdate()
    )
    if chart is None:
        raise Http404
    content_type, write = WRITERS[format]
    name = f"{request.authority.la_code}-{chart.key}.{format}"
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(write(chart, now), content_type=content_type, headers={"Content-Disposition": disposition})
