"""A saving's figures by year: planned, forecast and delivered, typed on one page."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from safetyvalve.core.models import AuditEvent
from tests.factories import World
from tests.workstreams.records import make_saving
from workstreams.models import Saving, SavingFigure


def url(name: str, saving: Saving) -> str:
    return reverse(f"workstreams:{name}", args=saving.address)


def test_figures_are_saved_together_with_old_and_new_in_the_audit(world: World, officer: Client) -> None:
    saving = make_saving(world)
    boxes = {"revision": 1, "planned_amount-2024-25": "233,333.33", "forecast_amount-2024-25": "200k"}

    answer = officer.post(url("saving-figures", saving), boxes)

    assert answer.url == saving.get_absolute_url()
    figure = SavingFigure.objects.get()
    assert (figure.planned_amount, figure.forecast_amount, figure.delivered_amount) == (
        Decimal("233333.33"),
        Decimal(200_000),
        None,
    )
    event = AuditEvent.objects.get(authority=world.authority)
    assert event.changes["2024-25 forecast_amount"] == [None, "200000.00"]


def test_a_wrong_figure_keeps_all_of_them(world: World, officer: Client) -> None:
    saving = make_saving(world)
    answer = officer.post(
        url("saving-figures", saving),
        {"revision": 1, "planned_amount-2024-25": "100", "forecast_amount-2024-25": "soon"},
    )
    assert answer.status_code == 422
    assert b'value="soon"' in answer.content
    assert not SavingFigure.objects.exists()


def test_figures_typed_over_another_persons_are_refused_and_kept(world: World, officer: Client) -> None:
    saving = make_saving(world)
    officer.post(url("saving-figures", saving), {"revision": 1, "planned_amount-2024-25": "100000"})

    answer = officer.post(url("saving-figures", saving), {"revision": 1, "planned_amount-2024-25": "250000"})

    assert answer.status_code == 422
    assert b'value="250000"' in answer.content
    assert SavingFigure.objects.get().planned_amount == 100_000


def test_clearing_a_years_figures_takes_the_year_away(world: World, officer: Client) -> None:
    saving = make_saving(world)
    SavingFigure.objects.create(saving=saving, financial_year="2024-25", planned_amount=Decimal(5))
    officer.post(url("saving-figures", saving), {"revision": 1})
    assert not SavingFigure.objects.exists()


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        (
            "233",
            "2024-25: planned: £233 where £233,333.33 is what this saving is worth. Pounds or thousands? "
            "£233,000 may be meant.",
        ),
        ("233,333,000", "£233,333 may be meant."),
        ("-233", "−£233,000 may be meant."),
    ],
)
def test_a_figure_a_thousand_times_off_is_asked_about_and_saved_only_when_ticked(
    world: World, officer: Client, typed: str, question: str
) -> None:
    saving = make_saving(world)
    boxes = {"revision": 1, "planned_amount-2024-25": typed, "forecast_amount-2024-25": "230,000"}

    asked = officer.post(url("saving-figures", saving), boxes)

    assert asked.status_code == 422
    assert question in strip_tags(asked.content.decode())
    assert not SavingFigure.objects.exists()
    tick = asked.context["form"].questions_digest
    other = {**boxes, "delivered_amount-2024-25": "9", "checked": tick}
    assert officer.post(url("saving-figures", saving), other).status_code == 422
    assert officer.post(url("saving-figures", saving), {**boxes, "checked": tick}).status_code == 302
    assert SavingFigure.objects.get().forecast_amount == 230_000


def test_nothing_is_asked_of_what_stands_of_nought_or_where_no_worth_is_known(world: World, officer: Client) -> None:
    saving = make_saving(world)
    SavingFigure.objects.create(saving=saving, financial_year="2024-25", planned_amount=Decimal(5))
    boxes = {"revision": 1, "planned_amount-2024-25": "5", "forecast_amount-2024-25": "0"}
    assert officer.post(url("saving-figures", saving), boxes).status_code == 302
    unknown = make_saving(world, "Other", full_year_amount=None)
    assert (
        officer.post(url("saving-figures", unknown), {"revision": 1, "planned_amount-2024-25": "9"}).status_code == 302
    )
    assert b"checked" not in officer.get(url("saving-figures", saving)).content
