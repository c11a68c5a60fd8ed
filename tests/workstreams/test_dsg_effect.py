"""What savings do to the budgets they touch: only the DSG's part changes its balance, and a move has two sides."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from safetyvalve.core import money
from tests import factories
from workstreams.dsg_effect import dsg_years, shifts
from workstreams.models import Saving, SavingFigure, Workstream
from workstreams.savings import savings_of_agreement

YEAR = "2024-25"
pounds = st.decimals(min_value=-9_000_000, max_value=9_000_000, places=2)
one = st.tuples(
    st.sampled_from(Saving.Kind.values),
    st.sampled_from(Saving.Budget.values),
    st.sampled_from(["", *Saving.Budget.values]),
    st.one_of(st.none(), pounds),
)


class Kept:
    """A saving in memory with what its year is forecast to come to."""

    def __init__(self, kind: str, budget: str, moves_to: str, amount: Decimal | None) -> None:
        self.saving = Saving(pk=1, kind=kind, budget=budget, moves_to=moves_to, starts_on=date(2024, 4, 1))
        figure = SavingFigure(financial_year=YEAR, forecast_amount=amount)
        self.saving._prefetched_objects_cache = {"figures": _All([figure])}  # type: ignore[attr-defined]


class _All(list[Any]):
    def all(self) -> "_All":
        return self


@given(st.lists(one, max_size=8).map(lambda found: [each for each in found if each[1] != each[2]]))
def test_each_pound_is_in_one_part_and_only_the_dsgs_are_in_its_balance(found: list[tuple[Any, ...]]) -> None:
    savings = [Kept(*each).saving for each in found]
    # A saving that runs in the year and has no figure is counted, and comes to nothing that is known.
    told = [each for each in found if each[3] is not None]
    [year] = dsg_years(savings, [YEAR])
    assert sum(part.of for part in (*year.parts, year.others)) == len(found)
    assert sum(part.known for part in (*year.parts, year.others)) == len(told)
    ours = sum((amount for _, budget, _, amount in told if budget == "dsg"), Decimal(0))
    borne = sum((amount for _, budget, to, amount in told if budget != "dsg" and to == "dsg"), Decimal(0))
    assert year.known == ours - borne
    for shift in shifts(savings, YEAR):
        assert shift.moved.amount is not None
        assert shift.burden is not None
        assert shift.moved.amount + shift.burden == 0
    assert sum(shift.moved.of for shift in shifts(savings, YEAR)) == len([each for each in told if each[2]])


def untyped(**fields: Any) -> Saving:
    saving = Saving(pk=1, kind="cashable", budget="dsg", **fields)
    saving._prefetched_objects_cache = {"figures": _All()}  # type: ignore[attr-defined]
    return saving


SEPTEMBER = date(2024, 9, 1)
WORTH = Decimal(400_000)


@pytest.mark.parametrize(
    ("fields", "known", "counted", "is_unknown"),
    [
        ({"full_year_amount": WORTH, "starts_on": SEPTEMBER}, Decimal("233333.33"), 1, False),
        ({"full_year_amount": WORTH, "starts_on": date(2025, 9, 1)}, 0, 0, False),
        ({"full_year_amount": WORTH}, 0, 1, True),
        ({"starts_on": SEPTEMBER}, 0, 1, True),
        ({"starts_on": date(2025, 9, 1)}, 0, 0, False),
        ({"starts_on": date(2023, 4, 1), "ends_on": date(2024, 3, 31)}, 0, 0, False),
    ],
)
def test_a_saving_without_a_typed_figure_counts_by_its_start_or_is_unknown_and_never_nothing(
    fields: dict[str, Any], known: Decimal, counted: int, is_unknown: bool
) -> None:
    [year] = dsg_years([untyped(**fields)], [YEAR])
    assert (year.known, year.of, year.is_unknown) == (known, counted, is_unknown)
    assert year.lacking_in_words == ("1 of 1 saving has no figure for the year" if is_unknown else "")


@pytest.fixture
def world(db: None) -> factories.World:
    return factories.make_world()


@pytest.fixture
def work(world: factories.World) -> Workstream:
    return Workstream.objects.create(agreement=world.agreement, slug="a", name="A", starts_on=date(2024, 4, 1))


def keep(work: Workstream, amount: int | None = None, **fields: Any) -> Saving:
    saving = Saving.objects.create(workstream=work, **{"name": "A saving", "kind": "cashable", **fields})
    if amount is not None:
        SavingFigure.objects.create(saving=saving, financial_year=YEAR, forecast_amount=amount)
    return saving


@pytest.mark.usefixtures("clock")
def test_the_list_shows_both_sides_of_what_only_moves(client: Client, world: factories.World, work: Workstream) -> None:
    keep(work, 205_000, moves_to="health")
    keep(work, full_year_amount=694_000, moves_to="general_fund")
    keep(work, 50_000)
    found = [
        (each.financial_year, each.saves, each.bears, each.moved.amount, each.burden)
        for each in shifts(savings_of_agreement(work.agreement), YEAR)
    ]
    assert found == [
        (YEAR, "Dedicated Schools Grant", "Health", 205_000, -205_000),
        ("", "Dedicated Schools Grant", "General Fund", 694_000, -694_000),
    ]
    client.force_login(world.people["finance_officer"])
    page = client.get(f"/c/999/savings/?year={YEAR}").content.decode()
    for words in ("both sides", "−£205,000", "−£694,000", "No year given"):
        assert words in page


pounds_as_said = st.decimals(min_value=-999_000_000, max_value=999_000_000, places=2)


@given(pounds_as_said)
def test_sign_and_words_agree(amount: Decimal) -> None:
    words, figures, pence = money.balance(amount), money.in_figures(amount), money.in_pence(amount)
    assert words.endswith("deficit") == (amount < 0)
    assert words.endswith("surplus") == (amount > 0)
    assert pence.startswith("−") == (amount < 0)
    assert figures.startswith("−") == (amount <= Decimal("-0.5"))
    assert money.compared(amount, Decimal(0)).endswith("worse than planned") == (amount < 0)
    assert "−" not in words
