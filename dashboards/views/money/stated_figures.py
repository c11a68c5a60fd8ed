"""What documents say the deficit is, out of a file: handed over, looked at, and saved all at once or not at all."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, dumps, loads
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from conditions.models import Agreement, ReconciliationSource
from conditions.services import reconciliation as services
from conditions.views.record import get_agreement
from conditions.years import years_of
from dashboards.finance import blocks as grid
from dashboards.finance.reconciliation.stated_changes import Change, Standing, compare, template
from dashboards.finance.reconciliation.stated_figures import Found, Key, Wrong
from dashboards.finance.reconciliation.year_end import own_balance
from dashboards.forms.stated_figures import StatedFiguresForm
from dashboards.views.money.grid_files import TYPES
from dashboards.views.money.hub import trail
from dashboards.views.money.reconciliation import TITLE, list_url
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.dates import FinancialYear
from safetyvalve.core.editing import StaleSave
from safetyvalve.core.roles import Permission
from safetyvalve.render.csv import to_csv
from safetyvalve.render.xlsx import Sheet, to_xlsx

DAY = 24 * 60 * 60
LOST = "This page was open for too long, or lost track of what it showed. Hand over the file again."
MEANWHILE = "Somebody saved one of these figures after you handed over the file. Look again, then save."
LOOK = "Tick the box once you have looked at the figures that are asked about."


@requires(Permission.FINANCE_EDIT)
def stated_figures(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """A file of the documents' figures: a dry run first, then everything in one transaction."""
    agreement = get_agreement(request, agreement_slug)
    if "figures" in request.POST:
        return _confirm(request, agreement)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = StatedFiguresForm(*sent, years=years_of(agreement))
    if form.is_valid():
        changes, wrong = _compared(agreement, form.found)
        if not wrong:
            return _review(request, agreement, changes)
        try:
            form.refuse(wrong)
        except ValidationError as refusal:
            form.add_error("file", refusal)
    return _upload(request, agreement, form)


@requires(Permission.AGREEMENT_VIEW)
def stated_figures_file(request: CouncilRequest, agreement_slug: str, format: str) -> HttpResponse:
    """The table with what is on record, to be filled in: every document of every year that is over."""
    if format not in ("csv", "xlsx"):
        raise Http404
    agreement = get_agreement(request, agreement_slug)
    today = timezone.localdate()
    years = [year for year in years_of(agreement) if FinancialYear.parse(year).last_day < today]
    table = template(years, _standing(agreement), council=request.authority.name)
    if format == "csv":
        content, content_type = to_csv(table), "text/csv; charset=utf-8"
    else:
        sheets = [Sheet("Documents", (table,), title=table.caption)]
        content, content_type = to_xlsx(sheets, title=table.caption, at=timezone.now()), TYPES["xlsx"]
    name = f"{request.authority.la_code}-documents.{format}"
    return HttpResponse(content, content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _upload(request: HttpRequest, agreement: Agreement, form: StatedFiguresForm) -> HttpResponse:
    context = {
        "agreement": agreement,
        "form": form,
        "cancel_url": list_url(agreement),
        "crumbs": trail(agreement, (TITLE, list_url(agreement)), ("From a file", "")),
    }
    return render(request, "dashboards/money/stated_figures.html", context, status=422 if form.is_bound else 200)


def _review(
    request: HttpRequest, agreement: Agreement, changes: Sequence[Change], *, refusal: str = ""
) -> HttpResponse:
    """The dry run: each figure as it stands and as the file has it."""
    context = {
        "agreement": agreement,
        "changes": changes,
        "new": [each for each in changes if each.changes],
        "asks": any(each.questions and each.changes for each in changes),
        "figures": _packed(agreement, changes),
        "refusal": refusal,
        "cancel_url": list_url(agreement),
        "crumbs": trail(agreement, (TITLE, list_url(agreement)), ("From a file", "")),
    }
    status = 422 if refusal else 200
    return render(request, "dashboards/money/stated_figures_review.html", context, status=status)


def _confirm(request: CouncilRequest, agreement: Agreement) -> HttpResponse:
    try:
        seen = _unpacked(agreement, request.POST["figures"])
    except BadSignature:
        messages.error(request, LOST)
        return redirect(request.path)
    changes, wrong = _compared(agreement, [found for found, _ in seen])
    revisions = {found.key: revision for found, revision in seen}
    new = [each for each in changes if each.changes]
    if wrong or any(_revision(each) != revisions[each.found.key] for each in new):
        return _review(request, agreement, changes, refusal=MEANWHILE)
    if any(each.questions for each in new) and not request.POST.get("looked"):
        return _review(request, agreement, changes, refusal=LOOK)
    try:
        _save(request, agreement, new)
    except StaleSave:
        return _review(request, agreement, _compared(agreement, [found for found, _ in seen])[0], refusal=MEANWHILE)
    saved = f"{len(new)} figure{'' if len(new) == 1 else 's'} saved" if new else "Nothing was different"
    messages.success(request, f"{saved}. {len(changes) - len(new)} stood like that already." if new else f"{saved}.")
    return redirect(list_url(agreement))


@transaction.atomic
def _save(request: CouncilRequest, agreement: Agreement, changes: Sequence[Change]) -> None:
    """Every figure, each with its event, or none. Raises ``StaleSave``."""
    for each in changes:
        services.set_source(
            agreement,
            each.found.key.financial_year,
            each.found.key.source,
            {"amount": each.found.amount, "reference": each.reference, "dated_on": each.dated_on},
            revision=_revision(each),
            by=request.user,
            now=timezone.now(),
        )


def _compared(agreement: Agreement, found: Sequence[Found]) -> tuple[list[Change], list[Wrong]]:
    book = grid.read(agreement)
    own = {year: own_balance(book, year).amount for year in {each.key.financial_year for each in found}}
    return compare(found, _standing(agreement), own, today=timezone.localdate())


def _standing(agreement: Agreement) -> dict[Key, Standing]:
    rows = ReconciliationSource.objects.filter(reconciliation__agreement=agreement).select_related("reconciliation")
    return {
        Key(row.reconciliation.financial_year, row.source): Standing(
            row.amount, row.reference, row.dated_on, row.revision
        )
        for row in rows
    }


def _revision(change: Change) -> int:
    return change.standing.revision if change.standing else 0


def _packed(agreement: Agreement, changes: Sequence[Change]) -> str:
    """What the page showed, signed, so that exactly that is saved."""
    rows = []
    for each in changes:
        found, on = each.found, each.found.dated_on
        rows.append(
            [*found.key, found.row, str(found.amount), found.reference, on.isoformat() if on else "", _revision(each)]
        )
    return dumps(rows, salt=_salt(agreement), compress=True)


def _unpacked(agreement: Agreement, figures: str) -> list[tuple[Found, int]]:
    """The figures of the page with the revision of each that it showed. Raises ``BadSignature``."""
    return [
        (
            Found(Key(year, source), row, Decimal(amount), reference, date.fromisoformat(on) if on else None),
            revision,
        )
        for year, source, row, amount, reference, on, revision in loads(figures, salt=_salt(agreement), max_age=DAY)
    ]


def _salt(agreement: Agreement) -> str:
    return f"stated-figures-{agreement.pk}"
