from django.urls import include, path

from dashboards.views import (
    alerts,
    boards,
    categories,
    charts,
    comparators,
    dashboards,
    figures,
    measure,
    measure_forms,
    measures,
    month,
    reliability,
    targets,
)
from dashboards.views import council_dashboards as own
from dashboards.views.imports import files, runs
from dashboards.views.imports import mapping as import_mapping
from dashboards.views.imports import mappings as remembered
from dashboards.views.imports import runs_list as imports
from dashboards.views.money import grid as finance
from dashboards.views.money import grid_edit as finance_edit
from dashboards.views.money import grid_files as finance_files
from dashboards.views.publishing import publication_links, publications

app_name = "dashboards"

_DASHBOARDS = "c/<str:la_code>/dashboards/"
_OWN = f"{_DASHBOARDS}own/"
_ALERTS = "c/<str:la_code>/alerts/"
_MEASURES = "c/<str:la_code>/measures/"
_MEASURE = f"{_MEASURES}<slug:code>/"
_CODES = "c/<str:la_code>/codes/"
_COMPARATORS = "c/<str:la_code>/comparators/"
_PUBLICATIONS = "c/<str:la_code>/publications/"
_PUBLICATION = f"{_PUBLICATIONS}<int:publication_id>/"
_IMPORTS = "c/<str:la_code>/imports/"
_IMPORT = f"{_IMPORTS}<int:run_id>/"
_FINANCE = "c/<str:la_code>/finance/"
_FINANCES = f"{_FINANCE}<slug:agreement_slug>/"

urlpatterns = [
    path("", include("dashboards.urls_money")),
    path("", include("dashboards.urls_commitments")),
    path("", include("dashboards.urls_finance_in")),
    path(_DASHBOARDS, dashboards.dashboards, name="dashboards"),
    path(f"{_DASHBOARDS}overview/", dashboards.dashboard, name="dashboard"),
    path(f"{_DASHBOARDS}charts/<slug:key>/", charts.chart_table, name="chart-table"),
    path(f"{_DASHBOARDS}charts/<slug:key>.<str:format>", charts.chart_download, name="chart-download"),
    path(f"{_OWN}new/", own.own_dashboard_create, name="own-dashboard-create"),
    path(f"{_OWN}<int:dashboard_id>/", own.own_dashboard, name="own-dashboard"),
    path(f"{_OWN}<int:dashboard_id>/change/", own.own_dashboard_edit, name="own-dashboard-edit"),
    path(f"{_OWN}<int:dashboard_id>/remove/", own.own_dashboard_remove, name="own-dashboard-remove"),
    path(f"{_DASHBOARDS}<slug:slug>/", boards.board, name="board"),
    path(_MEASURES, measures.measures, name="measures"),
    path(f"{_MEASURES}new/", measure_forms.measure_create, name="measure-create"),
    path(f"{_MEASURES}month/", month.month_now, name="month"),
    path(f"{_MEASURES}month/<str:month>/", month.month_edit, name="month-edit"),
    path(_MEASURE, measure.measure, name="measure"),
    path(f"{_MEASURE}change/", measure_forms.measure_edit, name="measure-edit"),
    path(f"{_MEASURE}conditions/", measure_forms.measure_conditions, name="measure-conditions"),
    path(f"{_MEASURE}figures/", figures.measurements_edit, name="measurements-edit"),
    path(f"{_MEASURE}targets/", targets.targets_edit, name="targets-edit"),
    path(f"{_MEASURE}reliability/", reliability.reliability_edit, name="reliability"),
    path(f"{_MEASURE}owner/", alerts.measure_owner, name="measure-owner"),
    path(_ALERTS, alerts.alerts, name="alerts"),
    path(f"{_ALERTS}mail/", alerts.alert_mail, name="alert-mail"),
    path(f"{_ALERTS}<int:alert_id>/", alerts.alert, name="alert"),
    path(_COMPARATORS, comparators.comparators, name="comparators"),
    path(f"{_COMPARATORS}new/", comparators.comparator_create, name="comparator-create"),
    path(f"{_COMPARATORS}<int:group_id>/", comparators.comparator_edit, name="comparator-edit"),
    path(f"{_COMPARATORS}<int:group_id>/remove/", comparators.comparator_remove, name="comparator-remove"),
    path(_CODES, categories.codes, name="codes"),
    path(f"{_CODES}headings/<slug:topic>/", categories.headings, name="headings"),
    path(f"{_CODES}groupings/<slug:topic>/<slug:group_topic>/", categories.grouping, name="grouping"),
    path(f"{_CODES}return/<slug:item>/", categories.return_codes, name="return-codes"),
    path(_IMPORTS, imports.imports, name="imports"),
    path(f"{_IMPORTS}new/", imports.import_new, name="import-new"),
    path(f"{_IMPORTS}new/<slug:kind>/", imports.import_upload, name="import-upload"),
    path(_IMPORT, runs.import_run, name="import-run"),
    path(f"{_IMPORT}confirm/", runs.import_confirm, name="import-confirm"),
    path(f"{_IMPORT}cancel/", runs.import_cancel, name="import-cancel"),
    path(f"{_IMPORT}restart/", runs.import_restart, name="import-restart"),
    path(f"{_IMPORT}undo/", runs.import_undo, name="import-undo"),
    path(f"{_IMPORT}mapping/", import_mapping.import_mapping, name="import-mapping"),
    path(f"{_IMPORT}problems.xlsx", files.import_problems, name="import-problems"),
    path(f"{_IMPORT}source/<int:source_id>/", files.import_source, name="import-source"),
    path(f"{_IMPORTS}batches/<int:batch_id>/undo/", runs.batch_undo, name="batch-undo"),
    path(f"{_IMPORTS}grid-template.<str:format>", files.grid_download, name="grid-template"),
    path(f"{_IMPORTS}mappings/", remembered.mappings, name="mappings"),
    path(f"{_IMPORTS}mappings/<int:mapping_id>/rename/", remembered.mapping_rename, name="mapping-rename"),
    path(f"{_IMPORTS}mappings/<int:mapping_id>/delete/", remembered.mapping_delete, name="mapping-delete"),
    path(_FINANCE, finance.finance, name="finance"),
    path(_FINANCES, finance.finance_grid, name="finance-grid"),
    path(f"{_FINANCES}change/", finance_edit.finance_edit, name="finance-edit"),
    path(f"{_FINANCES}roll-forward.<str:format>", finance_files.finance_file, name="finance-file"),
    path(f"{_FINANCES}transfers/<str:financial_year>/", finance_edit.transfer_consent, name="transfer-consent"),
    path(
        f"{_FINANCES}periods/<slug:period_slug>/<str:financial_year>/use/",
        finance_edit.finance_use,
        name="finance-use",
    ),
    path(_PUBLICATIONS, publications.publications, name="publications"),
    path(f"{_PUBLICATIONS}new/", publications.publication_create, name="publication-create"),
    path(_PUBLICATION, publications.publication, name="publication"),
    path(f"{_PUBLICATION}manage/", publications.publication_manage, name="publication-manage"),
    path(f"{_PUBLICATION}change/", publications.publication_change, name="publication-change"),
    path(f"{_PUBLICATION}preview/<slug:audience>/", publications.publication_preview, name="publication-preview"),
    path(f"{_PUBLICATION}withdraw/", publications.publication_withdraw, name="publication-withdraw"),
    path(f"{_PUBLICATION}correct/", publications.publication_correct, name="publication-correct"),
    path(f"{_PUBLICATION}links/new/", publication_links.link_create, name="link-create"),
    path(f"{_PUBLICATION}links/<int:link_id>/revoke/", publication_links.link_revoke, name="link-revoke"),
    path(f"{_PUBLICATION}links/<int:link_id>/last-day/", publication_links.link_extend, name="link-extend"),
    path("", include("dashboards.urls_mail")),
    path("", include("dashboards.urls_packs")),
    path("", include("dashboards.urls_questions")),
    path("", include("dashboards.urls_outside")),
]
