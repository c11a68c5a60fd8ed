"""Keeping capital schemes in the browser, and what savings and the return then say."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from conditions.joints import CheckContext
from safetyvalve.core.models import AuditEvent
from tests.factories import NOW, TODAY, World
from tests.register_examples import make_scheme
from tests.workstreams.records import actions, date_fields, make_saving
from workstreams.capital_checks import check
from workstreams.models import CapitalScheme, Saving
from workstreams.services import capital

SignIn = Callable[[World, str], Client]


@pytest.fixture
def finance(world: World, sign_in: SignIn) -> Client:
    return sign_in(world, "finance_officer")


def url(name: str, *args: object) -> str:
    return reverse(f"workstreams:{name}", args=args)


def posted(**fields: object) -> dict[str, object]:
    days: dict[str, object] = {}
    for name in ("planned_on", "forecast_on", "opened_on"):
        day = fields.pop(name, None)
        days |= date_fields(name, day if isinstance(day, date) else None)
    blank = dict.fromkeys(("about", "workstream", "slip_reason", "other_funding_is", "owner", "source"), "")
    return {"name": "Special school", "kind": "new_school", **blank, **days, "revision": 0, **fields}


def test_finance_adds_a_scheme_and_gives_places_and_money(world: World, finance: Client) -> None:
    council = [world.authority.la_code, world.agreement.slug]
    answer = finance.post(url("capital-scheme-create", *council), posted(planned_on=date(2024, 9, 1)))
    scheme = CapitalScheme.objects.get()
    assert answer.url == scheme.get_absolute_url()

    finance.post(
        url("capital-places", *scheme.address), {"revision": 1, "planned-2024-25": "30", "delivered-2024-25": ""}
    )
    finance.post(url("capital-funding", *scheme.address), {"revision": 2, "high_needs_allocation-2024-25": "£1.5m"})
    finance.post(url("capital-spend", *scheme.address), {"revision": 3, "budget-2024-25": "2,000,000"})

    [year], [places] = scheme.years.all(), scheme.places.all()
    assert (year.high_needs_allocation, year.budget, year.actual) == (1_500_000, 2_000_000, None)
    assert (places.academic_year, places.planned, places.delivered) == ("2024/25", 30, None)
    assert actions(world) == [
        *("capital_scheme_added", "capital_places_changed", "capital_money_changed", "capital_money_changed")
    ]
    assert AuditEvent.objects.get(sequence=4).changes == {"2024-25 budget": [None, "2000000.00"]}
    page = finance.get(scheme.get_absolute_url()).content.decode()
    assert "Its funding of £1,500,000 is £500,000 less than its budget of £2,000,000." in page
    assert "17.5" in page
    assert "Capital money changed" in page


@pytest.mark.parametrize(
    ("column", "known"),
    [
        ("high_needs_allocation", "1 has funding and 3 have a budget"),
        ("budget", "3 have funding and 1 has a budget"),
    ],
)
def test_a_year_that_nobody_has_given_is_no_shortfall(world: World, finance: Client, column: str, known: str) -> None:
    who = world.people["officer"]
    scheme = capital.create(
        agreement=world.agreement, values={"name": "Special school", "kind": "new_school"}, by=who, now=NOW
    )
    other = "budget" if column == "high_needs_allocation" else "high_needs_allocation"
    years = ("2023-24", "2024-25", "2025-26")
    cells: dict[str, dict[str, int]] = {year: {other: 500_000} for year in years}
    cells["2024-25"][column] = 400_000
    capital.set_money(scheme, cells=cells, revision=1, by=who, now=NOW)

    page = finance.get(scheme.get_absolute_url()).content.decode()
    assert f"Of its 3 years with funding or a budget, {known}." in page
    assert "less than its budget" not in page
    assert "more than its budget" not in page
    assert "1 of 3 years known" in finance.get(url("capital-schemes", "999", world.agreement.slug)).content.decode()


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"name": ""}, "name", "Enter the name of the scheme"),
        ({"kind": ""}, "kind", "Select what it is"),
        (
            {"planned_on": date(2024, 9, 1), "forecast_on": date(2024, 9, 2)},
            "slip_reason",
            "Say why it is expected later than first planned",
        ),
        ({"opened_on": date(2024, 6, 15)}, "opened_on", "must be today or in the past"),
    ],
)
def test_a_mistake_is_said_at_its_field(
    world: World, finance: Client, fields: dict[str, object], field: str, message: str
) -> None:
    answer = finance.post(url("capital-scheme-create", "999", world.agreement.slug), posted(**fields))
    assert answer.status_code == 422
    assert any(message in error for error in answer.context["form"].errors[field])
    assert not CapitalScheme.objects.exists()


def test_a_name_is_given_once_and_two_people_lose_nothing(world: World, finance: Client) -> None:
    scheme = make_scheme(world.agreement, by=world.people["officer"])
    taken = finance.post(url("capital-scheme-create", "999", world.agreement.slug), posted(name="special school"))
    assert "of this name already" in taken.content.decode()

    stale = {"revision": scheme.revision - 1, "planned-2024-25": "45"}
    refused = finance.post(url("capital-places", *scheme.address), stale)
    assert refused.status_code == 422
    assert b'value="45"' in refused.content
    assert "saved this while you were editing it" in refused.content.decode()
    assert scheme.places.get(academic_year="2024/25").planned == 30


def test_a_saving_says_what_it_waits_for_and_that_it_comes_too_late(
    world: World, officer: Client, sign_in: SignIn
) -> None:
    scheme = make_scheme(world.agreement, by=world.people["officer"])
    saving = make_saving(world, validated_at=None)
    form = {"revision": 1, f"on-{scheme.pk}": "on", f"places-{scheme.pk}": "40"}
    assert officer.post(url("saving-schemes", *saving.address), form).url == saving.get_absolute_url()

    late = "“Special school” is expected to open on 24 February 2025, 6 months after this saving starts"
    few = "is planned to have 30 places in 2024/25; this saving counts on 40."
    pages = [saving.get_absolute_url(), url("savings", "999"), scheme.get_absolute_url()]
    for page in pages:
        words = officer.get(page).content.decode()
        assert late in words, page
        assert few in words, page
    listed = officer.get(url("savings-download", "999", "csv")).content.decode()
    assert "Special school (40 places)" in listed
    assert AuditEvent.objects.latest("sequence").changes == {"depends on Special school": [None, "yes, 40 places"]}


def test_a_change_of_what_a_saving_waits_for_takes_finances_word_back_and_places_need_a_tick(
    world: World, officer: Client
) -> None:
    scheme = make_scheme(world.agreement, by=world.people["officer"])
    manager = world.people["finance_officer"]
    saving = make_saving(world, validated_at="2024-06-01T09:00Z", validated_by=manager)
    unticked = officer.post(url("saving-schemes", *saving.address), {"revision": 1, f"places-{scheme.pk}": "40"})
    assert "Tick Special school as well" in unticked.content.decode()
    assert Saving.objects.get().validated_at is not None
    officer.post(url("saving-schemes", *saving.address), {"revision": 1, f"on-{scheme.pk}": "on"})
    assert Saving.objects.get().validated_at is None


def test_a_return_is_told_once_the_saving_has_begun(world: World) -> None:
    who = world.people["officer"]
    scheme = make_scheme(world.agreement, by=who)
    to_come = make_saving(world, "To come")
    begun = make_saving(
        world, "Begun", starts_on=date(2024, 4, 1), condition=world.agreement.conditions.get(number="3.3")
    )
    for saving in (to_come, begun):
        capital.set_dependencies(saving, wanted={scheme: None}, revision=1, by=who, now=NOW)
    [finding] = check(CheckContext(world.submission, (), TODAY))
    assert (finding.code, finding.place.key) == ("saving-before-its-places", "condition:3.3:rag")
    assert finding.evidence.startswith("“Special school” is expected to open on 24 February 2025")


def test_removing_asks_first_and_is_refused_while_a_saving_waits(world: World, finance: Client) -> None:
    who = world.people["officer"]
    scheme = make_scheme(world.agreement, by=who)
    saving = make_saving(world)
    capital.set_dependencies(saving, wanted={scheme: 10}, revision=1, by=who, now=NOW)
    remove = url("capital-scheme-remove", *scheme.address)
    assert "Remove Special school?" in finance.get(remove).content.decode()
    assert "These savings depend on it" in finance.post(remove, {"revision": scheme.revision}).content.decode()

    saving.refresh_from_db()
    capital.set_dependencies(saving, wanted={}, revision=saving.revision, by=who, now=NOW)
    assert "Somebody changed this meanwhile" in finance.post(remove, {"revision": 1}).content.decode()
    assert finance.post(remove, {"revision": scheme.revision}).status_code == 302
    assert not CapitalScheme.objects.exists()
    changes = AuditEvent.objects.latest("sequence").changes
    assert changes["2024-25 borrowing"] == [str(Decimal("2000000.00")), None]
    assert changes["2025/26 planned"] == [60, None]
