"""Addresses of the pages that keep the record: agreements, versions, conditions, calendars, programmes."""

from django.urls import path

from conditions.views import agreements, calendars, conditions, payments, programmes, versions

AGREEMENT = "c/<str:la_code>/agreements/<slug:agreement_slug>/"
CALENDAR = AGREEMENT + "calendars/<int:calendar_id>/"
PROGRAMME = "c/<str:la_code>/programmes/<slug:programme_slug>/"

urlpatterns = [
    path("c/<str:la_code>/agreements/", agreements.agreements, name="agreements"),
    path("c/<str:la_code>/agreements/add/", agreements.agreement_create, name="agreement-create"),
    path(AGREEMENT, agreements.agreement, name="agreement"),
    path(AGREEMENT + "edit/", agreements.agreement_edit, name="agreement-edit"),
    path(AGREEMENT + "versions/add/", versions.version_create, name="version-create"),
    path(AGREEMENT + "versions/<int:number>/edit/", versions.version_edit, name="version-edit"),
    path(
        AGREEMENT + "versions/<int:number>/planned-positions/",
        versions.planned_positions_edit,
        name="planned-positions-edit",
    ),
    path(AGREEMENT + "payments/", payments.payments, name="payments"),
    path(AGREEMENT + "payments/add/", payments.payment_create, name="payment-create"),
    path(AGREEMENT + "payments/<int:payment_id>/", payments.payment_edit, name="payment-edit"),
    path(AGREEMENT + "payments/<int:payment_id>/remove/", payments.payment_remove, name="payment-remove"),
    path(AGREEMENT + "conditions/add/", conditions.condition_create, name="condition-create"),
    path(AGREEMENT + "conditions/<str:number>/edit/", conditions.condition_edit, name="condition-edit"),
    path(AGREEMENT + "conditions/<str:number>/end/", conditions.condition_end, name="condition-end"),
    path(AGREEMENT + "calendars/add/", calendars.calendar_create, name="calendar-create"),
    path(CALENDAR + "edit/", calendars.calendar_edit, name="calendar-edit"),
    path(CALENDAR + "periods/add/", calendars.period_create, name="period-create"),
    path(CALENDAR + "periods/generate/", calendars.periods_generate, name="periods-generate"),
    path(AGREEMENT + "periods/<slug:period_slug>/edit/", calendars.period_edit, name="period-edit"),
    path(AGREEMENT + "periods/<slug:period_slug>/remove/", calendars.period_remove, name="period-remove"),
    path("c/<str:la_code>/programmes/", programmes.programmes, name="programmes"),
    path(PROGRAMME, programmes.programme, name="programme"),
    path(PROGRAMME + "copy/", programmes.programme_copy, name="programme-copy"),
]
