"""load_demo, load_shipped and demo_sign_ins: what they refuse, and what they leave alone."""

from io import StringIO
from typing import Any

import pytest
from django.conf import settings as current
from django.core.management import CommandError, call_command

from conditions.models import Programme
from dashboards.models import Category, Indicator
from safetyvalve.core.models import Authority, User
from safetyvalve.demo import loading, people
from safetyvalve.demo.reading import catalogue


def told(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def test_a_production_installation_refuses_demonstration_people(settings: Any) -> None:
    settings.IN_PRODUCTION = True
    with pytest.raises(CommandError, match="production installation"):
        call_command("load_demo")


@pytest.mark.django_db
def test_empty_means_an_administrator_programmes_and_measures() -> None:
    told("load_demo", "--empty")
    assert list(User.objects.values_list("email", "is_superuser")) == [(people.ADMINISTRATOR_EMAIL, True)]
    assert not Authority.objects.exists()
    assert set(Programme.objects.values_list("slug", flat=True)) == {"safety-valve-quarterly", "safety-valve-termly"}
    assert {programme.rag_levels.count() for programme in Programme.objects.all()} == {4}
    assert Indicator.objects.filter(authority=None).count() == len(catalogue())
    assert Category.objects.filter(topic="placement").exists()


@pytest.mark.django_db
def test_what_every_installation_starts_with_loads_in_production_and_only_once(settings: Any) -> None:
    settings.IN_PRODUCTION = True
    first = told("load_shipped")
    assert first.startswith("Programmes, measures and code lists: ")
    assert int(first.split()[-2]) > len(catalogue())
    Programme.objects.filter(slug="safety-valve-termly").update(condition_word="requirement")
    assert told("load_shipped") == "Programmes, measures and code lists: nothing new\n"
    assert Programme.objects.get(slug="safety-valve-termly").condition_word == "requirement"
    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_council_that_is_not_in_the_demonstration_is_refused_by_name() -> None:
    with pytest.raises(CommandError, match=r"no demonstration council with the code 123.*921 Isle of Wight"):
        call_command("load_demo", council="123")
    assert not User.objects.exists()


@pytest.mark.parametrize("code", ["880", "E06000027", "e06000027"])
def test_a_council_is_named_by_either_of_its_codes(code: str) -> None:
    assert loading.folders(code) == ["torbay"]


@pytest.mark.django_db
def test_one_small_council_loads_and_its_people_are_listed(
    django_capture_on_commit_callbacks: Any, mailoutbox: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert "Torbay:" in told("load_demo", "--council", "880")
    listed = told("demo_sign_ins")
    assert people.PASSWORD in listed
    assert "Section 151 officer" in listed
    assert "section151@torbay.example" in listed
    assert "isle-of-wight" not in listed
    assert mailoutbox == []
    assert "already there" in told("load_demo", "--council", "880")


def test_nobody_is_written_to_while_it_loads(monkeypatch: pytest.MonkeyPatch) -> None:
    backends: list[str] = []
    monkeypatch.setattr("safetyvalve.demo.shipped.load", lambda: 0)
    monkeypatch.setattr(people, "installation_administrator", lambda: (None, False))
    monkeypatch.setattr(loading, "load", lambda *args, **options: backends.append(current.EMAIL_BACKEND))
    told("load_demo")
    assert backends == ["django.core.mail.backends.dummy.EmailBackend"]


@pytest.mark.django_db
def test_without_demonstration_people_there_is_nothing_to_list() -> None:
    with pytest.raises(CommandError, match="no demonstration people"):
        call_command("demo_sign_ins")
