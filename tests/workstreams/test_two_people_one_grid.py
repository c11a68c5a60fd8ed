"""Two people with the same boxes open: nothing of the first is lost, and what both changed is decided knowingly."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.bad_input.junk import fields_of
from tests.factories import NOW, World
from tests.register_examples import make_band, make_scheme, make_service
from tests.workstreams.records import date_fields, make_saving
from workstreams.models import CapitalScheme, Saving, SavingFigure
from workstreams.services import capital

SignIn = Callable[[World, str], Client]
Sent = dict[str, str]


@pytest.fixture
def first(world: World, sign_in: SignIn) -> Client:
    return sign_in(world, "finance_officer")


@pytest.fixture
def second(world: World, officer: Client) -> Client:
    return officer


def url(name: str, *args: object) -> str:
    return reverse(f"workstreams:{name}", args=args)


def sent(page: str) -> Sent:
    """What the browser would send from this page as it stands."""
    return {name: values[0] for name, values in fields_of(page).items() if values}


def opened(client: Client, address: str) -> Sent:
    return sent(client.get(address).content.decode())


def money(scheme: CapitalScheme, year: str, name: str) -> Decimal | None:
    found: Decimal | None = getattr(scheme.years.get(financial_year=year), name)
    return found


@pytest.mark.parametrize(
    ("page", "one", "other"),
    [
        ("capital-spend", "budget", "forecast"),
        ("capital-funding", "borrowing", "other_funding"),
    ],
)
def test_different_boxes_of_a_scheme_both_survive(
    world: World, first: Client, second: Client, page: str, one: str, other: str
) -> None:
    scheme = make_scheme(world.agreement, by=world.people["officer"])
    address = url(page, *scheme.address)
    mine, theirs = opened(second, address), opened(first, address)
    assert first.post(address, {**theirs, f"{one}-2025-26": "111,000"}).status_code == 302
    assert second.post(address, {**mine, f"{other}-2025-26": "222,000"}).status_code == 302
    assert money(scheme, "2025-26", one) == 111_000
    assert money(scheme, "2025-26", other) == 222_000


def test_the_same_box_is_told_and_decided_and_the_rest_of_theirs_stays(
    world: World, first: Client, second: Client
) -> None:
    scheme = make_scheme(world.agreement, by=world.people["officer"])
    address = url("capital-spend", *scheme.address)
    mine, theirs = opened(second, address), opened(first, address)
    first.post(address, {**theirs, "budget-2025-26": "111,000.50", "forecast-2025-26": "5,000"})

    refused = second.post(address, {**mine, "budget-2025-26": "222,000"})

    assert refused.status_code == 422
    [told] = refused.context["form"].errors["budget-2025-26"]
    assert told == "2025-26: Budget: somebody else saved £111,000.50 meanwhile. To keep yours, save again"
    assert money(scheme, "2025-26", "budget") == Decimal("111000.50")
    again = sent(refused.content.decode())
    assert (again["budget-2025-26"], again["forecast-2025-26"]) == ("222,000", "5,000")
    assert second.post(address, again).status_code == 302
    assert money(scheme, "2025-26", "budget") == 222_000
    assert money(scheme, "2025-26", "forecast") == 5_000


def test_a_figure_taken_away_meanwhile_is_said_and_one_that_moves_again_is_refused_again(
    world: World, first: Client, second: Client
) -> None:
    scheme = make_scheme(world.agreement, by=world.people["officer"])
    address = url("capital-places", *scheme.address)
    mine = opened(second, address)
    first.post(address, {**opened(first, address), "planned-2024-25": ""})
    refused = second.post(address, {**mine, "planned-2024-25": "45"})
    assert "somebody else took the figure away meanwhile" in refused.content.decode()
    first.post(address, {**opened(first, address), "planned-2024-25": "33"})
    refused = second.post(address, sent(refused.content.decode()))
    assert "somebody else saved 33 meanwhile" in refused.content.decode()
    assert scheme.places.get(academic_year="2024/25").planned == 33
    assert second.post(address, sent(refused.content.decode())).status_code == 302
    assert scheme.places.get(academic_year="2024/25").planned == 45


def test_values_of_a_service_and_figures_of_a_saving_are_not_wiped_either(world: World, first: Client) -> None:
    service = make_service(world.agreement, by=world.people["officer"])
    values = url("commissioned-values", *service.address)
    late = opened(first, values)
    first.post(values, {**late, "amount-2024-25": "250,000"})
    assert first.post(values, {**late, "amount-2025-26": "260,000"}).status_code == 302
    assert [year.amount for year in service.years.order_by("financial_year")] == [250_000, 260_000]

    saving = make_saving(world)
    figures = url("saving-figures", *saving.address)
    late = opened(first, figures)
    first.post(figures, {**late, "planned_amount-2024-25": "200,000"})
    assert first.post(figures, {**late, "forecast_amount-2024-25": "210,000"}).status_code == 302
    refused = first.post(figures, {**late, "planned_amount-2024-25": "190,000"})
    assert "somebody else saved £200,000 meanwhile" in refused.content.decode()
    row = SavingFigure.objects.get()
    assert (row.planned_amount, row.forecast_amount) == (200_000, 210_000)


def depends(saving: Saving) -> dict[int, int | None]:
    return dict(saving.scheme_links.values_list("scheme_id", "places"))


def test_schemes_that_two_people_tick_are_both_kept_and_the_same_one_is_decided(
    world: World, first: Client, second: Client
) -> None:
    one = make_scheme(world.agreement, by=world.people["officer"])
    two = CapitalScheme.objects.create(agreement=world.agreement, name="Unit", kind=one.kind)
    saving = make_saving(world)
    address = url("saving-schemes", *saving.address)
    mine = opened(second, address)
    ticked = {f"on-{one.pk}": "on", f"places-{one.pk}": "30"}
    assert first.post(address, {**opened(first, address), **ticked}).status_code == 302
    assert second.post(address, {**mine, f"on-{two.pk}": "on"}).status_code == 302
    assert depends(saving) == {one.pk: 30, two.pk: None}

    refused = second.post(address, {**mine, f"on-{one.pk}": "on", f"places-{one.pk}": "20"})
    assert refused.status_code == 422
    assert "somebody else ticked this, with 30 places, meanwhile" in refused.content.decode()
    again = sent(refused.content.decode())
    assert again[f"places-{one.pk}"] == "20"
    assert second.post(address, {**again, f"on-{one.pk}": "on", f"on-{two.pk}": "on"}).status_code == 302
    assert depends(saving) == {one.pk: 20, two.pk: None}


def test_places_left_without_their_tick_are_asked_about_even_when_another_changed_them(
    world: World, first: Client, second: Client
) -> None:
    scheme = make_scheme(world.agreement, by=world.people["officer"])
    saving = make_saving(world)
    address = url("saving-schemes", *saving.address)
    key = str(scheme.pk)
    first.post(address, {**opened(first, address), f"on-{key}": "on", f"places-{key}": "30"})
    mine = opened(second, address)
    first.post(address, {**opened(first, address), f"on-{key}": "on", f"places-{key}": "35"})
    unticked = {name: value for name, value in mine.items() if name != f"on-{key}"}
    assert second.post(address, unticked).status_code == 422
    assert depends(saving) == {scheme.pk: 35}


def test_a_save_that_slips_in_between_reading_and_writing_is_not_overwritten(
    world: World, second: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheme = make_scheme(world.agreement, by=world.people["officer"])
    address, real = url("capital-spend", *scheme.address), capital.set_money
    mine = opened(second, address)

    def late(*args: Any, **kwargs: Any) -> bool:
        monkeypatch.setattr(capital, "set_money", real)
        theirs = {"2025-26": {"budget": Decimal(111_000)}}
        finance = world.people["finance_officer"]
        real(CapitalScheme.objects.get(), cells=theirs, revision=scheme.revision, by=finance, now=NOW)
        return real(*args, **kwargs)

    scheme.refresh_from_db()
    monkeypatch.setattr(capital, "set_money", late)
    refused = second.post(address, {**mine, "budget-2025-26": "222,000"})
    assert "saved this while you were editing it" in refused.content.decode()
    refused = second.post(address, sent(refused.content.decode()))
    assert "somebody else saved £111,000 meanwhile" in refused.content.decode()
    assert money(scheme, "2025-26", "budget") == 111_000


@pytest.mark.parametrize("seen", ["[1]", '{"budget-2025-26": "NaN"}', '{"budget-2025-26": []}', "{", "[" * 5000])
def test_a_page_that_has_lost_what_it_showed_saves_nothing(world: World, first: Client, seen: str) -> None:
    scheme = make_scheme(world.agreement, by=world.people["officer"])
    address = url("capital-spend", *scheme.address)
    refused = first.post(address, {**opened(first, address), "budget-2025-26": "9", "seen": seen})
    assert refused.status_code == 422
    assert "lost track" in refused.content.decode()
    assert not scheme.years.filter(budget=9).exists()


def test_a_bands_value_given_meanwhile_is_shown_and_saving_again_works(world: World, first: Client) -> None:
    band = make_band(world.agreement, by=world.people["officer"])
    give = url("top-up-value", *band.address)
    mine = opened(first, give) | {"amount": "4,300", "reason": "Forum."} | from_september()
    first.post(give, {**mine, "amount": "4,250.50"})

    refused = first.post(give, mine)

    assert refused.status_code == 422
    assert "Read it, then save again." in refused.content.decode()
    assert "On record now: £4,250.50 from 1 September 2024. To keep yours, save again" in refused.content.decode()
    assert first.post(give, sent(refused.content.decode())).status_code == 302
    assert [value.amount for value in band.values.order_by("number")][2:] == [Decimal("4250.50"), 4_300]


def from_september() -> Sent:
    return {name: str(value) for name, value in date_fields("effective_from", date(2024, 9, 1)).items()}
