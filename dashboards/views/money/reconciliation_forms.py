"""Entering a year's documents, explaining their differences, and what is deducted before a share is taken."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from conditions.models import Agreement, DifferenceExplanation, ReconciliationSource
from conditions.services import reconciliation as services
from dashboards.finance.reconciliation.reading import Document, Year
from dashboards.forms.reconciliation import ExplanationForm, SourceForm, TermsForm
from dashboards.views.money.hub import money_form
from dashboards.views.money.reconciliation import crumbs_of, get_year, year_url
from safetyvalve.core import money
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.editing import StaleSave
from safetyvalve.core.roles import Permission
from safetyvalve.core.thousands import Held
from workstreams.views.saving import Outcome, attempt


@requires(Permission.FINANCE_EDIT)
def source_edit(request: CouncilRequest, agreement_slug: str, financial_year: str, source: str) -> HttpResponse:
    """What one document says."""
    agreement, year = get_year(request, agreement_slug, financial_year)
    document = _document(year, source)
    row = document.row or ReconciliationSource(reconciliation=year.reconciliation, source=source)
    beside = [Held(year.own.amount, "is the record’s own closing balance")]
    beside += [Held(each.stated.amount, f"stands in: {each.label}") for each in year.documents if each is not document]
    form = SourceForm(request.POST or None, answer=row, today=timezone.localdate(), beside=beside)
    outcome = Outcome(False)
    if form.is_valid():
        revision = form.cleaned_data["revision"]
        outcome = attempt(
            form,
            lambda: services.set_source(
                agreement,
                financial_year,
                source,
                form.values(),
                revision=revision,
                by=request.user,
                now=timezone.now(),
            ),
        )
        if outcome.is_saved:
            messages.success(request, f"Saved: {document.label}.")
            return redirect(year_url(agreement, financial_year))
    own = money.in_pence(year.own.amount)
    return money_form(
        request,
        form,
        title=document.label,
        caption=f"Reconciliation of {financial_year}",
        intro=f"The record’s own closing balance after DfE payments is {own}."
        + (" Line 1.9.3 prints a deficit as a positive figure: turn its sign." if source == "s251" else ""),
        button="Save",
        cancel_url=year_url(agreement, financial_year),
        crumbs=crumbs_of(agreement, financial_year, document.label),
        theirs=outcome.theirs,
    )


@requires(Permission.FINANCE_EDIT)
def explanation_create(request: CouncilRequest, agreement_slug: str, financial_year: str, source: str) -> HttpResponse:
    """Explain a part of a document's difference."""
    agreement, year = get_year(request, agreement_slug, financial_year)
    document = _document(year, source)
    if document.row is None:
        raise Http404("Nothing is entered for this document.")
    row = document.row
    blank = DifferenceExplanation(source=row)
    form = ExplanationForm(request.POST or None, answer=blank, initial={"amount": document.unexplained or None})
    if form.is_valid():
        outcome = attempt(form, lambda: services.explain(row, form.values(), by=request.user, now=timezone.now()))
        if outcome.is_saved:
            messages.success(request, "Explanation added.")
            return redirect(year_url(agreement, financial_year))
    return _explanation(request, agreement, financial_year, document, form, title="Explain the difference")


@requires(Permission.FINANCE_EDIT)
def explanation_edit(
    request: CouncilRequest, agreement_slug: str, financial_year: str, explanation_id: int
) -> HttpResponse:
    """Put an explanation right."""
    agreement, year = get_year(request, agreement_slug, financial_year)
    found = _explanation_of(year, explanation_id)
    form = ExplanationForm(request.POST or None, answer=found)
    outcome = Outcome(False)
    if form.is_valid():
        revision = form.cleaned_data["revision"]
        current = _explanation_of(year, explanation_id)
        outcome = attempt(
            form,
            lambda: services.change_explanation(
                current, form.values(), revision=revision, by=request.user, now=timezone.now()
            ),
        )
        if outcome.is_saved:
            messages.success(request, "Explanation changed.")
            return redirect(year_url(agreement, financial_year))
    document = _document(year, found.source.source)
    return _explanation(
        request, agreement, financial_year, document, form, title="Change an explanation", outcome=outcome
    )


@requires(Permission.FINANCE_EDIT)
def explanation_remove(
    request: CouncilRequest, agreement_slug: str, financial_year: str, explanation_id: int
) -> HttpResponse:
    """Take an explanation out."""
    agreement, year = get_year(request, agreement_slug, financial_year)
    back = year_url(agreement, financial_year)
    found = _explanation_of(year, explanation_id)
    if request.method == "POST":
        typed = request.POST.get("revision", "")
        revision = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else -1
        try:
            services.remove_explanation(found, revision=revision, by=request.user, now=timezone.now())
        except StaleSave:
            messages.error(request, "Somebody changed this explanation meanwhile. Read it again before you remove it.")
        else:
            messages.success(request, "Explanation removed.")
        return redirect(back)
    context = {
        "explanation": found,
        "title": "Remove this explanation",
        "cancel_url": back,
        "crumbs": crumbs_of(agreement, financial_year, "Remove an explanation"),
    }
    return render(request, "dashboards/money/explanation_remove.html", context)


@requires(Permission.FINANCE_EDIT)
def eligible_edit(request: CouncilRequest, agreement_slug: str, financial_year: str) -> HttpResponse:
    """What was overspent outside high needs, and the council's own share."""
    agreement, year = get_year(request, agreement_slug, financial_year)
    form = TermsForm(request.POST or None, answer=year.reconciliation)
    outcome = Outcome(False)
    if form.is_valid():
        revision = form.cleaned_data["revision"]
        outcome = attempt(
            form,
            lambda: services.set_terms(
                agreement, financial_year, form.values(), revision=revision, by=request.user, now=timezone.now()
            ),
        )
        if outcome.is_saved:
            messages.success(request, "Saved.")
            return redirect(year_url(agreement, financial_year))
    known = (
        ""
        if year.other_blocks is None
        else f" By the finance grid they are {money.in_pence(year.other_blocks)} in deficit."
    )
    return money_form(
        request,
        form,
        title="What may be eligible",
        caption=f"Reconciliation of {financial_year}",
        intro=f"Overspends of blocks other than high needs are deducted.{known}",
        button="Save",
        cancel_url=year_url(agreement, financial_year),
        crumbs=crumbs_of(agreement, financial_year, "What may be eligible"),
        theirs=outcome.theirs,
    )


def _explanation(
    request: CouncilRequest,
    agreement: Agreement,
    financial_year: str,
    document: Document,
    form: ExplanationForm,
    *,
    title: str,
    outcome: Outcome | None = None,
) -> HttpResponse:
    return money_form(
        request,
        form,
        title=title,
        caption=document.label,
        intro=f"The document differs by {money.in_pence(document.difference)} from the record; "
        f"{money.in_pence(document.unexplained)} of that is unexplained.",
        button="Save this explanation",
        cancel_url=year_url(agreement, financial_year),
        crumbs=crumbs_of(agreement, financial_year, title),
        theirs=outcome.theirs if outcome else (),
    )


def _document(year: Year, source: str) -> Document:
    found = next((each for each in year.documents if each.key == source), None)
    if found is None:
        raise Http404("There is no such document.")
    return found


def _explanation_of(year: Year, explanation_id: int) -> DifferenceExplanation:
    found = DifferenceExplanation.objects.select_related("source__reconciliation__agreement__authority", "updated_by")
    return get_object_or_404(found, pk=explanation_id, source__reconciliation=year.reconciliation.pk)
