"""Addresses for people without an account: what a link opens, the public page, and feeds for programs."""

from django.urls import path

from dashboards.views import public, shared

urlpatterns = [
    path("s/<str:token>/", shared.shared_edition, name="shared-edition"),
    path("p/<str:la_code>/", public.public_page, name="public-page"),
    path("p/<str:la_code>/<int:publication_id>/", public.public_edition, name="public-edition"),
]
