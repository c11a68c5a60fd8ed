from django.urls import include, path

from workstreams.views import (
    answers,
    milestones,
    replacing,
    risk_forms,
    risks,
    saving_forms,
    savings,
    workstream_forms,
    workstreams,
)

app_name = "workstreams"

_PERIOD = "c/<str:la_code>/agreements/<slug:agreement_slug>/periods/<slug:period_slug>/"
_WORKSTREAMS = "c/<str:la_code>/workstreams/"
_WORKSTREAM = f"{_WORKSTREAMS}<slug:agreement_slug>/<slug:slug>/"
_SAVINGS = "c/<str:la_code>/savings/"
_SAVING = f"{_SAVINGS}<int:saving_id>/"
_RISKS = "c/<str:la_code>/risks/"
_RISK = f"{_RISKS}<slug:agreement_slug>/<str:number>/"

urlpatterns = [
    path("", include("workstreams.urls_money")),
    path(f"{_PERIOD}risks/<str:number>/", answers.risk_update, name="risk-update"),
    path(f"{_PERIOD}workstreams/<slug:slug>/", answers.progress_update, name="progress-update"),
    path(_WORKSTREAMS, workstreams.workstreams, name="workstreams"),
    path(
        f"{_WORKSTREAMS}<slug:agreement_slug>/new/",
        workstream_forms.workstream_create,
        name="workstream-create",
    ),
    path(f"{_WORKSTREAMS}<slug:agreement_slug>/replace/", replacing.workstream_replace, name="workstream-replace"),
    path(_WORKSTREAM, workstreams.workstream, name="workstream"),
    path(f"{_WORKSTREAM}change/", workstream_forms.workstream_edit, name="workstream-edit"),
    path(f"{_WORKSTREAM}end/", workstream_forms.workstream_end, name="workstream-end"),
    path(f"{_WORKSTREAM}milestones/new/", milestones.milestone_create, name="milestone-create"),
    path(f"{_WORKSTREAM}milestones/<int:key>/", milestones.milestone_edit, name="milestone-edit"),
    path(f"{_WORKSTREAM}milestones/<int:key>/complete/", milestones.milestone_complete, name="milestone-complete"),
    path(f"{_WORKSTREAM}savings/new/", saving_forms.saving_create, name="saving-create"),
    path(_SAVINGS, savings.savings, name="savings"),
    path(f"{_SAVINGS}download/<str:format>/", savings.savings_download, name="savings-download"),
    path(_SAVING, savings.saving, name="saving"),
    path(f"{_SAVING}change/", saving_forms.saving_edit, name="saving-edit"),
    path(f"{_SAVING}figures/", saving_forms.saving_figures, name="saving-figures"),
    path(f"{_SAVING}validate/", savings.saving_validate, name="saving-validate"),
    path(_RISKS, risks.risks, name="risks"),
    path(f"{_RISKS}<slug:agreement_slug>/new/", risk_forms.risk_create, name="risk-create"),
    path(_RISK, risks.risk, name="risk"),
    path(f"{_RISK}change/", risk_forms.risk_edit, name="risk-edit"),
    path(f"{_RISK}close/", risk_forms.risk_close, name="risk-close"),
]
