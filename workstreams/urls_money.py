"""Addresses of the registers behind an agreement's money: capital schemes, and what savings wait for."""

from django.urls import path

from workstreams.views import capital, capital_forms

_FINANCE = "c/<str:la_code>/finance/<slug:agreement_slug>/"
_SCHEMES = f"{_FINANCE}capital/"
_SCHEME = f"{_SCHEMES}<int:scheme_id>/"

urlpatterns = [
    path(_SCHEMES, capital.capital_schemes, name="capital-schemes"),
    path(f"{_SCHEMES}add/", capital_forms.capital_scheme_create, name="capital-scheme-create"),
    path(_SCHEME, capital.capital_scheme, name="capital-scheme"),
    path(f"{_SCHEME}change/", capital_forms.capital_scheme_edit, name="capital-scheme-edit"),
    path(f"{_SCHEME}funding/", capital_forms.capital_funding, name="capital-funding"),
    path(f"{_SCHEME}spending/", capital_forms.capital_spend, name="capital-spend"),
    path(f"{_SCHEME}places/", capital_forms.capital_places, name="capital-places"),
    path(f"{_SCHEME}remove/", capital.capital_scheme_remove, name="capital-scheme-remove"),
    path("c/<str:la_code>/savings/<int:saving_id>/schemes/", capital_forms.saving_schemes, name="saving-schemes"),
]
