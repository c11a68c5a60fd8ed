"""What every answer tells the browser to refuse."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path


@login_not_required
def anybody(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


urlpatterns = [path("anybody/", anybody)]
pytestmark = pytest.mark.urls(__name__)

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
}


def test_the_content_security_policy_allows_this_site_only_and_nothing_inline(client: Client) -> None:
    response = client.get("/anybody/")
    assert set(response["Content-Security-Policy"].split("; ")) == POLICY


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Frame-Options", "DENY"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_a_header_guards_every_page(client: Client, header: str, value: str) -> None:
    assert client.get("/anybody/")[header] == value
