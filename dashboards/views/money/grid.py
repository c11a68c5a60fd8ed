"""The finances of an agreement: everything beside each other, what moved the balance, and one sheet line by line."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from conditions.assumptions import basis_of
from conditions.models import Agreement, DsgPosition, ForecastBasis, Submission
from conditions.services.answers import locked_reason
from conditions.services.finance_lines import why_locked
from conditions.views.finding import latest_submission
from conditions.views.positions import years_to_enter
from conditions.views.record import get_agreement
from dashboards.finance import blocks as reading
from dashboards.finance.blocks import ACTUAL, Book, Scenario, Sheet
from dashboards.finance.bridge import bridge, year_shown
from dashboards.finance.commitments.reading import read_beside
from dashboards.finance.comparison import compare
from dashboards.finance.facts import in_words
from dashboards.finance.position import contradictions, parts
from dashboards.finance.roll_forward import Sum
from dashboards.finance.transfers import transfers, uneven
from dashboards.views.money.figure import figure_of
from dashboards.views.money.grid_rows import rows_of
from safetyvalve.core import money
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from safetyvalve.render.data import ChartData

MOST_NAMED = 4
"""Missing lines named in one sentence; the rest are counted."""


@dataclass(frozen=True)
class InReturn:
    """One year of a period's return beside the lines: what differs, and whether the lines can be put into its form."""

    financial_year: str
    sentence: str
    can_use: bool


@requires(Permission.AGREEMENT_VIEW)
def finance(request: CouncilRequest) -> HttpResponse:
    """The agreements whose finances can be opened; straight on when there is one."""
    agreements = list(Agreement.objects.of(request.authority).select_related("authority"))
    if len(agreements) == 1:
        return redirect(grid_url(agreements[0]))
    return render(request, "dashboards/finance/agreements.html", {"agreements": agreements})


@requires(Permission.AGREEMENT_VIEW)
def finance_grid(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """Agreed, forecast and outturn beside each other, the bridge of a year, and the sheet chosen."""
    agreement = get_agreement(request, agreement_slug)
    book = reading.read(agreement)
    sheet = chosen_sheet(request, book)
    rolled = book.rolled(sheet)
    can_edit = Permission.FINANCE_EDIT in request.permissions
    submission = _submission(book, sheet) if can_edit or sheet.is_forecast else None
    chart = chosen_bridge(book, sheet)
    comparisons, begun = compare(book), _begun(book, sheet)
    period = book.period(sheet.period_slug)
    context = {
        "agreement": agreement,
        "sheet": sheet,
        "sheet_name": book.name(sheet),
        "choices": [(each.code, book.name(each), book.has(each)) for each in book.sheets()],
        "comparisons": comparisons,
        "beside": read_beside(book, today=timezone.localdate()),
        "has_reported": any(
            figure.is_reported and figure.amount is not None
            for each in comparisons
            for _, figures in each.rows
            for figure in figures
        ),
        "figure": figure_of(chart),
        "years": [book.years[index] for index in begun],
        "rows": rows_of(book, sheet, begun),
        "rounding": money.RULE,
        "has_terms": bool(book.years),
        "unknown": _unknown(book, sheet),
        "transfers": transfers(rolled, book.consents),
        "uneven": list(uneven(rolled)),
        "sources": sorted({row.source for row in book.rows.get(sheet, {}).values() if row.source}),
        "in_return": _in_return(book, sheet, submission, can_edit),
        "period": period,
        "basis": basis_of(period, ForecastBasis.Of.LINES) if period else None,
        "locked": (locked_reason(submission) if submission else why_locked(period)) if can_edit else "",
        "can_edit": can_edit,
    }
    return render(request, "dashboards/finance/grid.html", context)


def chosen_sheet(request: CouncilRequest, book: Book) -> Sheet:
    """The sheet of the address; what it does not know is the usual one."""
    return book.sheet(request.GET.get("sheet", "")) or book.usual()


def chosen_bridge(book: Book, sheet: Sheet) -> ChartData | None:
    """The bridge of the year that the sheet is about."""
    year = year_shown(book, sheet)
    illustrative = book.agreement.authority.is_illustrative
    return bridge(book.rolled(sheet), year, name=book.name(sheet), is_illustrative=illustrative) if year else None


def grid_url(agreement: Agreement, sheet: Sheet | None = None) -> str:
    """The page of an agreement's finances, with a sheet chosen."""
    address = reverse("dashboards:finance-grid", args=[agreement.authority.la_code, agreement.slug])
    return f"{address}?sheet={sheet.code}" if sheet else address


def _begun(book: Book, sheet: Sheet) -> list[int]:
    """Which years the sheet says anything about."""
    begun = {year for year, _ in book.amounts(sheet)}
    return [index for index, year in enumerate(book.years) if year in begun]


def _unknown(book: Book, sheet: Sheet) -> list[str]:
    """Why a year's closing balance is not known, for years about which something is."""
    rolled, amounts = book.rolled(sheet), book.amounts(sheet)
    begun = {year for year, _ in amounts}
    return [
        f"{row.financial_year}: {missing(row.closing_after)}"
        for row in rolled.whole
        if row.financial_year in begun and row.closing_after.amount is None
    ]


def missing(part: Sum) -> str:
    """The lines that a sum waits for: "not known, because 2 figures are missing: …"."""
    names = [in_words(cell) for cell in part.missing]
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    figures = "1 figure is" if len(names) == 1 else f"{len(names)} figures are"
    return f"not known, because {figures} missing: {'; '.join(names[:MOST_NAMED])}{more}."


def _submission(book: Book, sheet: Sheet) -> Submission | None:
    period = book.period(sheet.period_slug)
    return latest_submission(period) if period and sheet.scenario == Scenario.MITIGATED else None


def _in_return(book: Book, sheet: Sheet, submission: Submission | None, can_edit: bool) -> list[InReturn]:
    """What the return of the sheet's period says of each year, beside the lines."""
    if submission is None:
        return []
    period = submission.period
    reported = {p.financial_year: p for p in book.positions if p.period_id == period.pk}
    found = []
    for year in years_to_enter(submission):
        source = sheet_for(sheet, year, period.financial_year)
        if not book.has(source) or year not in book.years:
            continue
        by_lines, position = parts(book.rolled(source), year), reported.get(year)
        is_known = all(part.amount is not None for part in by_lines.values())
        differs = contradictions(position, by_lines) if position else []
        if position is None and not is_known:
            continue
        can_use = can_edit and is_known and submission.is_editable and (position is None or bool(differs))
        found.append(InReturn(year, _said(position, differs, is_known), can_use))
    return found


def sheet_for(sheet: Sheet, financial_year: str, own_year: str) -> Sheet:
    """Where the figures of a year come from: a year that is over by the outturn, others by the forecast."""
    return ACTUAL if financial_year < own_year else sheet


def _said(position: DsgPosition | None, differs: list[tuple[str, Decimal | None, Decimal]], is_known: bool) -> str:
    if position is None:
        return "The return has no position for this year yet."
    if not differs:
        return "The return says the same." if is_known else "Lines are missing, so only what is known was compared."
    label, stated, by_lines = differs[0]
    more = f", and {len(differs) - 1} more of its figures differ" if len(differs) > 1 else ""
    theirs = f"leaves the {label} blank" if stated is None else f"says {money.in_figures(stated)} for the {label}"
    return f"The return {theirs}, the lines say {money.in_figures(by_lines)}{more}."
