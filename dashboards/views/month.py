"""Typing a month: every monthly measure in one grid, saved as one batch or not at all."""

import re
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dashboards import month as reading
from dashboards.catalogue import OWN_HEADING, SECTIONS
from dashboards.categories import TOPICS
from dashboards.forms.month import LineForm, MonthGrid, digest, grid_of, seen_ids
from dashboards.models import ImportBatch, Measurement
from dashboards.month import Month, Part
from dashboards.periods import Period
from dashboards.sanity import Doubt
from dashboards.services.measurements import record_many
from dashboards.words import in_sentence
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission

_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
_PART = re.compile(r"([a-z0-9_-]+)\.([a-z_]+)", re.IGNORECASE)


@requires(Permission.MEASURE_MANAGE)
def month_now(request: CouncilRequest) -> HttpResponse:
    """On to the last month that has ended."""
    this = _this_month(timezone.localdate())
    return redirect(_address(request, this.previous()))


@requires(Permission.MEASURE_MANAGE)
def month_edit(request: CouncilRequest, month: str) -> HttpResponse:
    """The grid of a month. What is doubtful comes back once to be looked at, and is saved when that was done."""
    today = timezone.localdate()
    period = _period(month, today)
    opened = _opened(request)
    sheet = reading.read(request.authority, period, opened=opened, show_all=_shows_all(request))
    is_saving = request.method == "POST" and not {"open", "close"} & request.POST.keys()
    grid = _grid(request, sheet, keep=not is_saving)
    doubts: list[Doubt] = []
    if is_saving and grid.is_valid():
        doubts = grid.doubts()
        if not doubts or request.POST.get("checked") == digest(doubts):
            return _save(request, grid, today)
    context = {
        "period": period,
        "sections": _sections(grid, opened),
        "forms": grid.forms if is_saving else (),
        "doubts": doubts,
        "doubts_digest": digest(doubts),
        "opened": [".".join(part) for part in sorted(opened)],
        "shows_all": _shows_all(request),
        "left_out": sheet.left_out,
        "before": period.previous(),
        "a_year_before": period.a_year_before(),
        "earlier": _address(request, period.previous()),
        "later": _address(request, period.next()) if period.next().start <= today else "",
        "is_running": period.end >= today,
    }
    return render(request, "dashboards/month.html", context, status=422 if is_saving else 200)


def _grid(request: CouncilRequest, sheet: Month, *, keep: bool) -> MonthGrid:
    if request.method != "POST":
        return grid_of(sheet, None, seen={})
    ids = seen_ids(sheet, request.POST)
    seen = {line.standing.pk: line.standing for line in sheet.lines if line.standing}
    if ids:
        seen |= Measurement.objects.filter(authority=request.authority).in_bulk(ids)
    return grid_of(sheet, request.POST, seen=seen, keep=keep)


def _save(request: CouncilRequest, grid: MonthGrid, today: date) -> HttpResponse:
    batch = ImportBatch(authority=request.authority, kind=ImportBatch.Kind.TYPED)
    recorded = record_many(batch, grid.rows(today=today), by=request.user, now=timezone.now())
    saved = recorded.added + recorded.changed
    if saved:
        kept = " The figures they replace are kept." if recorded.changed else ""
        messages.success(
            request, f"{saved} figure{'' if saved == 1 else 's'} of {grid.month.period.label} saved.{kept}"
        )
    else:
        messages.info(request, "Nothing was different, so nothing was saved.")
    return redirect(_address(request, grid.month.period))


def _period(month: str, today: date) -> Period:
    """The month of the address; none that has not begun."""
    found = _MONTH.fullmatch(month)
    period = Period.month(int(found[1]), int(found[2])) if found else None
    if period is None or period.start > today:
        raise Http404
    return period


def _this_month(today: date) -> Period:
    return Period.month(today.year, today.month)


def _address(request: CouncilRequest, period: Period) -> str:
    address = reverse("dashboards:month-edit", args=[request.authority.la_code, f"{period.start:%Y-%m}"])
    return f"{address}?all=1" if _shows_all(request) else address


def _shows_all(request: CouncilRequest) -> bool:
    return request.GET.get("all") == "1"


def _opened(request: CouncilRequest) -> set[Part]:
    """The breakdowns whose parts are shown: those of the page that was sent, with what was opened or closed on it."""
    if request.method != "POST":
        return _parts(request.GET.getlist("open"))
    opened = _parts(request.POST.getlist("opened")) | _parts(request.POST.getlist("open"))
    return opened - _parts(request.POST.getlist("close"))


def _parts(written: list[str]) -> set[Part]:
    found = (_PART.fullmatch(each) for each in written[:100])
    return {(each[1], each[2]) for each in found if each and each[2] in TOPICS}


def _sections(grid: MonthGrid, opened: set[Part]) -> list[dict[str, object]]:
    """The page's sections, each with its boxes and what can be opened under them."""
    forms = {form.line.key: form for form in grid.forms}
    return [
        {
            "key": key,
            "heading": SECTIONS.get(key, OWN_HEADING),
            "rows": [_row(forms[line.key], grid.month, opened) for line in lines],
        }
        for key, lines in grid.month.in_sections().items()
    ]


def _row(form: LineForm, month: Month, opened: set[Part]) -> dict[str, object]:
    code = form.line.indicator.code
    topics = () if form.line.topic else month.topics.get(code, ())
    return {
        "form": form,
        "line": form.line,
        "parts": [
            {"value": f"{code}.{topic}", "name": in_sentence(TOPICS[topic].name), "is_open": (code, topic) in opened}
            for topic in topics
        ],
    }
