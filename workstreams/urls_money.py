"""Addresses of the registers behind an agreement's money: capital schemes, commissioned services, top-up bands."""

from django.urls import path

from workstreams.views import capital, capital_forms, commissioned, commissioned_forms, top_up_forms, top_ups

_FINANCE = "c/<str:la_code>/finance/<slug:agreement_slug>/"
_SCHEMES = f"{_FINANCE}capital/"
_SCHEME = f"{_SCHEMES}<int:scheme_id>/"

_SERVICES = f"{_FINANCE}services/"
_SERVICE = f"{_SERVICES}<int:service_id>/"
_INDICATOR = f"{_SERVICE}indicators/<int:indicator_id>/"

_BANDS = f"{_FINANCE}top-ups/"
_BAND = f"{_BANDS}<int:band_id>/"

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
    path(_SERVICES, commissioned.commissioned_services, name="commissioned-services"),
    path(f"{_SERVICES}add/", commissioned_forms.commissioned_service_create, name="commissioned-service-create"),
    path(_SERVICE, commissioned.commissioned_service, name="commissioned-service"),
    path(f"{_SERVICE}change/", commissioned_forms.commissioned_service_edit, name="commissioned-service-edit"),
    path(f"{_SERVICE}values/", commissioned_forms.commissioned_values, name="commissioned-values"),
    path(f"{_SERVICE}remove/", commissioned.commissioned_service_remove, name="commissioned-service-remove"),
    path(f"{_SERVICE}indicators/add/", commissioned_forms.service_indicator_create, name="service-indicator-create"),
    path(_INDICATOR, commissioned_forms.service_indicator_edit, name="service-indicator-edit"),
    path(f"{_INDICATOR}remove/", commissioned.service_indicator_remove, name="service-indicator-remove"),
    path(_BANDS, top_ups.top_ups, name="top-ups"),
    path(f"{_BANDS}add/", top_up_forms.top_up_band_create, name="top-up-band-create"),
    path(f"{_BANDS}counts/", top_up_forms.top_up_count_day, name="top-up-count-day"),
    path(f"{_BANDS}counts/<str:day>/", top_up_forms.top_up_counts, name="top-up-counts"),
    path(_BAND, top_ups.top_up_band, name="top-up-band"),
    path(f"{_BAND}change/", top_up_forms.top_up_band_edit, name="top-up-band-edit"),
    path(f"{_BAND}value/", top_up_forms.top_up_value, name="top-up-value"),
    path(f"{_BAND}remove/", top_ups.top_up_band_remove, name="top-up-band-remove"),
]
