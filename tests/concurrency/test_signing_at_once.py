"""Two signatures at the same moment: one is recorded, the other person reads why theirs is not."""

from functools import partial

import pytest

from tests.concurrency.browser import Person, at_once
from tests.concurrency.conftest import Server
from tests.concurrency.record import SIGNING, SIGNING_TWICE
from tests.factories import PASSWORD

pytestmark = pytest.mark.slow


def address(code: str) -> str:
    return f"/c/{code}/agreements/safety-valve/periods/update-1-2024-25/sign-off/"


def filled_in(person: Person, code: str) -> dict[str, str]:
    """The sign-off form with its declaration ticked, every warning accepted, and the password."""
    page = person.get(address(code))
    assert page.status == 200
    fields = {**page.fields, "declaration": "on", "password": PASSWORD}
    for name in [name for name in fields if name.startswith("reason_")]:
        fields |= {name: "The reason is known.", name.replace("reason_", "accept_"): "on"}
    return fields


def test_two_section_151_officers_sign_at_once_and_one_signature_is_recorded(server: Server) -> None:
    people = server.people(SIGNING)
    forms = [filled_in(person, SIGNING) for person in people]
    answers = at_once(
        *(partial(person.post, address(SIGNING), form) for person, form in zip(people, forms, strict=True))
    )
    signed, refused = sorted(answers, key=lambda page: page.status)
    assert signed.status == 302
    assert signed.location.endswith("/sign-off/done/")
    assert refused.status in (409, 422)
    assert "Nobody else needs to sign in your role." in refused.text
    found = server.report(SIGNING)
    winner = ("First officer", "Second officer")[answers.index(signed)]
    assert found["signatures"] == [["section_151", winner]]
    assert found["status"] == "awaiting_sign_off"


def test_one_person_pressing_twice_signs_once(server: Server) -> None:
    person = server.people(SIGNING_TWICE)[0]
    form = filled_in(person, SIGNING_TWICE)
    answers = at_once(*[partial(person.post, address(SIGNING_TWICE), form)] * 3)
    assert sorted(page.status for page in answers)[0] == 302
    for refused in (page for page in answers if page.status != 302):
        assert refused.status in (409, 422)
        assert "You have already signed this return." in refused.text
    assert server.report(SIGNING_TWICE)["signatures"] == [["section_151", "First officer"]]
