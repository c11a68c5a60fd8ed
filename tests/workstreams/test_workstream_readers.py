"""Who sees workstreams, who changes them, and who learns nothing."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import World
from tests.workstreams.pages import new_url, posted, url
from tests.workstreams.records import actions, make_workstream

SignIn = Callable[[World, str], Client]


@pytest.mark.parametrize("role", ["finance_officer", "director", "section_151"])
def test_readers_see_workstreams_and_cannot_change_them(world: World, sign_in: SignIn, role: str) -> None:
    workstream, client = make_workstream(world), sign_in(world, role)

    assert "Change this workstream" not in client.get(workstream.get_absolute_url()).content.decode()
    for address in (new_url(world), url("workstream-edit", workstream), url("workstream-end", workstream)):
        assert client.get(address).status_code == 403
        assert client.post(address, posted(world, "3.1")).status_code == 403
    assert actions(world) == []


@pytest.mark.parametrize("role", ["forum_member", "administrator"])
def test_those_outside_the_programme_do_not_see_workstreams(world: World, sign_in: SignIn, role: str) -> None:
    workstream, client = make_workstream(world), sign_in(world, role)

    assert client.get(workstream.get_absolute_url()).status_code == 403
    assert client.get(reverse("workstreams:workstreams", args=[world.authority.la_code])).status_code == 403


def test_strangers_learn_nothing(world: World, elsewhere: World, sign_in: SignIn) -> None:
    workstream, stranger = make_workstream(world), sign_in(elsewhere, "programme_manager")

    for address in (workstream.get_absolute_url(), new_url(world), url("workstream-edit", workstream)):
        assert stranger.get(address).status_code == 404


def test_another_councils_workstream_is_not_found_under_ones_own_code(
    world: World, elsewhere: World, sign_in: SignIn
) -> None:
    workstream = make_workstream(world)
    address = [elsewhere.authority.la_code, *workstream.address[1:]]

    found = sign_in(elsewhere, "officer").get(reverse("workstreams:workstream", args=address))

    assert found.status_code == 404
