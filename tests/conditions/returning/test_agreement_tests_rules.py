"""The agreement's tests, answered from figures alone."""

from decimal import Decimal

import pytest

from conditions.rules.agreement_tests import (
    GrantsOnRecord,
    YearPosition,
    all_tests,
    cleared_by_end,
    in_year_balance,
    on_plan_this_year,
)


def year(label="2024-25", **amounts):
    return YearPosition(label, **{name: Decimal(amount) for name, amount in amounts.items()})


@pytest.mark.parametrize(("in_year", "met"), [("0", True), ("0.01", True), ("-0.01", False), ("-2732000", False)])
def test_balanced_in_year_means_zero_or_better(in_year, met):
    assert in_year_balance([year("2025-26", in_year=in_year)], by="2025-26").met is met


def test_an_unknown_figure_is_never_a_no():
    assert in_year_balance([], by="2025-26").met is None
    assert in_year_balance([year("2025-26")], by="2025-26").met is None
    assert cleared_by_end([year("2026-27")], last_year="2026-27", stability_grant_counts=None).met is None
    assert on_plan_this_year([year(before_payments="-1")], financial_year="2024-25").met is None


def test_an_agreement_that_names_no_year_cannot_be_tested_on_it():
    test = in_year_balance([year(in_year="5")], by="")

    assert test.met is None
    assert test.sentence == "The agreement does not name the year."


@pytest.mark.parametrize(("after", "met"), [("0", True), ("1", True), ("-1", False)])
def test_cleared_by_the_end_is_judged_after_payments(after, met):
    years = [year("2026-27", after_payments=after, before_payments="-12690000")]

    assert cleared_by_end(years, last_year="2026-27", stability_grant_counts=None).met is met


def test_an_agreement_that_is_over_is_judged_by_its_outturn_and_says_so():
    last = YearPosition("2026-27", after_payments=Decimal(-150_000), basis="actual")

    test = cleared_by_end([last], last_year="2026-27", stability_grant_counts=None)

    assert test.sentence == "The outturn at the end of 2026-27 is £150,000 deficit after DfE payments."


@pytest.mark.parametrize(("counts", "met"), [(True, True), (None, None), (False, False)])
def test_a_stability_grant_counts_only_where_the_agreement_lets_it(counts, met):
    years = [year("2025-26", stability_grant="400000"), year("2026-27", after_payments="100000")]

    assert cleared_by_end(years, last_year="2026-27", stability_grant_counts=counts).met is met


def test_a_grant_that_does_not_count_is_named_and_one_after_the_end_is_no_part_of_it():
    years = [
        year("2025-26", stability_grant="400000"),
        year("2026-27", after_payments="100000"),
        year("2027-28", stability_grant="9000000"),
    ]

    test = cleared_by_end(years, last_year="2026-27", stability_grant_counts=False)

    assert test.sentence == (
        "The latest forecast for the end of 2026-27 is £300,000 deficit after DfE payments "
        "and without the stability grant of £400,000, which the agreement does not count."
    )


def test_where_the_agreement_does_not_say_whether_a_grant_counts_the_answer_depends_on_it_or_not():
    enough = [year("2026-27", after_payments="500000", stability_grant="400000")]

    test = cleared_by_end(enough, last_year="2026-27", stability_grant_counts=None)

    assert test.met is True
    assert test.sentence == (
        "The latest forecast for the end of 2026-27 is £500,000 surplus after DfE payments "
        "and with the stability grant of £400,000, of which the agreement does not say whether it counts."
    )


@pytest.mark.parametrize(("counts", "met"), [(True, True), (None, None), (False, False)])
def test_a_grant_that_does_not_count_puts_no_year_on_plan(counts, met):
    years = [
        year("2023-24", stability_grant="1000000"),
        year(before_payments="-14000000", planned_before_payments="-14440000", stability_grant="0"),
    ]

    test = on_plan_this_year(years, financial_year="2024-25", stability_grant_counts=counts)

    assert test.met is met
    if counts is False:
        assert test.sentence == (
            "The latest cumulative position before DfE payments and without the stability grant of £1 million, "
            "which the agreement does not count, is £15 million deficit, £560,000 worse than planned."
        )


def test_the_in_year_test_says_how_much_of_it_is_the_block_transfer():
    balanced = year("2025-26", in_year="100000", block_transfer="400000")

    test = in_year_balance([balanced], by="2025-26")

    assert test.met is True
    assert test.sentence == (
        "The latest in-year position for 2025-26 is £100,000 surplus, "
        "with the block transfer of £400,000 into high needs."
    )


def test_a_transfer_that_leaves_high_needs_reads_as_leaving_it():
    test = in_year_balance([year("2025-26", in_year="100000", block_transfer="-50000")], by="2025-26")

    assert test.sentence.endswith("with the block transfer of £50,000 out of high needs.")


@pytest.mark.parametrize(("counts", "met"), [(True, True), (None, None), (False, False)])
def test_a_grant_of_a_year_that_this_return_does_not_state_is_in_the_balance_all_the_same(counts, met):
    years = [year("2026-27", after_payments="100000")]
    record = GrantsOnRecord({"2024-25": Decimal(400_000), "2025-26": Decimal(0), "2026-27": Decimal(0)})

    test = cleared_by_end(years, last_year="2026-27", stability_grant_counts=counts, on_record=record)

    assert test.met is met
    assert ("£400,000" in test.sentence) is not bool(counts)


@pytest.mark.parametrize("counts", [None, False])
@pytest.mark.parametrize(
    ("grants", "unstated", "met"),
    [
        ({"2024-25": 100_000}, ("2025-26",), None),
        ({"2026-27": 100_000}, ("2023-24", "2024-25"), True),
        ({}, ("2025-26", "2026-27"), True),
        ({"2028-29": 100_000}, ("2026-27",), True),
    ],
)
def test_a_year_nobody_reported_is_in_doubt_only_beside_a_grant_and_when_one_could_be_paid(
    counts, grants, unstated, met
):
    years = [year("2027-28", after_payments="500000")]
    record = GrantsOnRecord({label: Decimal(amount) for label, amount in grants.items()}, unstated)

    test = cleared_by_end(years, last_year="2027-28", stability_grant_counts=counts, on_record=record)

    assert test.met is met
    assert ("No position of 2025-26 is on record" in test.sentence) is (met is None)


def test_a_year_nobody_reported_changes_no_answer_that_is_no_anyway_or_where_grants_count():
    record = GrantsOnRecord({"2024-25": Decimal(100_000)}, ("2025-26",))

    def met(after, counts):
        years = [year("2027-28", after_payments=after)]
        return cleared_by_end(years, last_year="2027-28", stability_grant_counts=counts, on_record=record).met

    assert (met("-1", None), met("-1", False), met("0", True)) == (False, False, True)


def test_on_plan_compares_before_payments():
    behind = year(before_payments="-15640000", planned_before_payments="-14440000", after_payments="0")

    test = on_plan_this_year([behind], financial_year="2024-25")

    assert test.met is False
    assert "£1.2 million worse than planned" in test.sentence
    assert "£15.6 million deficit" in test.sentence


def test_the_three_tests_come_in_the_order_of_the_return():
    tests = all_tests(
        [], balanced_by="2025-26", last_year="2026-27", financial_year="2024-25", stability_grant_counts=None
    )

    assert [test.key for test in tests] == ["cleared-by-end", "on-plan-this-year", "in-year-balance"]
    assert {test.answer for test in tests} == {"Cannot tell"}
