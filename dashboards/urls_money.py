"""Addresses of an agreement's money registers."""

from django.urls import path

from dashboards.views import assumptions, income, money
from dashboards.views import income_entries as entries

_FINANCES = "c/<str:la_code>/finance/<slug:agreement_slug>/"
_ASSUMPTIONS = f"{_FINANCES}assumptions/"
_ASSUMPTION = f"{_ASSUMPTIONS}<int:assumption_id>/"
_INCOME = f"{_FINANCES}income/"
_CONTRIBUTION = f"{_INCOME}<int:contribution_id>/"
_INVOICE = f"{_CONTRIBUTION}invoices/<int:invoice_id>/"
_RECEIPT = f"{_CONTRIBUTION}receipts/<int:receipt_id>/"

urlpatterns = [
    path(f"{_FINANCES}money/", money.money_hub, name="money-hub"),
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
]
