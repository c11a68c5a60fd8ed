"""Addresses of files: the packs of editions, and dashboards to take away."""

from django.urls import path

from dashboards.views import dashboard_files
from dashboards.views.publishing import publication_files as files

_DASHBOARDS = "c/<str:la_code>/dashboards/"
_PUBLICATION = "c/<str:la_code>/publications/<int:publication_id>/"

urlpatterns = [
    path(f"{_DASHBOARDS}<slug:slug>/download.<str:format>", dashboard_files.dashboard_file, name="dashboard-file"),
    path(
        f"{_DASHBOARDS}own/<int:dashboard_id>/download.<str:format>",
        dashboard_files.own_dashboard_file,
        name="own-dashboard-file",
    ),
    path(f"{_PUBLICATION}pack.<str:format>", files.publication_pack, name="publication-pack"),
    path(f"{_PUBLICATION}files/", files.publication_packs, name="publication-packs"),
    path(
        f"{_PUBLICATION}preview/<slug:audience>/pack.<str:format>",
        files.publication_preview_pack,
        name="publication-preview-pack",
    ),
    path("s/<str:token>/pack.<str:format>", files.shared_pack, name="shared-pack"),
    path("p/<str:la_code>/<int:publication_id>/pack.<str:format>", files.public_pack, name="public-pack"),
]
