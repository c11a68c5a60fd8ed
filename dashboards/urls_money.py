"""Addresses of an agreement's money registers."""

from django.urls import path

from dashboards.views.money import (
    assumptions,
    forecasts,
    income,
    movements,
    plan_effect,
    plan_reason,
    reconciliation,
    spending,
    stated_figures,
)
from dashboards.views.money import hub as money
from dashboards.views.money import income_entries as entries
from dashboards.views.money import months as finance_months
from dashboards.views.money import reconciliation_forms as forms
from dashboards.views.money import summary as finance_summary

_FINANCES = "c/<str:la_code>/finance/<slug:agreement_slug>/"
_ASSUMPTIONS = f"{_FINANCES}assumptions/"
_ASSUMPTION = f"{_ASSUMPTIONS}<int:assumption_id>/"
_INCOME = f"{_FINANCES}income/"
_CONTRIBUTION = f"{_INCOME}<int:contribution_id>/"
_INVOICE = f"{_CONTRIBUTION}invoices/<int:invoice_id>/"
_RECEIPT = f"{_CONTRIBUTION}receipts/<int:receipt_id>/"
_RECONCILIATIONS = f"{_FINANCES}reconciliation/"
_YEAR = f"{_RECONCILIATIONS}<str:financial_year>/"
_SOURCE = f"{_YEAR}sources/<slug:source>/"
_EXPLANATION = f"{_YEAR}explanations/<int:explanation_id>/"

urlpatterns = [
    path(f"{_FINANCES}money/", money.money_hub, name="money-hub"),
    path(f"{_FINANCES}forecasts/", forecasts.forecasts, name="forecasts"),
    path(f"{_FINANCES}forecasts.<str:format>", forecasts.forecasts_file, name="forecasts-file"),
    path(f"{_FINANCES}months/", finance_months.finance_months, name="finance-months"),
    path(f"{_FINANCES}months/enter/", finance_months.finance_months_edit, name="finance-months-edit"),
    path(f"{_FINANCES}movements/", movements.movements, name="movements"),
    path(
        f"{_FINANCES}movements/<slug:period_slug>/<str:financial_year>/<slug:block>/",
        movements.movement_reason,
        name="movement-reason",
    ),
    path(f"{_FINANCES}with-and-without/", plan_effect.plan_effect, name="plan-effect"),
    path(
        f"{_FINANCES}with-and-without/<slug:period_slug>/<str:financial_year>/",
        plan_reason.plan_reason,
        name="plan-reason",
    ),
    path(f"{_FINANCES}spend/", spending.spending, name="spending"),
    path(f"{_FINANCES}summary/", finance_summary.finance_summary, name="finance-summary"),
    path(_ASSUMPTIONS, assumptions.assumptions, name="assumptions"),
    path(f"{_ASSUMPTIONS}add/", assumptions.assumption_create, name="assumption-create"),
    path(_ASSUMPTION, assumptions.assumption, name="assumption"),
    path(f"{_ASSUMPTION}change/", assumptions.assumption_edit, name="assumption-edit"),
    path(f"{_ASSUMPTION}version/", assumptions.assumption_version, name="assumption-version"),
    path(_INCOME, income.income, name="income"),
    path(f"{_INCOME}add/", income.contribution_create, name="contribution-create"),
    path(_CONTRIBUTION, income.contribution, name="contribution"),
    path(f"{_CONTRIBUTION}change/", income.contribution_edit, name="contribution-edit"),
    path(f"{_CONTRIBUTION}remove/", entries.contribution_remove, name="contribution-remove"),
    path(f"{_CONTRIBUTION}invoices/add/", entries.invoice_create, name="invoice-create"),
    path(_INVOICE, entries.invoice_edit, name="invoice-edit"),
    path(f"{_INVOICE}remove/", entries.invoice_remove, name="invoice-remove"),
    path(f"{_CONTRIBUTION}receipts/add/", entries.receipt_create, name="receipt-create"),
    path(_RECEIPT, entries.receipt_edit, name="receipt-edit"),
    path(f"{_RECEIPT}remove/", entries.receipt_remove, name="receipt-remove"),
    path(_RECONCILIATIONS, reconciliation.reconciliations, name="reconciliations"),
    path(f"{_RECONCILIATIONS}file/", stated_figures.stated_figures, name="stated-figures"),
    path(f"{_RECONCILIATIONS}documents.<str:format>", stated_figures.stated_figures_file, name="stated-figures-file"),
    path(_YEAR, reconciliation.reconciliation, name="reconciliation"),
    path(f"{_YEAR}attest/", reconciliation.attest, name="reconciliation-attest"),
    path(f"{_YEAR}evidence.<str:format>", reconciliation.reconciliation_file, name="reconciliation-file"),
    path(f"{_YEAR}eligible/", forms.eligible_edit, name="eligible-edit"),
    path(_SOURCE, forms.source_edit, name="source-edit"),
    path(f"{_SOURCE}explain/", forms.explanation_create, name="explanation-create"),
    path(_EXPLANATION, forms.explanation_edit, name="explanation-edit"),
    path(f"{_EXPLANATION}remove/", forms.explanation_remove, name="explanation-remove"),
]
