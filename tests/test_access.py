"""Every address × role × council × method, from the URLconf: who gets in, who is refused, who learns nothing."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from dashboards.models import Publication
from dashboards.publishing.links import make_link
from safetyvalve.core.models import User
from safetyvalve.core.roles import GRANTS, Role
from tests import factories
from tests.addresses import ALLAUTH, Route, address, council_routes, our_routes, parts, routes
from tests.factories import NOW, World
from tests.furniture import furnish

pytestmark = pytest.mark.django_db

METHODS = ("get", "post")
UNUSUAL_METHODS = ("put", "delete")
# Shown or done; or the form, the method or the state of the return stands in the way, and says so.
LET_IN = (200, 302, 400, 405, 409, 422)
SESSIONS: dict[int, str] = {}
"""Of each person of the two councils, the session that their browsers carry."""
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
def worlds(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[World, World]]:
    """Two councils with one of everything, and people in every role of each: made once, each test's writes undone."""
    with time_machine.travel(NOW, tick=False), django_db_blocker.unblock(), transaction.atomic():
        here = furnish(factories.make_world())
        brackwater = factories.make_authority("Brackwater", "998")
        agreement = factories.make_agreement(brackwater, slug="another-agreement", title="Another agreement")
        period = factories.period_of(agreement)
        people = factories.make_people(brackwater)
        there = furnish(World(brackwater, people, agreement, period, factories.make_submission(period)))
        for user in (*here.people.values(), *there.people.values()):
            SESSIONS[user.pk] = signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
        yield here, there
        SESSIONS.clear()
        transaction.set_rollback(True)


def signed_in(user: User) -> Client:
    """A browser of theirs. Signing in is done once for each: what a test writes is undone, these sessions are not."""
    client = Client(raise_request_exception=True)
    if user.pk in SESSIONS:
        client.cookies[settings.SESSION_COOKIE_NAME] = SESSIONS[user.pk]
    else:
        client.force_login(user)
    return client


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


@pytest.mark.parametrize("route", council_routes(), ids=str)
def test_roles_strangers_and_visitors(route: Route, worlds: tuple[World, World]) -> None:
    here, there = worlds
    examples = parts(here)
    url = address(route, examples)
    stranger = signed_in(there.people[Role.PROGRAMME_MANAGER])
    refused: Role | None = None
    for role in Role:
        member = signed_in(here.people[role])
        may = bool(GRANTS[role] & set(route.view.access.permissions))
        refused = refused if may else role
        for method in METHODS:
            status = getattr(member, method)(url).status_code
            assert status in (LET_IN if may else (403,)), (role, method, status)
    for method in (*METHODS, *UNUSUAL_METHODS):
        assert getattr(stranger, method)(url).status_code == 404, (method, "of another council")
    for method in UNUSUAL_METHODS:
        assert refused is None or getattr(signed_in(here.people[refused]), method)(url).status_code == 403, method
    for method in (*METHODS, *UNUSUAL_METHODS):
        response = getattr(Client(), method)(url)
        assert response.status_code == 302, (method, "signed out")
        assert response.url.startswith(reverse("account_login"))


@pytest.mark.slow
@pytest.mark.parametrize("route", council_routes(), ids=str)
def test_strangers_in_every_role_learn_nothing(route: Route, worlds: tuple[World, World]) -> None:
    here, there = worlds
    url = address(route, parts(here))
    for role in Role:
        for method in METHODS:
            assert getattr(signed_in(there.people[role]), method)(url).status_code == 404, (role, method)


OF_A_COUNCIL = [r for r in council_routes() if len(r.parts) > 1 and r.name not in SAME_IN_EVERY_COUNCIL]


@pytest.mark.parametrize("route", OF_A_COUNCIL, ids=str)
def test_another_councils_things_are_not_found_by_somebody_with_every_role(
    route: Route, worlds: tuple[World, World]
) -> None:
    here, there = worlds
    somebody = factories.make_user("administrator", here.authority, email="everything@999.example")
    for role in set(Role) - {Role.ADMINISTRATOR}:
        factories.give_role(somebody, role, here.authority)
    url = address(route, parts(there), la_code=here.authority.la_code)
    client = signed_in(somebody)
    assert {getattr(client, method)(url).status_code for method in METHODS} <= {404, 405}


@pytest.mark.slow
@pytest.mark.parametrize("route", OF_A_COUNCIL, ids=str)
def test_another_councils_things_are_not_found_under_this_councils_address(
    route: Route, worlds: tuple[World, World]
) -> None:
    here, there = worlds
    url = address(route, parts(there), la_code=here.authority.la_code)
    for role in Role:
        if GRANTS[role] & set(route.view.access.permissions):
            client = signed_in(here.people[role])
            assert {getattr(client, method)(url).status_code for method in METHODS} <= {404, 405}, role


@pytest.mark.parametrize("route", [r for r in our_routes() if r not in council_routes()], ids=str)
def test_pages_outside_a_council(route: Route, worlds: tuple[World, World]) -> None:
    here, _there = worlds
    url = address(route, parts(here))
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
def test_a_role_that_is_not_in_force_opens_nothing(membership: dict[str, Any], worlds: tuple[World, World]) -> None:
    here, _there = worlds
    somebody = factories.make_user("administrator", here.authority, email="other@999.example", **membership)
    assert signed_in(somebody).get(reverse("core:council-home", args=["999"])).status_code == 404


def test_the_last_day_of_a_role_still_counts(worlds: tuple[World, World]) -> None:
    here, _there = worlds
    somebody = factories.make_user("officer", here.authority, email="other@999.example", ends_on=date(2024, 6, 14))
    assert signed_in(somebody).get(reverse("core:council-home", args=["999"])).status_code == 200


def test_a_closed_account_is_signed_out(worlds: tuple[World, World]) -> None:
    here, _there = worlds
    client = signed_in(here.people["officer"])
    User.objects.filter(pk=here.people["officer"].pk).update(is_active=False)
    assert client.get(reverse("core:council-home", args=["999"])).status_code == 302


# --- Links and keys of a feed -------------------------------------------------------------------------------

OPENED_BY_A_KEY = {"dashboards:feed"}


@pytest.fixture(scope="module")
def holder(worlds: tuple[World, World]) -> Client:
    """Somebody who has opened links of the first council, one of them with its PIN, and sends a key of its feed."""
    here, _there = worlds
    edition = Publication.objects.live().filter(authority=here.authority, contents__audience="links").earliest("pk")
    who = here.people["programme_manager"]
    made = make_link(edition, label="Heads", expires_on=date(2030, 1, 1), pin="marsh-24", by=who, now=NOW)
    client = Client(headers={"Authorization": f"Bearer a-key-of-{here.authority.la_code}"})
    client.get(reverse("dashboards:shared-edition", args=[f"a-link-of-{here.authority.la_code}"]))
    assert client.post(reverse("dashboards:shared-edition", args=[made.token]), {"pin": "marsh-24"}).status_code == 302
    assert list(client.cookies) == [f"safetyvalve_link_{made.link.pk}"]
    return client


@pytest.mark.slow
@pytest.mark.parametrize("route", our_routes(), ids=str)
def test_a_link_and_a_key_open_nothing_else(route: Route, worlds: tuple[World, World], holder: Client) -> None:
    """At every other address their holder gets what any visitor gets, in this council and in another."""
    for world in worlds:
        url = address(route, parts(world))
        for method in METHODS:
            answer = getattr(holder, method)(url)
            if route.view.access.permissions:
                assert answer.status_code == 302
                assert answer.url.startswith(reverse("account_login"))
                continue
            visitor = getattr(Client(), method)(url)
            if route.name in OPENED_BY_A_KEY and method == "get":
                assert (visitor.status_code, answer.status_code) == (401, 200 if world is worlds[0] else 401)
            else:
                assert (answer.status_code, answer.get("Location")) == (visitor.status_code, visitor.get("Location"))


@pytest.mark.parametrize("route", [r for r in our_routes() if {"token", "secret"} & set(r.parts)], ids=str)
def test_a_link_is_no_key_and_a_key_no_link(route: Route, worlds: tuple[World, World]) -> None:
    here, there = worlds
    examples = parts(here)
    swapped = {"token": examples["secret"], "secret": examples["token"]}
    of_another_council = {"secret": parts(there)["secret"]}
    for instead in (swapped, of_another_council):
        if "token" in route.parts and "token" not in instead:
            continue
        assert Client().get(address(route, {**examples, **instead})).status_code in (404, 405)
