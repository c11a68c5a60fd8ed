from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from safetyvalve.core.models import AuditEvent, Authority, Membership, User
from safetyvalve.core.services.council_colours import contrast, text_on
from tests.factories import make_installation_administrator

SignIn = Callable[[User], Client]
NEW = {
    "name": "Brackwater",
    "gss_code": "E06000998",
    "la_code": "998",
    "administrator_name": "Nell",
    "administrator_email": "nell@brackwater.example",
    "colour": "005A70",
    "small_count_threshold": "5",
}


def test_a_new_council_comes_with_somebody_who_can_add_its_people(council: Authority, as_user: SignIn) -> None:
    client = as_user(make_installation_administrator())
    response = client.post(reverse("core:authority-create"), NEW, follow=True)
    assert "Brackwater is set up. Nell can now add its people." in response.content.decode()
    brackwater = Authority.objects.get(la_code="998")
    assert brackwater.colour == "#005a70"
    membership = Membership.objects.get(authority=brackwater)
    assert (membership.role, membership.user.email) == ("administrator", "nell@brackwater.example")
    actions = AuditEvent.objects.filter(authority=brackwater).values_list("action", flat=True)
    assert list(actions) == ["council_added", "role_given"]


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("gss_code", "999", "Enter a GSS code, for example E06000046."),
        ("gss_code", "E06000999", "A council with this GSS code is already set up here"),
        ("la_code", "999", "A council with this LA code is already set up here"),
        ("colour", "teal", "Enter a colour such as #1d4f91."),
        ("small_count_threshold", "0", "must be 1 or more"),
        ("administrator_email", "nell", "Enter an e-mail address in the correct form"),
    ],
)
def test_a_wrong_field_is_explained_and_nothing_is_saved(
    council: Authority, as_user: SignIn, field: str, typed: str, message: str
) -> None:
    client = as_user(make_installation_administrator())
    text = client.post(reverse("core:authority-create"), {**NEW, field: typed}).content.decode()
    assert message in text
    assert Authority.objects.count() == 1


def test_a_council_administrator_cannot_set_up_councils(council: Authority, ada: User, as_user: SignIn) -> None:
    assert as_user(ada).get(reverse("core:authority-create")).status_code == 404


def settings_of(council: Authority, client: Client, **typed: str) -> dict[str, str]:
    form = client.get(reverse("core:authority-edit", args=["999"])).context["form"]
    return {
        "name": council.name,
        "colour": council.colour,
        "small_count_threshold": "5",
        "seen": form["seen"].value(),
        **typed,
    }


def test_settings_are_changed_and_audited_once(council: Authority, ada: User, as_user: SignIn) -> None:
    client = as_user(ada)
    client.post(reverse("core:authority-edit", args=["999"]), settings_of(council, client, colour="#123456"))
    council.refresh_from_db()
    assert council.colour == "#123456"
    event = AuditEvent.objects.get()
    assert (event.action, event.changes) == ("council_changed", {"colour": ["#1d4f91", "#123456"]})


def test_saving_what_is_there_writes_no_event(council: Authority, ada: User, as_user: SignIn) -> None:
    client = as_user(ada)
    client.post(reverse("core:authority-edit", args=["999"]), settings_of(council, client))
    assert not AuditEvent.objects.exists()


def test_a_save_over_somebody_elses_is_refused_once_and_says_what_is_saved_now(
    council: Authority, ada: User, as_user: SignIn
) -> None:
    client, address = as_user(ada), reverse("core:authority-edit", args=["999"])
    typed = settings_of(council, client, name="Saltmarsh Council")
    Authority.objects.filter(pk=council.pk).update(name="Saltmarsh Borough")
    response = client.post(address, typed)
    text = response.content.decode()
    assert "Somebody else changed this while you had the page open" in text
    assert "Saltmarsh Borough" in text
    assert 'value="Saltmarsh Council"' in text
    client.post(address, {**typed, "seen": response.context["form"]["seen"].value()})
    council.refresh_from_db()
    assert council.name == "Saltmarsh Council"


def test_the_stylesheet_carries_the_colour_and_may_be_kept_for_a_while(council: Authority) -> None:
    response = Client().get(reverse("core:council-stylesheet", args=["999"]))
    assert response["Content-Type"].startswith("text/css")
    assert "--council-colour: #1d4f91;" in response.content.decode()
    assert "--council-text: #ffffff;" in response.content.decode()
    assert response["Cache-Control"] == "public, max-age=300"
    assert Client().get(reverse("core:council-stylesheet", args=["000"])).status_code == 404


@pytest.mark.parametrize("colour", ["#000000", "#ffffff", "#767676", "#777777", "#ffdd00", "#1d4f91", "#8a8a8a"])
def test_text_on_any_colour_can_be_read(colour: str) -> None:
    assert contrast(colour, text_on(colour)) >= 4.5


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
