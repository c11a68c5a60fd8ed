"""Addresses of an agreement's money registers."""

from django.urls import path

from dashboards.views import assumptions, money

_FINANCES = "c/<str:la_code>/finance/<slug:agreement_slug>/"
_ASSUMPTIONS = f"{_FINANCES}assumptions/"
_ASSUMPTION = f"{_ASSUMPTIONS}<int:assumption_id>/"

urlpatterns = [
    path(f"{_FINANCES}money/", money.money_hub, name="money-hub"),
    path(_ASSUMPTIONS, assumptions.assumptions, name="assumptions"),
    path(f"{_ASSUMPTIONS}add/", assumptions.assumption_create, name="assumption-create"),
    path(_ASSUMPTION, assumptions.assumption, name="assumption"),
    path(f"{_ASSUMPTION}change/", assumptions.assumption_edit, name="assumption-edit"),
    path(f"{_ASSUMPTION}version/", assumptions.assumption_version, name="assumption-version"),
]
