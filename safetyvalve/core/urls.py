from django.urls import path

from safetyvalve.core.styleguide.views import styleguide
from safetyvalve.core.views import audit, authorities, home, pages, people

app_name = "core"

urlpatterns = [
    path("", home.home, name="home"),
    path("help/", pages.help_page, name="help"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("styleguide/", styleguide, name="styleguide"),
    path("healthz", pages.healthz, name="healthz"),
    path("councils/add/", authorities.authority_create, name="authority-create"),
    path("c/<str:la_code>/", home.council_home, name="council-home"),
    path("c/<str:la_code>/council.css", authorities.council_stylesheet, name="council-stylesheet"),
    path("c/<str:la_code>/settings/", authorities.authority_edit, name="authority-edit"),
    path("c/<str:la_code>/people/", people.people, name="people"),
    path("c/<str:la_code>/people/add/", people.person_add, name="person-add"),
    path("c/<str:la_code>/people/<uuid:actor_id>/", people.person, name="person"),
    path("c/<str:la_code>/people/<uuid:actor_id>/roles/<int:membership_id>/end/", people.role_end, name="role-end"),
    path("c/<str:la_code>/audit/", audit.audit, name="audit"),
]
