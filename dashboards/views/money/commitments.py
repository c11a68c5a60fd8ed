"""Commitments: what placements in force and plans on the way cost, beside the forecast."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from conditions.models import Agreement
from conditions.views.record import get_agreement
from dashboards.finance import blocks as reading
from dashboards.finance.commitments.days import TIMES_A_YEAR
from dashboards.finance.commitments.pipeline_cost import Pipeline, Stage, read_pipeline, stage_cost
from dashboards.finance.commitments.reading import Amounts, Held, beside, compared_lines, held, standing
from dashboards.imports.placement_words import provider_types
from dashboards.models import CommitmentList
from dashboards.views.money.grid_files import TYPES
from dashboards.views.money.hub import trail
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.dates import FinancialYear
from safetyvalve.core.roles import Permission
from safetyvalve.render.csv import to_csv

TITLE = "Commitments"
VERSIONS_SHOWN = 50


@dataclass(frozen=True)
class StageRow:
    """One stage of the pipeline with what it costs in the years shown."""

    stage: Stage
    costs: list[tuple[str, Decimal | None]]


@requires(Permission.AGREEMENT_VIEW)
def commitments(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """The list that counts, or an earlier one; the forecast beside the one that counts. A fixed number of queries."""
    agreement = get_agreement(request, agreement_slug)
    names, book = provider_types(request.authority), reading.read(agreement)
    pipeline = read_pipeline(agreement, today=timezone.localdate())
    counts = standing(agreement, names)
    asked = request.GET.get("list", "")
    found = _chosen(agreement, asked, names) if asked else counts
    rows = beside(book, counts, pipeline)
    context = {
        "agreement": agreement,
        "found": found,
        "is_standing": found is not None and counts is not None and found.record.pk == counts.record.pk,
        "counts": counts,
        "beside": rows,
        "lines": compared_lines(pipeline.lines),
        "pipeline": pipeline,
        "stages": _stages(pipeline, [each.financial_year for each in rows]),
        "unit_costs": [(row.financial_year, pipeline.unit_cost(row.financial_year)) for row in rows],
        "mix": [(names.get(each.provider_type, each.provider_type), each) for each in pipeline.mix],
        "link": f"list={asked}&" if asked else "",
        "versions": CommitmentList.objects.filter(agreement=agreement)
        .confirmed()
        .select_related("confirmed_by", "removed_by")
        .order_by("-as_at", "-confirmed_at", "-pk")[:VERSIONS_SHOWN],
        "times": TIMES_A_YEAR,
        "can_edit": Permission.FINANCE_EDIT in request.permissions,
        "crumbs": trail(agreement, (TITLE, "")),
        **year_context(found, request.GET.get("year", "")),
    }
    return render(request, "dashboards/commitments/commitments.html", context)


@requires(Permission.AGREEMENT_VIEW)
def commitments_file(request: CouncilRequest, agreement_slug: str, list_id: int, format: str) -> HttpResponse:
    """One list as CSV, or as a workbook with its years and the forecast beside it."""
    if format not in ("csv", "xlsx"):
        raise Http404
    agreement = get_agreement(request, agreement_slug)
    found = _chosen(agreement, str(list_id), provider_types(request.authority))
    from dashboards.finance.commitments.files import month_table, workbook

    if format == "csv":
        content, content_type = to_csv(month_table(found)), "text/csv; charset=utf-8"
    else:
        pipeline = read_pipeline(agreement, today=timezone.localdate())
        rows = beside(reading.read(agreement), found, pipeline)
        content, content_type = workbook(found, rows, at=timezone.now()), TYPES["xlsx"]
    return attached(content, content_type, f"{request.authority.la_code}-commitments-{found.record.as_at}.{format}")


@requires(Permission.AGREEMENT_VIEW)
def commitments_template(request: CouncilRequest, agreement_slug: str, format: str) -> HttpResponse:
    """An empty placement list to fill in, with the words that may stand in it."""
    if format not in ("csv", "xlsx"):
        raise Http404
    get_agreement(request, agreement_slug)
    from dashboards.finance.commitments.files import template

    placements, about = template(list(provider_types(request.authority).values()))
    if format == "csv":
        return attached(to_csv(placements), "text/csv; charset=utf-8", "placement-list.csv")
    from safetyvalve.render.xlsx import Sheet, to_xlsx

    sheets = [Sheet("Placements", (placements,), title="Placement list"), Sheet("What to write", (about,))]
    return attached(to_xlsx(sheets, title="Placement list", at=timezone.now()), TYPES["xlsx"], "placement-list.xlsx")


def year_context(found: Held | None, asked: str) -> dict[str, Any]:
    """The year of a list that is shown: by provider type, and month by month."""
    if found is None or not found.years:
        return {"years": [], "year": ""}
    this_year = FinancialYear.of(found.record.as_at).label
    usual = this_year if this_year in found.years else found.years[0]
    year = asked if asked in found.years else usual
    types: list[tuple[str, Amounts, Any]] = [
        (label, found.year(year, code), found.months(year, code)) for code, label in found.types
    ]
    return {
        "years": [(each, each == year) for each in found.years],
        "year": year,
        "types": types,
        "all": found.year(year),
        "months": found.months(year),
    }


def list_url(agreement: Agreement) -> str:
    return reverse("dashboards:commitments", args=[agreement.authority.la_code, agreement.slug])


def attached(content: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _chosen(agreement: Agreement, key: str, names: dict[str, str]) -> Held:
    """A list that was saved, whatever became of it since; 404 for any other."""
    if not (key.isascii() and key.isdigit() and len(key) < 18):
        raise Http404
    rows = CommitmentList.objects.filter(agreement=agreement).confirmed()
    rows = rows.select_related("confirmed_by", "removed_by").prefetch_related("cells")
    return held(get_object_or_404(rows, pk=int(key)), names)


def _stages(pipeline: Pipeline, years: list[str]) -> list[StageRow]:
    if pipeline.basis is None:
        return []
    units = [(year, pipeline.unit_cost(year)) for year in years]
    return [
        StageRow(stage, [(year, None if unit is None else stage_cost(stage, unit, year)) for year, unit in units])
        for stage in pipeline.stages
    ]
