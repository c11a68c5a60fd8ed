"""The addresses of every app; each app has its own in its ``urls.py``."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("safetyvalve.core.urls")),
    path("", include("conditions.urls")),
    path("", include("workstreams.urls")),
    path("", include("dashboards.urls")),
]
