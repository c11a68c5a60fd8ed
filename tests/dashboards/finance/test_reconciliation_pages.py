"""A year's deficit reconciled: entered, explained to the penny, attested, voided by a change, and its evidence."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from conditions.models import Attestation, DifferenceExplanation, Reconciliation
from conditions.services import reconciliation as services
from safetyvalve.core.models import AuditEvent
from tests import factories
from tests.dashboards.finance.ledger import a_year, enter
from tests.dashboards.finance.reconciled import LIST, PAGE, complete, say, year_of
from tests.factories import NOW, PASSWORD, World

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def world(db: None) -> World:
    """The outturn of 2023-24 closes with a deficit of £5,410,000."""
    world = factories.make_world()
    enter(world, "2023-24", a_year(), column="actual")
    return world


@pytest.fixture
def officer(world: World) -> Client:
    """The Section 151 officer, who has a password."""
    person = world.people["section_151"]
    person.set_password(PASSWORD)
    person.save()
    browser = Client()
    browser.force_login(person)
    return browser


def declare(client: Client, **instead: str) -> Any:
    form = client.get(f"{PAGE}attest/").context["form"]
    data = {"seen": str(form["seen"].value()), "declaration": "on", "password": PASSWORD}
    return client.post(f"{PAGE}attest/", {**data, **instead})


def test_a_document_is_entered_with_its_place_and_its_difference_shown(finance: Client, world: World) -> None:
    here = f"{PAGE}sources/s251/"
    assert "turn its sign" in finance.get(here).content.decode()
    data = {
        "revision": "0",
        "amount": "-5,460,000.50",
        "reference": "Outturn, line 1.9.3",
        **{"dated_on_day": "31", "dated_on_month": "5", "dated_on_year": "2024"},
    }
    assert finance.post(here, data).headers["Location"] == PAGE
    page = finance.get(PAGE).content.decode()
    for words in ("−£5,460,000.50", "−£50,000.50", "more deficit than the record"):
        assert words in page
    event = AuditEvent.objects.get(action="reconciliation_source_entered")
    assert event.changes["amount"] == [None, "-5460000.50"]
    asked = finance.post(here, {**data, "revision": "1", "amount": "-5,460"}).context["form"].questions
    assert "−£5,460 where −£5,460,000.50 stood before" in asked[0].sentence
    note = finance.post(f"{PAGE}sources/note/", {**data, "amount": "-5,460"}).context["form"].questions
    assert "−£5,460 where −£5,410,000 is the record’s own closing balance" in note[0].sentence
    stale = finance.post(here, {**data, "amount": "-1m"})
    assert "saved this while you were editing it" in stale.content.decode()


@pytest.mark.parametrize(
    ("instead", "field", "words"),
    [
        ({"amount": "about five"}, "amount", "must be an amount in pounds"),
        ({"reference": ""}, "reference", "Say which document"),
        ({"dated_on_year": "2025"}, "dated_on", "today or in the past"),
    ],
)
def test_a_mistake_is_said_at_its_field(finance: Client, instead: dict[str, str], field: str, words: str) -> None:
    day = {"dated_on_day": "31", "dated_on_month": "5", "dated_on_year": "2024"}
    data = {"revision": "0", "amount": "-1", "reference": "Note 8", **day, **instead}
    response = finance.post(f"{PAGE}sources/note/", data)
    assert response.status_code == 422
    assert words in str(response.context["form"].errors[field])
    assert not Reconciliation.objects.exists()


def test_a_difference_is_explained_in_parts_until_nothing_is_left(finance: Client, world: World) -> None:
    say(world, "outturn", "-5460000.01")
    form = finance.get(f"{PAGE}sources/outturn/explain/").context["form"]
    assert form["amount"].value() == "-50,000.01"
    data = {"revision": "0", "amount": "-50,000", "reason": "An accrual.", "evidence": "Journal 1."}
    assert finance.post(f"{PAGE}sources/outturn/explain/", data).status_code == 302
    assert "Revenue Outturn: −£0.01 is unexplained." in year_of(world).against
    part = DifferenceExplanation.objects.get()
    finance.post(f"{PAGE}explanations/{part.pk}/", {**data, "revision": "1", "amount": "-50,000.01"})
    assert year_of(world).documents[4].unexplained == 0
    assert finance.post(f"{PAGE}explanations/{part.pk}/", {**data, "revision": "1"}).status_code == 422
    finance.post(f"{PAGE}explanations/{part.pk}/remove/", {"revision": "1"})
    assert DifferenceExplanation.objects.exists()
    finance.post(f"{PAGE}explanations/{part.pk}/remove/", {"revision": "2"})
    assert not DifferenceExplanation.objects.exists()
    assert AuditEvent.objects.filter(action="explanation_removed").count() == 1


def test_what_may_be_eligible_is_worked_out_step_by_step(finance: Client, world: World) -> None:
    complete(world)
    found = year_of(world).eligible
    assert found is not None
    assert (found.base, found.eligible, found.own_part, found.rest) == (5_410_000, 5_400_000, 540_000, 4_860_000)
    page = finance.get(PAGE).content.decode()
    assert "£4,860,000.00" in page
    assert "How the government’s note of 9 February 2026 treats an authority with a Safety Valve agreement" in page
    data = {
        **{"revision": "1", "outside_high_needs": "10,000", "outside_reason": "Early years.", "own_share": "12.5%"},
        **{"own_share_since_day": "1", "own_share_since_month": "4", "own_share_since_year": "2026"},
        "own_share_source": "A later note",
    }
    assert finance.post(f"{PAGE}eligible/", data).status_code == 302
    changed = year_of(world).eligible
    assert changed is not None
    assert changed.own_part == 675_000
    refused = finance.post(f"{PAGE}eligible/", {**data, "revision": "2", "own_share": "101"})
    assert "must be 100% or less" in refused.content.decode()


def test_the_section_151_officer_attests_and_a_change_afterwards_voids_it_in_plain_sight(
    finance: Client, officer: Client, world: World
) -> None:
    complete(world)
    assert declare(officer).headers["Location"] == PAGE
    made = Attestation.objects.get()
    assert (made.name, made.attested_at, made.digest) == ("Section 151 officer", NOW, year_of(world).digest)
    assert "Nothing has changed since." in finance.get(PAGE).content.decode()
    row = Reconciliation.objects.get().sources.get(source="note")
    services.set_source(
        world.agreement,
        "2023-24",
        "note",
        {"amount": Decimal(-5_400_000)},
        revision=row.revision,
        by=world.people["finance_officer"],
        now=NOW,
    )
    page = finance.get(PAGE).content.decode()
    assert "The attestation by Section 151 officer of 14 June 2024, 10:30 is void" in page
    assert "DSG note in the published accounts: −£5,410,000.00 then, −£5,400,000.00 now." in page


def test_a_ledger_that_moves_voids_it_too(officer: Client, world: World) -> None:
    complete(world)
    declare(officer)
    world.agreement.finance_lines.filter(column="actual", line="1.2.3").update(amount=Decimal(14_000_001))
    assert year_of(world).is_void
    assert "Changed: the record's own closing balance." in year_of(world).changed_since


@pytest.mark.parametrize(
    ("instead", "words"),
    [
        ({"password": "wrong"}, "This is not your password"),
        ({"declaration": ""}, "Tick the box to make the declaration"),
        ({"seen": "0" * 64}, "Something changed after you opened this page"),
    ],
)
def test_nothing_is_attested_by_mistake(officer: Client, world: World, instead: dict[str, str], words: str) -> None:
    complete(world)
    assert words in declare(officer, **instead).content.decode()
    assert not Attestation.objects.exists()


def test_what_is_unexplained_or_missing_cannot_be_attested(officer: Client, world: World) -> None:
    say(world, "outturn", "-5460000.01")
    page = officer.get(f"{PAGE}attest/").content.decode()
    assert "Revenue Outturn: −£50,000.01 is unexplained." in page
    assert "Section 251, line 1.9.3: nothing is entered." in page
    officer.post(f"{PAGE}attest/", {"seen": year_of(world).digest, "declaration": "on", "password": PASSWORD})
    assert not Attestation.objects.exists()


def test_only_the_section_151_officer_attests_and_never_what_they_edited_last(
    client: Client, officer: Client, world: World
) -> None:
    complete(world)
    client.force_login(world.people["director"])
    assert "Only the Section 151 officer attests" in client.get(f"{PAGE}attest/").content.decode()
    client.force_login(world.people["finance_officer"])
    assert client.get(f"{PAGE}attest/").status_code == 403
    factories.give_role(world.people["section_151"], "finance_officer", world.authority)
    row = Reconciliation.objects.get()
    services.set_terms(
        world.agreement,
        "2023-24",
        {"outside_high_needs": Decimal(9_000)},
        revision=row.revision,
        by=world.people["section_151"],
        now=NOW,
    )
    assert "You were the last to edit a part of it" in declare(officer).content.decode()
    assert not Attestation.objects.exists()


def test_an_officer_reads_and_does_not_change_and_a_year_outside_is_not_found(client: Client, world: World) -> None:
    client.force_login(world.people["officer"])
    assert client.get(PAGE).status_code == 200
    assert client.get(f"{PAGE}sources/s251/").status_code == 403
    assert client.get(f"{LIST}2031-32/").status_code == 404
    assert "2023-24" in client.get(LIST).content.decode()
    assert "2024-25" not in client.get(LIST).content.decode()


def test_without_an_outturn_the_return_s_balance_is_the_record_s(world: World) -> None:
    world.agreement.finance_lines.all().delete()
    assert year_of(world).own.amount is None
    factories.make_dsg_position(
        world.period, "2023-24", basis="actual", closing_after_payments=Decimal(-7_280_000), movement_reason=""
    )
    own = year_of(world).own
    assert (own.amount, own.place) == (-7_280_000, "Return of Update 1, 2024-25")
