"""The only place that knows every app."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("safetyvalve.core.urls")),
    path("", include("conditions.urls")),
    path("", include("workstreams.urls")),
    path("", include("dashboards.urls")),
]
