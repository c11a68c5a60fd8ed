"""Addresses that name nothing, are far too long or are no text at all: not found or refused, never a failure."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse

from conditions.models import ConditionResponse
from tests import factories
from tests.addresses import Route, address, council_routes, parts
from tests.factories import NOW, World
from tests.furniture import furnish

pytestmark = pytest.mark.django_db

MARK = "424242"

ODD_TEXT = ("nothing-of-this-name", "x" * 3000, "%00", "%ff%fe", "%F0%9F%92%A5", "..%2f..%2fetc", "'%20OR%201=1")
ODD_NUMBER = ("0", "999999999999", "9223372036854775808", "9" * 60)


# A few questions at once: whichever of them a page understands, it may not fail on any.
QUESTIONS = (
    "years=²&agreement=%ff&page=-1&rows=٣&sort=%00&a[]=1",
    "years=99999999999999999999&agreement=nothing&page=last&rows=-6&sort=-x&kind=%00",
)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """A council with one of everything, made once; what the tests write is undone."""
    with time_machine.travel(NOW, tick=False), django_db_blocker.unblock(), transaction.atomic():
        yield furnish(factories.make_world())
        transaction.set_rollback(True)


@pytest.fixture
def everybody(world: World) -> Client:
    """Somebody who holds every role."""
    person = factories.make_user(None, world.authority)
    for role in world.people:
        factories.give_role(person, role, world.authority)
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture(scope="module")
def examples(world: World) -> dict[str, Any]:
    return parts(world)


@pytest.mark.usefixtures("short_errors")
@pytest.mark.parametrize("are_many", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["two", "all"])
@pytest.mark.parametrize("route", council_routes(), ids=str)
def test_a_part_that_names_nothing_is_not_found(
    route: Route, are_many: bool, examples: dict[str, Any], everybody: Client
) -> None:
    """Each part of each address in turn."""
    for part in set(route.parts) - {"actor_id"}:
        pattern = address(route, examples, **{part: MARK})
        odd = ODD_NUMBER if isinstance(examples[part], int) else ODD_TEXT
        odd = odd if are_many else odd[1:3]
        for url in (pattern.replace(MARK, each) for each in odd):
            assert everybody.get(url).status_code in (400, 404, 405), url[:200]
        assert everybody.post(url).status_code in (400, 404, 405), url[:200]


@pytest.mark.slow
@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("route", council_routes(), ids=str)
def test_odd_questions_after_an_address_are_ignored(
    route: Route, question: str, examples: dict[str, Any], everybody: Client
) -> None:
    url = address(route, examples)
    assert everybody.get(f"{url}?{question}").status_code in (200, 302, 400, 404, 405)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"narrative=%ff%fe%c0%80&revision=0", "application/x-www-form-urlencoded"),
        (b"narrative=\xff\xfe&revision=0", "application/x-www-form-urlencoded"),
        (b"narrative=\xff&revision=0", "application/x-www-form-urlencoded; charset=utf-7"),
        (b"narrative=x&revision=0", "application/x-www-form-urlencoded; charset=no-such-charset"),
        (b'{"narrative": "x"}', "application/json"),
        (b"--x\r\nnot multipart at all", "multipart/form-data; boundary=x"),
        (b"no boundary", "multipart/form-data"),
        (b"&".join(b"field%d=1" % n for n in range(6000)), "application/x-www-form-urlencoded"),
        (b"", "application/x-www-form-urlencoded"),
    ],
)
def test_a_body_that_is_no_form_is_refused_and_nothing_is_saved_by_halves(
    body: bytes, content_type: str, world: World
) -> None:
    client = Client()
    client.force_login(world.people["officer"])
    url = reverse("conditions:condition-update", args=[*world.period.address, "3.1"])
    answer = client.generic("POST", url, body, content_type=content_type)
    assert answer.status_code in (302, 400, 413, 415, 422)
    assert ("\ufffd" in "".join(ConditionResponse.objects.values_list("narrative", flat=True))) <= (
        answer.status_code == 302
    )
