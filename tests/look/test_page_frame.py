"""What every page has around its content."""

from types import SimpleNamespace as Made
from typing import Any

import pytest
from django.contrib import messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest
from django.template import engines
from django.test import Client, RequestFactory
from django.urls import reverse

from safetyvalve import built
from safetyvalve.core.models.authority import PLAIN_COLOUR, Authority
from safetyvalve.core.services.council_colours import text_on
from safetyvalve.core.styleguide.forms import ExampleForm

PAGE = '{% extends "base.html" %}{% block title %}People{% endblock %}{% block content %}<h1>People</h1>{% endblock %}'
COUNCIL = Made(
    name="Example Council", la_code="921", is_illustrative=True, notice="Figures are made up.", has_own_colour=True
)


def request() -> HttpRequest:
    made = RequestFactory().get("/")
    made.session = {}  # type: ignore[assignment]
    made._messages = FallbackStorage(made)  # type: ignore[attr-defined]
    made.user = Made(is_authenticated=False)  # type: ignore[assignment]
    return made


def page(*, on: HttpRequest | None = None, **context: Any) -> str:
    return engines["django"].from_string(PAGE).render(context, on or request())


def test_the_title_names_the_page_and_then_the_product() -> None:
    assert "<title>People – Safety Valve</title>" in page()


def test_the_title_says_error_first_when_the_form_has_one() -> None:
    assert "<title>Error: People – Safety Valve</title>" in page(form=ExampleForm({}))
    assert "<title>Error: People – Safety Valve</title>" in page(forms=[ExampleForm(), ExampleForm({})])
    assert "<title>People – Safety Valve</title>" in page(form=ExampleForm())


def test_the_page_is_in_english_and_can_be_skipped_into() -> None:
    html = page()
    assert '<html lang="en"' in html
    assert html.index('href="#main-content"') < html.index('id="main-content"')


def test_a_council_brings_its_name_its_colour_and_its_notice() -> None:
    html = page(council=COUNCIL)
    assert "Example Council" in html
    assert reverse("core:council-stylesheet", args=["921"]) in html
    assert "Figures are made up." in html
    assert "style=" not in html


@pytest.mark.parametrize(("colour", "is_own"), [("#1d4f91", False), ("#1D4F91", False), ("#005a70", True)])
def test_a_council_without_a_colour_of_its_own_needs_no_style_sheet_of_its_own(colour: str, is_own: bool) -> None:
    html = page(council=Authority(name="Example Council", la_code="921", colour=colour))
    assert ("council.css" in html) is is_own


def test_the_colour_of_councils_without_their_own_is_that_of_the_style_sheet() -> None:
    css = (built.STATIC / "css/app.css").read_text("utf-8")
    assert f"--app-council: var(--council-colour, {PLAIN_COLOUR});" in css
    assert f"--app-on-council: var(--council-text, {text_on(PLAIN_COLOUR)});" in css


def test_without_a_council_there_is_no_colour_and_no_notice() -> None:
    html = page()
    assert "council.css" not in html
    assert "app-notice" not in html


def test_the_current_section_is_marked_for_everybody() -> None:
    html = page(navigation=[Made(label="Home", url="/", current=False), Made(label="People", url="/p", current=True)])
    assert html.count("aria-current") == 1
    assert 'href="/p" aria-current="true"' in html


def test_messages_become_banners_of_their_kind() -> None:
    on = request()
    messages.success(on, "Saved <b>well</b>.")
    messages.error(on, "Sent back.")
    messages.info(on, "Closes soon.")
    html = page(on=on)
    assert html.count('data-module="govuk-notification-banner"') == 3
    assert "Saved &lt;b&gt;well&lt;/b&gt;." in html
    assert html.index("govuk-notification-banner--success") < html.index("app-notification-banner--error")


def test_signing_out_is_a_button_and_not_a_link() -> None:
    on = request()
    on.user = Made(is_authenticated=True, display_name="Programme manager", email="pm@example.org")  # type: ignore[assignment]
    html = page(on=on)
    assert "Programme manager" in html
    assert f'<form method="post" action="{reverse("account_logout")}">' in html


@pytest.mark.parametrize("template", ["400.html", "403.html", "404.html", "500.html"])
def test_an_error_page_needs_no_context(template: str) -> None:
    html = engines["django"].get_template(template).render({})
    assert html.count("<h1") == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["account_login", "account_reset_password", "account_reset_password_done", "account_signup"]
)
def test_a_page_before_signing_in_looks_like_the_rest(client: Client, name: str) -> None:
    html = client.get(reverse(name)).content.decode()
    assert html.count('<h1 class="govuk-') == 1
    assert "app-header" in html
    assert "placeholder=" not in html


@pytest.mark.django_db
def test_a_link_to_a_new_password_that_is_too_old_says_so(client: Client) -> None:
    address = reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "x-y"})
    assert "This link no longer works" in client.get(address).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["account_change_password", "account_email", "account_logout", "account_reauthenticate"]
)
def test_a_page_of_one_s_own_account_looks_like_the_rest(client: Client, django_user_model: Any, name: str) -> None:
    person = django_user_model.objects.create_user(email="officer@example.org", password="correct horse battery")
    client.force_login(person)
    html = client.get(reverse(name)).content.decode()
    assert html.count('<h1 class="govuk-') == 1
    assert "app-header" in html


@pytest.mark.django_db
def test_the_style_guide_is_open_to_everybody(client: Client) -> None:
    response = client.get(reverse("core:styleguide"))
    assert response.status_code == 200
