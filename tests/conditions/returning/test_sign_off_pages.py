"""The sign-off page: what a signatory reads, and what stops a signature."""

import pytest
from django.urls import reverse

from conditions.forms.sign_off import SignOffForm
from conditions.models import SignOff
from tests import factories
from tests.conditions import answering

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def world():
    made = factories.make_world()
    director = made.people["director"]
    director.set_password(factories.PASSWORD)
    director.save()
    answering.walk_to(made, "awaiting_sign_off")
    return made


@pytest.fixture
def director(client, world):
    client.force_login(world.people["director"])
    return client


def url(world, name="sign-off"):
    return reverse(f"conditions:{name}", args=world.period.address)


def filled(world, **changes):
    fields = {"pack": world.submission.current_pack.sha256, "declaration": "on", "password": factories.PASSWORD}
    return {**fields, **changes}


def test_the_figures_stand_beside_the_answers(world, director):
    page = director.get(url(world)).content.decode()

    assert "The tests, computed" in page
    assert "£14.4 million deficit" in page
    assert "as planned" in page
    assert world.submission.current_pack.sha256[:16] in page


def test_a_signature_needs_the_password_and_the_declaration(world, director):
    page = director.post(url(world), filled(world, password="wrong", declaration=""))

    assert page.status_code == 422
    words = page.content.decode()
    assert "This is not your password." in words
    assert "Tick the box to make the declaration" in words
    assert not SignOff.objects.exists()


def test_a_signature_is_confirmed_and_says_who_is_next(world, director):
    page = director.post(url(world), filled(world), follow=True)

    assert SignOff.objects.get().role == "director"
    words = page.content.decode()
    assert "You have signed this return" in words
    assert "Still to sign: Section 151 officer." in words


def test_signing_again_after_going_back_is_refused_in_words(world, director):
    director.post(url(world), filled(world))

    again = director.post(url(world), filled(world))

    assert again.status_code == 409
    assert "You have already signed this return." in again.content.decode()
    assert SignOff.objects.count() == 1


def test_guessing_the_password_is_slowed_down(world, director):
    for _try in range(10):
        director.post(url(world), filled(world, password="guess"))

    page = director.post(url(world), filled(world))

    assert "Too many tries at your password." in page.content.decode()
    assert not SignOff.objects.exists()


def test_sending_back_names_the_part_and_needs_words(world, director):
    refused = director.post(url(world, "send-back"), {})
    assert refused.status_code == 422

    director.post(url(world, "send-back"), {"item_2": "How many schools?"}, follow=True)

    world.submission.refresh_from_db()
    assert world.submission.status == "draft"
    assert world.submission.sent_back_reasons == {"condition:3.1": "How many schools?"}


def test_a_warning_is_shown_with_the_words_and_figures_it_rests_on():
    finding = {
        "place": {"label": "Condition 3.4, RAG"},
        "sentence": "Condition 3.4 is reported as Blue, and this milestone is still open.",
        "evidence": "“New school open” is expected on 1 September 2024.",
        "fingerprint": "0123456789abcdef",
    }

    page = SignOffForm(findings=[finding], user=None).as_p()

    assert finding["sentence"] in page
    assert finding["evidence"] in page


def test_a_pack_changed_behind_the_product_is_refused_in_words(world, director, monkeypatch):
    def broken(pack):
        raise ValueError("This pack does not match its digest.")

    monkeypatch.setattr("conditions.views.signing.packs.read", broken)

    page = director.get(url(world))

    assert page.status_code == 200
    assert "does not match its digest. Do not sign" in page.content.decode()
    assert 'name="password"' not in page.content.decode()
