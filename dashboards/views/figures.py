"""Typing the last few figures of a measure. What is replaced is kept."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from dashboards.forms.figures import FigureForm, Grid, as_row, recent_periods, standing_by_period
from dashboards.imports.files.values import Figure
from dashboards.models import ImportBatch, Indicator, IndicatorVersion, Measurement
from dashboards.series import current_version
from dashboards.services.measurements import record_many
from dashboards.views.measures import get_indicator
from dashboards.views.page import Link
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission

ROWS = {"6": "Last 6", "12": "Last 12", "36": "Last 36"}


@requires(Permission.MEASURE_MANAGE)
def measurements_edit(request: CouncilRequest, code: str) -> HttpResponse:
    """A short grid of the latest periods, saved as one batch or not at all."""
    indicator = get_indicator(request, code)
    version = current_version(indicator)
    if version is None or not version.is_typed:
        raise Http404
    shown = request.GET.get("rows", "6")
    shown = shown if shown in ROWS else "6"
    grid = _grid(request, indicator, version, int(shown))
    if request.method == "POST" and grid.is_valid():
        return _save(request, indicator, version, grid)
    context = {
        "indicator": indicator,
        "version": version,
        "grid": grid,
        "forms": list(grid.forms),
        "row_links": [Link(words, f"?rows={key}", key == shown) for key, words in ROWS.items()],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "dashboards/measurements_edit.html", context, status=status)


def _grid(request: CouncilRequest, indicator: Indicator, version: IndicatorVersion, number: int) -> Grid:
    periods = recent_periods(version, today=timezone.localdate(), number=number)
    rows = (
        Measurement.objects.filter(
            authority=request.authority,
            version__indicator=indicator,
            area_code=request.authority.gss_code,
            period_end__gte=periods[-1].start,
        )
        .current()
        .total()
        .order_by("version__number")
    )
    standing = standing_by_period(list(rows), version)
    data = request.POST if request.method == "POST" else None
    return Grid([FigureForm(data, period=p, version=version, standing=standing.get(p)) for p in periods])


def _save(request: CouncilRequest, indicator: Indicator, version: IndicatorVersion, grid: Grid) -> HttpResponse:
    today = timezone.localdate()
    rows = []
    for form in grid.changed:
        figure = form.cleaned_data["figure"]
        if figure == Figure() and form.standing is None:
            continue
        status = Measurement.Status.PROVISIONAL if form.cleaned_data["is_provisional"] else Measurement.Status.FINAL
        facts = {"status": status, "as_at": today, "source": version.source}
        rows.append(as_row(indicator.code, form.period, figure, form.standing, **facts))
    batch = ImportBatch(authority=request.authority, kind=ImportBatch.Kind.TYPED)
    recorded = record_many(batch, rows, by=request.user, now=timezone.now())
    saved = recorded.added + recorded.changed
    if saved:
        kept = " The figures they replace are kept." if recorded.changed else ""
        messages.success(request, f"{saved} figure{'' if saved == 1 else 's'} saved.{kept}")
    else:
        messages.info(request, "Nothing was different, so nothing was saved.")
    return redirect("dashboards:measure", request.authority.la_code, indicator.code)
