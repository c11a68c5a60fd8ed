from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import World
from tests.workstreams.records import actions, date_fields, make_milestone, make_saving, make_workstream
from workstreams.models import Saving, SavingFigure


def posted(**fields: object) -> dict[str, object]:
    return {
        "name": "Fewer places far away",
        "kind": "cashable",
        "budget": "dsg",
        "moves_to": "",
        "is_recurring": "yes",
        **date_fields("starts_on", date(2024, 9, 1)),
        **date_fields("ends_on", None),
        "places": "",
        "unit_cost_before": "",
        "unit_cost_after": "",
        "full_year_amount": "£400,000",
        "investment_amount": "",
        "condition": "",
        "depends_on": "",
        "owner": "",
        "evidence": "",
        "counted_once": "",
        "revision": 0,
        **fields,
    }


def new_url(world: World) -> str:
    return reverse("workstreams:saving-create", args=make_workstream(world, "Local places").address)


def url(name: str, saving: Saving) -> str:
    return reverse(f"workstreams:{name}", args=saving.address)


def test_an_officer_adds_a_saving_and_goes_on_to_its_figures(world: World, officer: Client) -> None:
    answer = officer.post(new_url(world), posted())

    saving = Saving.objects.get()
    assert answer.url == url("saving-figures", saving)
    assert (saving.full_year_amount, saving.is_recurring, saving.starts_on) == (
        Decimal(400_000),
        True,
        date(2024, 9, 1),
    )
    assert actions(world) == ["saving_created"]


def test_places_and_their_costs_make_the_full_year(world: World, officer: Client) -> None:
    places = {"places": "4", "unit_cost_before": "250k", "unit_cost_after": "25k", "full_year_amount": ""}
    officer.post(new_url(world), posted(**places))
    assert Saving.objects.get().full_year_amount == Decimal(900_000)


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"name": ""}, "name", "Enter what is saved"),
        ({"moves_to": "dsg"}, "moves_to", "must be another one"),
        ({"full_year_amount": "lots"}, "full_year_amount", "Worth in a full year"),
        ({"places": "4"}, "unit_cost_before", "both costs, or none of the three"),
        (
            {"places": "4", "unit_cost_before": "250k", "unit_cost_after": "25k"},
            "full_year_amount",
            "The places and costs come to £900,000.00",
        ),
        (
            {"places": "4", "unit_cost_before": "25000", "unit_cost_after": "250000"},
            "full_year_amount",
            "The places and costs come to −£900,000.00",
        ),
        (date_fields("ends_on", date(2024, 8, 1)), "ends_on", "same as or after"),
        ({"is_recurring": ""}, "is_recurring", "Select yes if it comes again"),
    ],
)
def test_a_mistake_is_said_at_its_field_and_nothing_is_saved(
    world: World, officer: Client, fields: dict[str, object], field: str, message: str
) -> None:
    answer = officer.post(new_url(world), posted(**fields))

    assert answer.status_code == 422
    assert any(message in error for error in answer.context["form"].errors[field])
    assert Saving.objects.count() == 0
    assert actions(world) == []


def test_the_page_shows_the_arithmetic_of_a_part_year(world: World, officer: Client) -> None:
    page = officer.get(make_saving(world).get_absolute_url()).content.decode()
    assert "£400,000 a year × 7 of 12 months = £233,333" in page
    assert "Not validated yet" in page


def test_a_cost_shift_says_who_pays_instead(world: World, officer: Client) -> None:
    page = officer.get(make_saving(world, moves_to="general_fund").get_absolute_url()).content.decode()
    assert "General Fund pays instead" in page


def test_finance_validates_and_a_change_of_money_takes_it_back(
    world: World, officer: Client, sign_in: Callable[[World, str], Client]
) -> None:
    saving = make_saving(world)
    finance = sign_in(world, "finance_officer")

    finance.post(url("saving-validate", saving), {"revision": 1})
    saving.refresh_from_db()
    assert saving.validated_by == world.people["finance_officer"]

    officer.post(url("saving-edit", saving), posted(full_year_amount="300000", revision=1))
    saving.refresh_from_db()
    assert (saving.validated_at, saving.full_year_amount) == (None, Decimal(300_000))
    assert actions(world) == ["saving_validated", "saving_changed"]


def test_nobody_validates_what_they_wrote_last_or_has_moved_on(
    world: World, sign_in: Callable[[World, str], Client]
) -> None:
    own = make_saving(world, updated_by=world.people["finance_officer"])
    finance = sign_in(world, "finance_officer")
    assert b"You made the last change" in finance.post(url("saving-validate", own), {"revision": 1}).content
    moved = make_saving(world, "Other", revision=3)
    assert b"changed after you opened it" in finance.post(url("saving-validate", moved), {"revision": 2}).content
    assert not Saving.objects.exclude(validated_at=None).exists()


def test_an_officer_cannot_validate(world: World, officer: Client) -> None:
    assert officer.post(url("saving-validate", make_saving(world)), {"revision": 1}).status_code == 403


def test_totals_keep_kinds_and_budgets_apart_and_say_what_is_missing(world: World, officer: Client) -> None:
    known = make_saving(world, "One")
    SavingFigure.objects.create(saving=known, financial_year="2024-25", planned_amount=Decimal(100))
    make_saving(world, "Two")
    avoided = make_saving(world, "Three", kind="avoidance", budget="general_fund")
    SavingFigure.objects.create(saving=avoided, financial_year="2024-25", planned_amount=Decimal(7))

    [part] = officer.get(reverse("workstreams:savings", args=[world.authority.la_code])).context["parts"]

    assert [(t.kind, t.budget, t.planned.amount, t.planned.known, t.planned.of) for t in part.totals] == [
        ("Cost avoidance", "General Fund", Decimal(7), 1, 1),
        ("Cashable saving", "Dedicated Schools Grant", Decimal(100), 1, 2),
    ]


def test_the_same_money_in_two_workstreams_is_asked_about_until_it_is_explained(world: World, officer: Client) -> None:
    make_saving(world, "Fewer independent places", workstream="Local places")
    other = make_saving(world, "Independent places reduced", workstream="Reviews")
    listed = reverse("workstreams:savings", args=[world.authority.la_code])
    assert "One pound twice?" in officer.get(listed).content.decode()
    assert "Is this the same money" in officer.get(other.get_absolute_url()).content.decode()

    Saving.objects.filter(pk=other.pk).update(counted_once="These are post-16 places only.")

    assert "One pound twice?" not in officer.get(listed).content.decode()
    assert "These are post-16 places only." in officer.get(other.get_absolute_url()).content.decode()


def test_savings_that_depend_on_one_milestone_are_asked_about(world: World, officer: Client) -> None:
    one = make_saving(world, "Transport", workstream="Local places")
    milestone = make_milestone(one.workstream)
    Saving.objects.filter(pk=one.pk).update(depends_on=milestone)
    make_saving(world, "Placements", workstream="Reviews", depends_on=milestone)
    page = officer.get(reverse("workstreams:savings", args=[world.authority.la_code])).content.decode()
    assert "Both depend on the same milestone." in page


def test_an_empty_list_says_what_will_stand_there(world: World, officer: Client) -> None:
    page = officer.get(reverse("workstreams:savings", args=[world.authority.la_code])).content.decode()
    assert "No savings yet" in page


def test_what_a_source_does_not_give_says_so_and_no_year_is_made_up(world: World, officer: Client) -> None:
    saving = make_saving(world, starts_on=None, source="Report to scrutiny, 17 March 2022")
    page = officer.get(saving.get_absolute_url()).content.decode()
    assert page.count("Not given in the source") == 2
    assert "The source names no year, so no year is shown." in page
    assert "2024-25" not in page
    listed = officer.get(reverse("workstreams:savings", args=[world.authority.la_code])).content.decode()
    assert "no year given in the source" in listed


def test_without_a_source_it_is_only_not_given(world: World, officer: Client) -> None:
    page = officer.get(make_saving(world, full_year_amount=None).get_absolute_url()).content.decode()
    assert "Not given" in page
    assert "in the source" not in page


def test_a_sum_below_zero_in_its_only_year_is_a_pressure(world: World, officer: Client) -> None:
    saving = make_saving(world, full_year_amount=None)
    SavingFigure.objects.create(saving=saving, financial_year="2023-24", delivered_amount=Decimal(-288_000))
    assert Saving.objects.get().is_pressure
    SavingFigure.objects.create(saving=saving, financial_year="2024-25", planned_amount=Decimal(1))
    assert not Saving.objects.get().is_pressure


def test_a_cost_shift_shows_both_sides(world: World, officer: Client) -> None:
    page = officer.get(make_saving(world, moves_to="general_fund").get_absolute_url()).content.decode()
    assert "Dedicated Schools Grant: £400,000 less a year" in page
    assert "General Fund: £400,000 more a year" in page
