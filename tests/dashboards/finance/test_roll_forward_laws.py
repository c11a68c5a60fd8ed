"""The laws of the roll-forward, whatever the figures: closing follows, parts make the whole, missing is not nothing."""

from collections.abc import Iterator
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from conditions.line_list import blocks, lines
from dashboards.finance.position import parts
from dashboards.finance.roll_forward import (
    CARRIED,
    MOVEMENTS,
    OUTTURN,
    STATED,
    SUMS,
    UNKNOWN,
    BlockYear,
    Opening,
    RollForward,
    roll_forward,
    year_before,
)
from tests.dashboards.finance.ledger import a_year

YEARS = ("2023-24", "2024-25", "2025-26")
CELLS = [(year, code) for year in YEARS for code in lines()]

pounds = st.decimals(min_value=-200_000_000, max_value=200_000_000, places=2)
some = st.dictionaries(st.sampled_from(CELLS), pounds, max_size=len(CELLS))
every = st.lists(pounds, min_size=len(CELLS), max_size=len(CELLS)).map(
    lambda found: dict(zip(CELLS, found, strict=True))
)


def rolled(amounts: dict[tuple[str, str], Decimal | None], **more: object) -> RollForward:
    return roll_forward(amounts, years=YEARS, blocks=blocks(), **more)  # type: ignore[arg-type]


def all_rows(found: RollForward) -> Iterator[BlockYear]:
    for rows in found.blocks.values():
        yield from rows
    yield from found.whole


@given(every)
def test_closing_is_opening_and_movements(amounts: dict[tuple[str, str], Decimal]) -> None:
    for row in all_rows(rolled(amounts)):
        assert row.income.amount is not None
        assert row.spend.amount is not None
        assert row.in_year.amount == row.income.amount - row.spend.amount
        moved = row.in_year.amount + sum(getattr(row, name).amount for name in MOVEMENTS)
        assert row.closing_before.amount == row.opening_before.amount + moved
        assert row.closing_after.amount == row.opening_after.amount + moved + row.payment.amount


@given(every)
def test_the_blocks_make_the_whole(amounts: dict[tuple[str, str], Decimal]) -> None:
    found = rolled(amounts)
    for year in YEARS:
        for name in SUMS:
            of_blocks = [getattr(found.block(key, year), name).amount for key in found.blocks]
            assert getattr(found.year(year), name).amount == sum(of_blocks)


@given(some)
def test_what_is_missing_is_named_and_makes_the_sum_unknown(amounts: dict[tuple[str, str], Decimal]) -> None:
    for row in all_rows(rolled(amounts)):
        for name in SUMS:
            part = getattr(row, name)
            assert (part.amount is None) == bool(part.missing)
            assert not [cell for cell in part.missing if amounts.get(cell) is not None]
            assert len(set(part.missing)) == len(part.missing)


@given(some)
def test_filling_every_missing_cell_makes_every_sum_known(amounts: dict[tuple[str, str], Decimal]) -> None:
    gaps = {cell for row in all_rows(rolled(amounts)) for name in SUMS for cell in getattr(row, name).missing}
    filled = {**amounts, **dict.fromkeys(gaps, Decimal(1))}
    # An opening that could not be carried was named as missing: once typed it is known, whatever came before.
    assert all(getattr(row, name).amount is not None for row in all_rows(rolled(filled)) for name in SUMS)


@given(every)
def test_the_parts_of_the_position_come_to_its_closing_balance(amounts: dict[tuple[str, str], Decimal]) -> None:
    for year in YEARS:
        found = {name: part.amount for name, part in parts(rolled(amounts), year).items()}
        added = ("in_year_position", "block_transfer", "authority_contribution", "stability_grant", "adjustments")
        moved = sum(found[name] for name in added)  # type: ignore[misc]
        assert found["closing_before_payments"] == found["opening_before_payments"] + moved  # type: ignore[operator]
        assert found["closing_after_payments"] == (
            found["opening_after_payments"] + moved + found["dfe_payments"]  # type: ignore[operator]
        )


def test_the_next_year_opens_with_what_the_year_closes_at_unless_it_is_stated() -> None:
    carried = a_year(lhn_opening_before=None, lhn_opening_after=None)
    stated = a_year(lhn_opening_before=-1)
    amounts = {
        (year, code): amount
        for year, row in zip(YEARS, (a_year(), carried, stated), strict=True)
        for code, amount in row.items()
    }
    first, second, third = rolled(amounts).blocks["high_needs"]
    assert first.closing_before.amount == Decimal(-13_880_000 - 560_000 + 400_000)
    assert first.closing_after.amount == Decimal(-7_280_000 - 560_000 + 400_000 + 2_030_000)
    assert (second.opening_before, second.before_from) == (first.closing_before, CARRIED)
    assert (second.opening_after, second.after_from) == (first.closing_after, CARRIED)
    assert (third.opening_before.amount, third.before_from) == (Decimal(-1), STATED)


def test_a_sheet_that_begins_later_opens_with_the_outturn_of_the_year_before() -> None:
    amounts = {("2024-25", code): amount for code, amount in a_year(lhn_opening_before=None).items()}
    brought = {("2024-25", "high_needs"): Opening(Decimal(-5), Decimal(-3))}
    row = rolled(amounts, brought_forward=brought).block("high_needs", "2024-25")
    assert (row.opening_before.amount, row.before_from) == (Decimal(-5), OUTTURN)
    assert (row.opening_after.amount, row.after_from) == (Decimal(-7_280_000), STATED)
    unknown = rolled(amounts).block("high_needs", "2024-25")
    assert (unknown.before_from, unknown.closing_before.missing) == (UNKNOWN, (("2024-25", "hn-opening-before"),))


def test_a_block_without_a_line_of_a_kind_has_nothing_of_it() -> None:
    amounts = {("2023-24", code): amount for code, amount in a_year().items()}
    schools = rolled(amounts).block("schools", "2023-24")
    assert (schools.payment.amount, schools.grant.amount) == (0, 0)
    assert schools.closing_after.amount == 0


def test_the_year_before_the_first_of_a_century_is_found() -> None:
    assert year_before("2000-01") == "1999-00"
