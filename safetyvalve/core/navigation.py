"""The links along the top of a council's pages, by what the person may see."""

from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest
from django.urls import reverse

from safetyvalve.core.access import CouncilRequest
from safetyvalve.core.roles import Permission


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    current: bool


# Label, URL name, the permissions of which one is needed. The order is the order on the page.
ITEMS: tuple[tuple[str, str, tuple[Permission, ...]], ...] = (
    ("Home", "core:council-home", (Permission.COUNCIL_VIEW,)),
    ("Agreements", "conditions:agreements", (Permission.AGREEMENT_VIEW,)),
    ("Workstreams", "workstreams:workstreams", (Permission.AGREEMENT_VIEW,)),
    ("Savings", "workstreams:savings", (Permission.AGREEMENT_VIEW,)),
    ("Finance", "dashboards:finance", (Permission.AGREEMENT_VIEW,)),
    ("Risks", "workstreams:risks", (Permission.AGREEMENT_VIEW,)),
    ("Returns", "conditions:submissions", (Permission.SUBMISSION_VIEW,)),
    ("Dashboards", "dashboards:dashboards", (Permission.DASHBOARD_VIEW,)),
    ("Editions", "dashboards:publications", (Permission.DASHBOARD_VIEW,)),
    ("Measures", "dashboards:measures", (Permission.MEASURE_MANAGE,)),
    ("People", "core:people", (Permission.PEOPLE_MANAGE,)),
    ("Programmes", "conditions:programmes", (Permission.PROGRAMME_MANAGE,)),
    ("Audit", "core:audit", (Permission.AUDIT_VIEW,)),
    ("Settings", "core:authority-edit", (Permission.COUNCIL_EDIT,)),
)
# Pages that belong to a section and have their address elsewhere.
BELONGS: dict[str, tuple[str, ...]] = {"dashboards:publications": ("dashboards:questions", "dashboards:feeds")}


def for_request(request: HttpRequest) -> list[Link]:
    """The links this person may follow in this council, with the current section marked."""
    council = cast(CouncilRequest, request)
    links = []
    for label, name, permissions in ITEMS:
        if council.permissions.intersection(permissions):
            url = reverse(name, args=[council.authority.la_code])
            links.append(Link(label, url, _is_in(request.path, name, url, council.authority.la_code)))
    return links


def _is_in(path: str, name: str, url: str, la_code: str) -> bool:
    """Whether a page belongs to a section."""
    if name == "core:council-home":
        return path == url
    return path.startswith((url, *(reverse(other, args=[la_code]) for other in BELONGS.get(name, ()))))
