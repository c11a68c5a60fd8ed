"""Differences, what is left unexplained, and what of a deficit may be eligible."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from conditions.rules.reconciliation import (
    RESERVE,
    Stated,
    deficit,
    eligible,
    is_explained,
    looks_turned,
    why_not_attested,
)

NEEDED = ("s251", "note", "s151", "outturn", "accounts")
pounds = some.decimals(min_value=-(10**9), max_value=10**9, places=2)
sizes = some.decimals(min_value=0, max_value=10**8, places=2)
shares = some.decimals(min_value=0, max_value=100, places=2)
DEFICIT = Decimal("-5810000.00")


def all_of(amount: Decimal | None = DEFICIT, **instead: Stated) -> list[Stated]:
    return [instead.get(key, Stated(key, amount)) for key in NEEDED]


@some.composite
def documents(draw: some.DrawFn) -> list[Stated]:
    found = []
    for key in (*NEEDED, "draft-note"):
        amount = draw(some.none() | pounds)
        found.append(Stated(key, amount, tuple(draw(some.lists(pounds, max_size=3))) if amount is not None else ()))
    return found


@given(pounds, documents())
def test_a_document_is_the_record_its_explanations_and_what_is_unexplained(own: Decimal, found: list[Stated]) -> None:
    for each in found:
        unexplained = each.unexplained(own)
        if each.amount is None:
            assert unexplained is None
        else:
            assert unexplained is not None
            assert own + sum(each.explained, Decimal(0)) + unexplained == each.amount


@given(some.none() | pounds, documents(), sizes, shares)
def test_parts_come_to_the_whole_and_no_more_than_any_document_is_eligible_where_something_is_open(
    own: Decimal | None, found: list[Stated], outside: Decimal, share: Decimal
) -> None:
    result = eligible(own, found, outside=outside, own_share=share)
    known = [each.amount for each in found if each.amount is not None] + ([own] if own is not None else [])
    if result is None:
        assert not known
        return
    assert result.eligible is not None
    assert result.own_part is not None
    assert result.rest is not None
    assert result.own_part + result.rest == result.eligible
    assert 0 <= result.own_part <= result.eligible
    assert abs(result.own_part - result.eligible * share / 100) <= Decimal("0.005")
    assert result.eligible == max(result.base - outside, 0)
    if result.is_lowest:
        assert all(result.eligible <= deficit(amount) for amount in known)
    accounts = next(each.amount for each in found if each.key == RESERVE)
    if accounts is not None:
        assert result.eligible <= deficit(accounts)


@given(pounds, some.lists(pounds, min_size=5, max_size=5), shares)
def test_differences_explained_to_the_penny_let_the_reserve_count(
    own: Decimal, amounts: list[Decimal], share: Decimal
) -> None:
    found = [
        Stated(key, amount, (amount - own,) if amount != own else ())
        for key, amount in zip(NEEDED, amounts, strict=True)
    ]
    assert is_explained(own, found)
    assert why_not_attested(own, found, Decimal(0)) == []
    result = eligible(own, found, outside=Decimal(0), own_share=share)
    assert result is not None
    assert (result.base, result.base_key, result.is_lowest) == (deficit(amounts[-1]), RESERVE, False)


def test_a_penny_unexplained_makes_the_lowest_figure_count() -> None:
    found = all_of(outturn=Stated("outturn", Decimal("-5000000.00"), (Decimal("809999.99"),)))
    result = eligible(DEFICIT, found, outside=Decimal(0), own_share=Decimal(10))
    assert result is not None
    assert (result.base, result.base_key, result.is_lowest) == (Decimal(5_000_000), "outturn", True)
    assert why_not_attested(DEFICIT, found, Decimal(0)) == ["open:outturn"]


def test_ten_per_cent_is_the_councils_own_and_half_a_penny_goes_up() -> None:
    found = all_of(Decimal("-100000.05"))
    result = eligible(Decimal("-100000.05"), found, outside=Decimal(0), own_share=Decimal(10))
    assert result is not None
    assert (result.own_part, result.rest) == (Decimal("10000.01"), Decimal("90000.04"))


def test_overspends_outside_high_needs_come_off_and_never_below_nothing() -> None:
    for outside, left in ((810_000, 5_000_000), (9_000_000, 0)):
        result = eligible(DEFICIT, all_of(), outside=Decimal(outside), own_share=Decimal(10))
        assert result is not None
        assert result.eligible == left


def test_a_reserve_in_surplus_leaves_nothing() -> None:
    found = all_of(accounts=Stated("accounts", Decimal(1), (Decimal(1) - DEFICIT,)))
    result = eligible(DEFICIT, found, outside=Decimal(0), own_share=Decimal(10))
    assert result is not None
    assert (result.base, result.eligible) == (0, 0)


def test_what_nobody_has_said_leaves_the_rest_unknown() -> None:
    result = eligible(DEFICIT, all_of(), outside=None, own_share=Decimal(10))
    assert result is not None
    assert (result.base, result.eligible, result.own_part, result.rest) == (5_810_000, None, None, None)
    assert eligible(None, all_of(None), outside=Decimal(0), own_share=Decimal(10)) is None


def test_everything_that_stands_against_attesting_is_named() -> None:
    found = all_of(note=Stated("note", None), s251=Stated("s251", DEFICIT + 1))
    assert why_not_attested(None, found, None) == ["own", "missing:note", "outside"]
    assert why_not_attested(DEFICIT, found, Decimal(0)) == ["missing:note", "open:s251"]
    draft = Stated("draft-note", None)
    assert why_not_attested(DEFICIT, [*all_of(), draft], Decimal(0)) == []


@pytest.mark.parametrize(
    ("amount", "turned"),
    [("5810000", True), ("5700000", True), ("-5810000", False), ("100", False), ("0", False)],
)
def test_a_figure_with_the_sign_that_section_251_prints_is_noticed(amount: str, turned: bool) -> None:
    assert looks_turned(Decimal(amount), DEFICIT) is turned
