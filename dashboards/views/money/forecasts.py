"""How near the forecasts of an agreement came: every one kept, beside the outturn, by how early it was made."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from conditions.models import Agreement
from conditions.views.record import get_agreement
from dashboards.finance import blocks as reading
from dashboards.finance.accuracy import Judged, in_words
from dashboards.finance.forecasts import Measure, accuracy_chart, forecast_table, horizon_table, measures
from dashboards.views.money.figure import figure_of
from dashboards.views.money.grid import grid_url
from dashboards.views.money.grid_files import TYPES
from dashboards.views.money.hub import trail
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from safetyvalve.render.csv import to_csv
from safetyvalve.render.html import to_html


@dataclass(frozen=True)
class Row:
    """What one period forecast for the year: the in-year position and the closing balance; None where it did not."""

    period: str
    made: str
    judged: tuple[Judged | None, ...]

    @property
    def reason(self) -> str:
        return next((each.reason for each in self.judged if each and each.reason), "")


@requires(Permission.AGREEMENT_VIEW)
def forecasts(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """The means by horizon, then every forecast of every year, the newest year first."""
    agreement = get_agreement(request, agreement_slug)
    book = reading.read(agreement)
    found = measures(book)
    chart = accuracy_chart(found, is_illustrative=agreement.authority.is_illustrative)
    context = {
        "agreement": agreement,
        "measures": found,
        "figure": figure_of(chart),
        "horizons": [(measure, to_html(horizon_table(measure))) for measure in found if measure.judged],
        "years": _years(found),
        "crumbs": trail(agreement, ("Finance", grid_url(agreement)), ("Forecasts", "")),
        "files": [
            (words, reverse("dashboards:forecasts-file", args=[*_address(agreement), format]))
            for format, words in (("csv", "CSV"), ("xlsx", "Excel"))
        ],
    }
    return render(request, "dashboards/finance/forecasts.html", context)


@requires(Permission.AGREEMENT_VIEW)
def forecasts_file(request: CouncilRequest, agreement_slug: str, format: str) -> HttpResponse:
    """Every forecast as a table; the workbook has the means and their chart as well."""
    if format not in ("csv", "xlsx"):
        raise Http404
    agreement = get_agreement(request, agreement_slug)
    found = measures(reading.read(agreement))
    table = forecast_table(found, council=agreement.authority.name)
    if format == "csv":
        content, content_type = to_csv(table), "text/csv; charset=utf-8"
    else:
        from safetyvalve.render.xlsx import Sheet, SheetItem, to_xlsx

        chart = accuracy_chart(found, is_illustrative=agreement.authority.is_illustrative)
        means: tuple[SheetItem, ...] = tuple(horizon_table(measure) for measure in found)
        sheets = [
            Sheet("Forecasts", (table,), title=table.caption),
            Sheet("By horizon", (chart, *means) if chart else means, title="Error by horizon"),
        ]
        content, content_type = to_xlsx(sheets, title=table.caption, at=timezone.now()), TYPES["xlsx"]
    name = f"{request.authority.la_code}-forecasts.{format}"
    return HttpResponse(content, content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _address(agreement: Agreement) -> list[str]:
    return [agreement.authority.la_code, agreement.slug]


def _years(found: list[Measure]) -> list[tuple[str, list[tuple[str, Decimal | None]], list[Row]]]:
    """Of each year, newest first: the outturn of each figure, and a row per period in the order of reporting."""
    by_place: dict[tuple[str, date, str], dict[str, Judged]] = {}
    for measure in found:
        for each in measure.judged:
            place = (each.forecast.financial_year, each.forecast.period_end, each.forecast.period)
            by_place.setdefault(place, {})[measure.key] = each
    years = []
    for year, places in groupby(sorted(by_place), key=lambda place: place[0]):
        rows = [
            Row(place[2], in_words(next(iter(by_place[place].values())).months), _of(found, by_place[place]))
            for place in places
        ]
        outturns = [(measure.name, _outturn(measure, year)) for measure in found]
        years.append((year, outturns, rows))
    return years[::-1]


def _of(found: list[Measure], judged: dict[str, Judged]) -> tuple[Judged | None, ...]:
    return tuple(judged.get(measure.key) for measure in found)


def _outturn(measure: Measure, year: str) -> Decimal | None:
    return next((each.outturn for each in measure.judged if each.forecast.financial_year == year), None)
