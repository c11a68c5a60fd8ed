from django.urls import path

from dashboards.views import charts, dashboards, figures, measure, measure_forms, measures, targets

app_name = "dashboards"

_DASHBOARDS = "c/<str:la_code>/dashboards/"
_MEASURES = "c/<str:la_code>/measures/"
_MEASURE = f"{_MEASURES}<slug:code>/"

urlpatterns = [
    path(_DASHBOARDS, dashboards.dashboards, name="dashboards"),
    path(f"{_DASHBOARDS}overview/", dashboards.dashboard, name="dashboard"),
    path(f"{_DASHBOARDS}charts/<slug:key>.<str:format>", charts.chart_download, name="chart-download"),
    path(_MEASURES, measures.measures, name="measures"),
    path(f"{_MEASURES}new/", measure_forms.measure_create, name="measure-create"),
    path(_MEASURE, measure.measure, name="measure"),
    path(f"{_MEASURE}change/", measure_forms.measure_edit, name="measure-edit"),
    path(f"{_MEASURE}conditions/", measure_forms.measure_conditions, name="measure-conditions"),
    path(f"{_MEASURE}figures/", figures.measurements_edit, name="measurements-edit"),
    path(f"{_MEASURE}targets/", targets.targets_edit, name="targets-edit"),
]
