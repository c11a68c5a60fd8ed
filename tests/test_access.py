"""Every address × role × council × method, from the URLconf: who gets in, who is refused, who learns nothing."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from safetyvalve.core.models import User
from safetyvalve.core.roles import GRANTS, Role
from tests import factories
from tests.addresses import ALLAUTH, Route, address, council_routes, other_routes, our_routes, routes
from tests.two_councils import TwoCouncils, made_and_undone, signed_in

pytestmark = pytest.mark.django_db

METHODS = ("get", "post")
UNUSUAL_METHODS = ("put", "delete")
# Shown or done; or the form, the method or the state of the return stands in the way, and says so.
LET_IN = (200, 302, 400, 405, 409, 422)
# Their parts name a chart, a format, a list of codes or a way in, which every council has.
SAME_IN_EVERY_COUNCIL = {
    "dashboards:board",
    "dashboards:chart-download",
    "dashboards:chart-table",
    "dashboards:dashboard-file",
    "dashboards:grid-template",
    "dashboards:grouping",
    "dashboards:headings",
    "dashboards:import-upload",
    "dashboards:month-edit",
    "dashboards:return-codes",
    "workstreams:savings-download",
}


@pytest.fixture(scope="module")
def worlds(django_db_setup: None, django_db_blocker: Any) -> Iterator[TwoCouncils]:
    with made_and_undone(django_db_blocker) as councils:
        yield councils


def test_every_view_of_ours_says_who_may_open_it() -> None:
    undeclared = [route.name for route in our_routes() if not hasattr(route.view, "access")]
    assert undeclared == []


def test_what_is_not_ours_is_allauth_by_name() -> None:
    assert {route.name for route in routes() if not route.is_ours} == ALLAUTH


def test_every_council_address_asks_for_a_permission() -> None:
    open_to_all = {
        "core:council-stylesheet",
        *("dashboards:public-page", "dashboards:public-edition", "dashboards:public-pack"),
        *("dashboards:feed", "dashboards:feed-by-address"),
    }
    council = {route.name for route in our_routes() if "la_code" in route.parts}
    assert council == {route.name for route in council_routes()} | open_to_all


def let_in(route: Route) -> list[Role]:
    """The roles that may open it, the one that may do least first."""
    asked = set(route.view.access.permissions)
    return sorted((role for role in Role if GRANTS[role] & asked), key=lambda role: len(GRANTS[role]))


@pytest.mark.parametrize("route", council_routes(), ids=str)
@pytest.mark.usefixtures("short_errors")
def test_the_refused_strangers_and_visitors_stay_out(route: Route, worlds: TwoCouncils) -> None:
    """Closed by default: every role without the permission, the most powerful of another council, and nobody."""
    url = address(route, worlds.examples)
    refused = [role for role in Role if role not in let_in(route)]
    for role in refused:
        member = signed_in(worlds.here.people[role])
        # Asked before any method is looked at: one role tries those that no page knows.
        for method in (*METHODS, *UNUSUAL_METHODS) if role == refused[0] else METHODS:
            assert getattr(member, method)(url).status_code == 403, (role, method)
    stranger = signed_in(worlds.there.people[Role.PROGRAMME_MANAGER])
    for method in (*METHODS, *UNUSUAL_METHODS):
        assert getattr(stranger, method)(url).status_code == 404, (method, "of another council")
        response = getattr(Client(), method)(url)
        assert response.status_code == 302, (method, "signed out")
        assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("route", council_routes(), ids=str)
def test_who_may_do_least_is_let_in(route: Route, worlds: TwoCouncils) -> None:
    """The whole page, as the role sees it that has the fewest other permissions. Somebody may: a page for nobody
    has lost its permission from every role.
    """
    assert let_in(route), "no role has the permission that it asks for"
    enter(route, let_in(route)[:1], worlds)


@pytest.mark.wide
@pytest.mark.parametrize("route", [route for route in council_routes() if len(let_in(route)) > 1], ids=str)
def test_everybody_else_with_the_permission_is_let_in(route: Route, worlds: TwoCouncils) -> None:
    enter(route, let_in(route)[1:], worlds)


def enter(route: Route, roles: list[Role], worlds: TwoCouncils) -> None:
    url = address(route, worlds.examples)
    for role in roles:
        member = signed_in(worlds.here.people[role])
        for method in METHODS:
            status = getattr(member, method)(url).status_code
            assert status in LET_IN, (role, method, status)


@pytest.mark.slow
@pytest.mark.parametrize("route", council_routes(), ids=str)
def test_strangers_in_every_role_learn_nothing(route: Route, worlds: TwoCouncils) -> None:
    url = address(route, worlds.examples)
    for role in Role:
        for method in METHODS:
            assert getattr(signed_in(worlds.there.people[role]), method)(url).status_code == 404, (role, method)


OF_A_COUNCIL = [r for r in council_routes() if len(r.parts) > 1 and r.name not in SAME_IN_EVERY_COUNCIL]


@pytest.mark.usefixtures("short_errors")
@pytest.mark.parametrize("route", OF_A_COUNCIL, ids=str)
def test_another_councils_things_are_not_found_by_somebody_with_every_role(route: Route, worlds: TwoCouncils) -> None:
    here = worlds.here
    somebody = factories.make_user("administrator", here.authority, email="everything@999.example")
    for role in set(Role) - {Role.ADMINISTRATOR}:
        factories.give_role(somebody, role, here.authority)
    url = address(route, worlds.examples_there, la_code=here.authority.la_code)
    client = signed_in(somebody)
    assert {getattr(client, method)(url).status_code for method in METHODS} <= {404, 405}


@pytest.mark.slow
@pytest.mark.parametrize("route", OF_A_COUNCIL, ids=str)
def test_another_councils_things_are_not_found_under_this_councils_address(route: Route, worlds: TwoCouncils) -> None:
    here = worlds.here
    url = address(route, worlds.examples_there, la_code=here.authority.la_code)
    for role in Role:
        if GRANTS[role] & set(route.view.access.permissions):
            client = signed_in(here.people[role])
            assert {getattr(client, method)(url).status_code for method in METHODS} <= {404, 405}, role


@pytest.mark.parametrize("route", other_routes(), ids=str)
def test_pages_outside_a_council(route: Route, worlds: TwoCouncils) -> None:
    here = worlds.here
    url = address(route, worlds.examples)
    kind = route.view.access.kind
    visitor, officer = Client().get(url), signed_in(here.people["officer"]).get(url)
    administrator = signed_in(factories.make_installation_administrator()).get(url)
    expected = {
        "public": ((200,), (200,), (200,)),
        "signed in": ((302,), (200, 302), (200, 302)),
        "installation administrator": ((302,), (404,), (200,)),
    }[kind]
    if route.name == "dashboards:feed":
        expected = ((401,),) * 3  # whoever asks, it takes a key
    for response, statuses in zip((visitor, officer, administrator), expected, strict=True):
        assert response.status_code in statuses


@pytest.mark.parametrize(
    "membership",
    [
        {"starts_on": date(2023, 4, 1), "ends_on": date(2024, 6, 13)},
        {"starts_on": date(2024, 6, 15)},
    ],
    ids=["ended yesterday", "begins tomorrow"],
)
def test_a_role_that_is_not_in_force_opens_nothing(membership: dict[str, Any], worlds: TwoCouncils) -> None:
    here = worlds.here
    somebody = factories.make_user("administrator", here.authority, email="other@999.example", **membership)
    assert signed_in(somebody).get(reverse("core:council-home", args=["999"])).status_code == 404


def test_the_last_day_of_a_role_still_counts(worlds: TwoCouncils) -> None:
    here = worlds.here
    somebody = factories.make_user("officer", here.authority, email="other@999.example", ends_on=date(2024, 6, 14))
    assert signed_in(somebody).get(reverse("core:council-home", args=["999"])).status_code == 200


def test_a_closed_account_is_signed_out(worlds: TwoCouncils) -> None:
    here = worlds.here
    client = signed_in(here.people["officer"])
    User.objects.filter(pk=here.people["officer"].pk).update(is_active=False)
    assert client.get(reverse("core:council-home", args=["999"])).status_code == 302
