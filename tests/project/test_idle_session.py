"""Eight hours without use end a session; in use it goes on, and page views hardly write."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.user.get_username())


@login_not_required
def anybody(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


def sign_in_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("sign in")


urlpatterns = [
    path("page/", page),
    path("anybody/", anybody),
    path("sign-in/", login_not_required(sign_in_page), name="account_login"),
]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def signed_in(clock: time_machine.Traveller) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.create_user("priya@council.example", display_name="Priya"))
    return client


def is_signed_in(client: Client) -> bool:
    return client.get("/page/").status_code == 200


def test_eight_hours_without_use_end_the_session(signed_in: Client, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(hours=7, minutes=59))
    assert is_signed_in(signed_in)
    clock.shift(timedelta(hours=8, minutes=1))
    assert not is_signed_in(signed_in)


def test_a_session_in_use_goes_on_all_day(signed_in: Client, clock: time_machine.Traveller) -> None:
    for _ in range(6):
        clock.shift(timedelta(hours=2))
        assert is_signed_in(signed_in)


def test_looking_at_pages_writes_at_most_once_in_ten_minutes(signed_in: Client, clock: time_machine.Traveller) -> None:
    writes = []
    for _ in range(4):
        clock.shift(timedelta(minutes=4))
        with CaptureQueriesContext(connection) as queries:
            signed_in.get("/page/")
        writes.append(any(query["sql"].startswith(("UPDATE", "INSERT")) for query in queries))
    assert writes == [False, False, True, False]


def test_the_cookie_ends_with_the_browser_and_keeps_to_this_site(
    signed_in: Client, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(minutes=10))
    cookie = signed_in.get("/page/").cookies["safetyvalve_session"]
    assert not cookie["max-age"]
    assert not cookie["expires"]
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"


def test_a_stranger_gets_no_cookie_and_no_query(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        response = client.get("/anybody/")
    assert response.status_code == 200
    assert "safetyvalve_session" not in response.cookies
