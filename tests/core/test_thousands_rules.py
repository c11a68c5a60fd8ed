"""Pounds or thousands: what is asked about, what is not, and how a form keeps what was typed until it is answered."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest
from django.template.loader import render_to_string

from safetyvalve.core.forms import GovForm, MoneyField
from safetyvalve.core.forms.pounds import PoundsMixin
from safetyvalve.core.templatetags.words import unbroken
from safetyvalve.core.thousands import Held, around, far_from, figure, may_be_thousands, meant, others, question


def held(*amounts: int | None) -> list[Held]:
    return [Held(None if each is None else Decimal(each), f"is figure {n}") for n, each in enumerate(amounts, start=1)]


@pytest.mark.parametrize(
    ("typed", "usual", "is_asked"),
    [
        (2_650, 2_650_000, True),
        (-2_650, -2_650_000, True),
        (2_650, -2_650_000, True),
        (2_650_000_000, 2_650_000, True),
        (26_500, 2_650_000, False),
        (8_834, 2_650_000, False),
        (8_833, 2_650_000, True),
        (0, 2_650_000, False),
        (2_650, 0, False),
    ],
)
def test_a_figure_some_hundred_times_off_is_asked_about_and_nought_never(
    typed: int, usual: int, is_asked: bool
) -> None:
    assert may_be_thousands(Decimal(typed), Decimal(usual)) is is_asked


def test_nothing_is_asked_where_nothing_is_known() -> None:
    assert not may_be_thousands(Decimal(5), None)
    assert far_from(Decimal(5), held()) is None
    assert far_from(Decimal(5), held(None, 0)) is None


@pytest.mark.parametrize(
    ("typed", "known", "asked_about"),
    [
        (2_650, [2_650_000, 2_400_000], 2_650_000),
        (2_650, [None, 0, 2_400_000], 2_400_000),
        # What stood before is itself unlike everything around it: it is being put right.
        (2_650_000, [2_650, 2_400_000, 2_900_000], None),
        # A small year at the end of a plan does not excuse a slip in an earlier one.
        (8_000, [8_000_000, 9_000_000, 10_000], 8_000_000),
        # One against one: nobody can tell which of them is wrong.
        (50, [48_000, 49], 48_000),
        # Everything stands in thousands, and one after another is put right: asked, since nothing tells.
        (2_650_000, [2_650, 2_400], 2_650),
    ],
)
def test_the_first_figure_known_decides_unless_it_stands_alone(
    typed: int, known: list[int | None], asked_about: int | None
) -> None:
    found = far_from(Decimal(typed), held(*known))
    assert (found.amount if found else None) == asked_about


def test_the_question_names_both_figures_and_what_may_be_meant() -> None:
    assert meant(Decimal("2.65"), Decimal(3_000)) == Decimal("2650.00")
    assert figure(Decimal("-1234.50")) == "−£1,234.50"
    asked = question("In-year position", Decimal(-2_650), Held(Decimal(-2_400_000), "is planned"))
    assert asked == (
        "In-year position: −£2,650 where −£2,400,000 is planned. Pounds or thousands? −£2,650,000 may be meant."
    )


def test_the_years_around_are_the_nearest_that_are_known() -> None:
    plan = {"2022-23": Decimal(9), "2023-24": Decimal(8), "2024-25": None, "2025-26": Decimal(0), "2026-27": Decimal(1)}
    assert [each.words for each in around("2024-25", plan)] == ["stands in 2023-24", "stands in 2026-27"]
    assert [each.amount for each in others("2023-24", plan)] == [9, 1]


def test_of_figures_typed_together_only_the_odd_one_is_asked_about() -> None:
    typed = dict(zip("abcd", map(Decimal, (-2_410_000, -1_900, -1_200_000, -900_000)), strict=True))
    asked = [each for each, amount in typed.items() if far_from(amount, others(each, typed))]
    assert asked == ["b"]


class Box(PoundsMixin, GovForm):
    amount = MoneyField(label="Amount", required=False)
    other = MoneyField(label="Other", required=False, min_value=0)

    def held_against(self, name: str) -> Iterable[Held]:
        return [Held(Decimal(5_000_000), "was agreed")] if name == "other" else ()


def box(initial: dict[str, Any] | None = None, **data: str) -> Box:
    return Box(data, initial=initial or {"amount": Decimal(1_200_000)})


def test_a_form_is_not_valid_until_exactly_its_questions_are_ticked() -> None:
    asked = box(amount="1,200")
    assert not asked.is_valid()
    assert not asked.errors
    assert asked["amount"].value() == "1,200"
    assert [each.target for each in asked.questions] == ["id_amount"]
    tick = asked.questions_digest
    assert box(amount="1,200", checked=tick).is_valid()
    assert not box(amount="1,300", checked=tick).is_valid()
    assert not box(amount="1,200", other="5,000", checked=tick).is_valid()


def test_no_line_ends_between_a_minus_sign_and_its_pounds() -> None:
    assert unbroken("A <b>: −£1,200.50 where −£5 stood.") == (
        'A &lt;b&gt;: <span class="app-nowrap">−£1,200.50</span> where <span class="app-nowrap">−£5</span> stood.'
    )


def test_what_stays_as_it_stood_is_not_asked_about_whatever_it_is_held_against() -> None:
    assert box({"other": Decimal(5_000)}, other="£5k").is_valid()
    assert not box(other="£5k").is_valid()
    assert box(amount="").is_valid()


def test_a_wrong_box_and_a_question_are_shown_together_and_the_tick_stays() -> None:
    first = box(amount="1,200")
    assert not first.is_valid()
    tick = first.questions_digest
    both = box(amount="1,200", other="much", checked=tick)
    assert not both.is_valid()
    assert list(both.errors) == ["other"]
    page = render_to_string("components/questions.html", {"form": both})
    assert f'value="{tick}" checked' in page
    assert "data-disable-auto-focus" in page
    assert "Look at this before it is saved" in page
    assert "Amount: £1,200 where £1,200,000 stood before." in page
    assert render_to_string("components/questions.html", {"form": box()}).strip() == ""


class Kept(PoundsMixin, GovForm):
    """A box that is given its figure by its field, not by the form."""

    def __init__(self, kept: Any, data: dict[str, str]) -> None:
        super().__init__(data)
        self.fields["cost"] = MoneyField(label="Cost", required=False, min_value=0, initial=kept)


def test_a_figure_that_the_field_itself_was_given_stood_before_too() -> None:
    asked = Kept(Decimal(60_000), {"cost": "60"})
    assert not asked.is_valid()
    assert [each.sentence.partition(" Pounds")[0] for each in asked.questions] == [
        "Cost: £60 where £60,000 stood before."
    ]
    assert Kept(Decimal(60_000), {"cost": "60,000"}).is_valid()
    assert not Kept("60k", {"cost": "60"}).is_valid()


def test_a_kept_figure_that_the_box_would_not_take_any_more_does_not_stop_the_form() -> None:
    asked = Kept(Decimal(-60_000), {"cost": "60"})
    assert not asked.is_valid()
    assert asked.questions[0].sentence.startswith("Cost: £60 where −£60,000 stood before.")
    assert Kept("-60,000", {"cost": "60"}).is_valid()
    assert Kept(Decimal("60000.125"), {"cost": "61,000"}).is_valid()
