"""Addresses of figures that come into the finance grid other than by typing."""

from django.urls import path

from dashboards.views.money import delivery_undo as undoing
from dashboards.views.money import edited_workbook as views
from dashboards.views.money import ledger
from dashboards.views.money import paste as finance_paste
from dashboards.views.money import section_251 as finance_section_251

_IN = "c/<str:la_code>/finance/<slug:agreement_slug>/in/"
_DELIVERY = f"{_IN}<int:delivery_id>/"
_SAVED = f"{_IN}<int:saved_id>/"

urlpatterns = [
    path(_IN, views.finance_in, name="finance-in"),
    path(f"{_IN}workbook/", views.finance_workbook_in, name="finance-workbook-in"),
    path(f"{_IN}paste/", finance_paste.finance_paste, name="finance-paste"),
    path(f"{_IN}ledger/", ledger.finance_ledger, name="finance-ledger"),
    path(f"{_IN}section-251/", finance_section_251.finance_section_251, name="finance-section-251"),
    path(f"{_IN}codes/", ledger.finance_codes, name="finance-codes"),
    path(f"{_IN}codes/<int:code_id>/", ledger.finance_code, name="finance-code"),
    path(f"{_IN}<int:extract_id>/codes/", ledger.finance_ledger_codes, name="finance-ledger-codes"),
    path(_DELIVERY, views.finance_delivery, name="finance-delivery"),
    path(f"{_DELIVERY}confirm/", views.finance_delivery_confirm, name="finance-delivery-confirm"),
    path(f"{_DELIVERY}throw-away/", views.finance_delivery_throw_away, name="finance-delivery-throw-away"),
    path(f"{_SAVED}undo/", undoing.finance_delivery_undo, name="finance-delivery-undo"),
]
