"""Junk sent to every form of the product, by everybody who may open it: refused or taken as text, never a failure.

The forms come from the URLconf and their fields from the pages themselves, so a new form is tried without being named.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from safetyvalve.core.roles import GRANTS, Role
from tests import factories
from tests.addresses import Route, address, council_routes, other_routes, parts
from tests.bad_input.junk import KINDS, Fields, fields_of
from tests.conditions.answering import walk_to
from tests.factories import NOW, World
from tests.furniture import furnish

pytestmark = pytest.mark.django_db

ANSWERED = (200, 302, 400, 403, 404, 405, 409, 413, 422)
LATER = ("awaiting_sign_off", "signed_off", "submitted")
# What one person tries on both databases, PostgreSQL minding NUL; the slow run tries all of it, and everybody.
WORST = ("control characters",)
# What has to be a number, a date or the key of a record somewhere, and is not quite one.
NEARLY = (
    "NUL alone",
    "beyond 64 bits",
    "negative",
    "not a number",
    "exponent",
    "Arabic digits",
    "superscript",
    "array",
)
MOST_FIELDS = 8
# Downloads have no form, and making one takes long.
IN_A_RETURN = [
    route for route in council_routes() if "period_slug" in route.parts and route.name != "conditions:return-file"
]

Worlds = dict[str, World]
Examples = dict[str, Any]


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A stopped clock and a transaction that is undone after the last test here."""
    with time_machine.travel(NOW, tick=False), django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def world(ground: None) -> World:
    """A council with one of everything, its return in draft; what the tests write is undone."""
    return a_world("990", "draft")


@pytest.fixture(scope="module")
def examples(world: World) -> Examples:
    return parts(world)


@pytest.fixture(scope="module")
def worlds(ground: None) -> Worlds:
    """A council for each later state of the return."""
    return {status: a_world(f"{991 + n}", status) for n, status in enumerate(LATER)}


def a_world(code: str, status: str) -> World:
    world = factories.make_world(factories.make_authority(f"Council {code}", code))
    walk_to(world, status)
    world.period.dsg_positions.all().delete()
    return furnish(world)


def signed_in(world: World, role: Role) -> Client:
    client = Client()
    client.force_login(world.people[role])
    return client


def roles_for(route: Route) -> list[Role]:
    return [role for role in Role if GRANTS[role] & set(route.view.access.permissions)]


def form_at(client: Client, url: str) -> Fields:
    """The fields of the page at this address; empty where there is no page or it has no form."""
    page = client.get(url)
    is_html = page.status_code == 200 and page["Content-Type"].startswith("text/html")
    return fields_of(page.content.decode()) if is_html else {}


def send(client: Client, url: str, fields: Fields) -> int:
    """Post, and undo whatever that did. An exception in a view comes through to the test."""
    with transaction.atomic():
        status = client.post(url, fields).status_code
        transaction.set_rollback(True)
    return status


def try_whole_forms(client: Client, url: str, kinds: Iterable[str]) -> None:
    """Every field full of the same; where there is no form, something that nobody asked for."""
    form = form_at(client, url)
    for kind in kinds if form else ("markup",):
        fields = {name: list(KINDS[kind]) for name in form or ("anything",)}
        assert send(client, url, fields) in ANSWERED, kind


def try_single_fields(client: Client, url: str, kinds: Iterable[str]) -> None:
    """Each field alone, in a form that is otherwise as the page gave it."""
    form = form_at(client, url)
    for kind in kinds:
        for name in list(form)[:MOST_FIELDS]:
            assert send(client, url, {**form, name: list(KINDS[kind])}) in ANSWERED, (kind, name)


@pytest.mark.wide
@pytest.mark.parametrize("route", council_routes(), ids=str)
def test_forms_full_of_junk_are_answered(route: Route, world: World, examples: Examples) -> None:
    try_whole_forms(signed_in(world, roles_for(route)[-1]), address(route, examples), WORST)


@pytest.mark.slow
@pytest.mark.parametrize("route", council_routes(), ids=str)
def test_junk_from_every_role_is_answered(route: Route, world: World, examples: Examples) -> None:
    for role in roles_for(route)[:-1]:
        try_whole_forms(signed_in(world, role), address(route, examples), WORST)


@pytest.mark.slow
@pytest.mark.parametrize("route", council_routes(), ids=str)
def test_junk_in_single_fields_is_answered(route: Route, world: World, examples: Examples) -> None:
    client, url = signed_in(world, roles_for(route)[0]), address(route, examples)
    try_whole_forms(client, url, KINDS)
    try_single_fields(client, url, NEARLY)


@pytest.mark.slow
@pytest.mark.parametrize("status", LATER)
@pytest.mark.parametrize("route", IN_A_RETURN, ids=str)
def test_junk_is_answered_wherever_the_return_has_got_to(route: Route, status: str, worlds: Worlds) -> None:
    world = worlds[status]
    url = address(route, parts(world) | {"round": 1}, period_slug=world.period.slug)
    for role in (roles_for(route)[0], roles_for(route)[-1]):
        try_whole_forms(signed_in(world, role), url, WORST)
    try_single_fields(signed_in(world, roles_for(route)[-1]), url, ("beyond 64 bits", "NUL alone"))


@pytest.mark.parametrize("route", other_routes(), ids=str)
def test_junk_outside_a_council_is_answered(route: Route, world: World, examples: Examples) -> None:
    """By the administrator of the installation, by an officer, and by somebody who has not signed in."""
    url = address(route, examples)
    installer = Client()
    installer.force_login(factories.make_installation_administrator())
    for client in (installer, signed_in(world, Role.OFFICER), Client()):
        try_whole_forms(client, url, WORST)
