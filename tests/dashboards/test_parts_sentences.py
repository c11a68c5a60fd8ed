"""What the sentence of a divided measure says of the times that stand in the table beneath its bars."""

from dataclasses import replace
from decimal import Decimal

import pytest

from dashboards.breakdowns import Breakdown
from dashboards.categories import TOPICS
from dashboards.charts.lines import Frame
from dashboards.charts.parts import parts_chart, parts_table
from dashboards.charts.parts_words import summary, title
from dashboards.charts.shares import shares_of
from dashboards.periods import Period
from dashboards.points import Definition, MeasureSeries, Point
from tests.dashboards.records import PLANS, RATE, series

NEEDS = ("Autism", "Hearing", "Speech", "Physical", "Other")


def divided(*largest: int | str | None) -> Breakdown:
    """Five needs from January 2024, the first with these figures and the others with 2 in each month."""
    parts = [series(PLANS, largest), *(series(PLANS, [2] * len(largest)) for _ in NEEDS[1:])]
    named = tuple(replace(part, area_name=name) for part, name in zip(parts, NEEDS, strict=True))
    return Breakdown(TOPICS["need"], named, series(PLANS, []))


def sentence(found: Breakdown) -> str:
    chart = parts_chart(found, Frame())
    assert chart is not None
    assert chart.kind == "across"
    return chart.summary


def test_bars_of_one_time_say_how_the_largest_has_moved() -> None:
    assert sentence(divided(40, 41, 52)).endswith("Autism: 11 more than the month before, the biggest change.")


def test_a_year_earlier_stands_in_the_table_and_is_what_the_sentence_holds_it_against() -> None:
    found = divided(*range(40, 52))
    a_year_before = Point(Period.month(2023, 12), Decimal(30))
    found = replace(found, parts=tuple(part.with_points((a_year_before, *part.points)) for part in found.parts))
    assert [column.name for column in parts_table(found, Frame()).columns[1:3]] == ["December 2023", "July 2024"]
    told = "Autism: 21 more than a year earlier. The biggest change, 28, is in 4 parts."
    assert sentence(found).endswith(told)


def test_nothing_is_said_of_a_time_that_is_hidden() -> None:
    assert "than the month before" not in sentence(divided(40, "c", 52))


def parts(**figures: list[int | str | None]) -> list[MeasureSeries]:
    return [replace(series(PLANS, values), area_name=name) for name, values in figures.items()]


def said(found: list[MeasureSeries], whole: int | None = None, *, is_of_counts: bool = True) -> tuple[str, str]:
    """Title and sentence for February 2024, with January before it."""
    shares = shares_of(found, series(PLANS, [None, whole]), Period.month(2024, 2), is_of_counts=is_of_counts)
    return title("Plans by need", shares), summary(shares, [Period.month(2024, 1), Period.month(2024, 2)])


def test_the_part_that_moved_most_is_told_beside_the_largest() -> None:
    _, told = said(parts(Autism=[50, 52], Speech=[30, 21], Hearing=[5, 5]))
    assert told == (
        "The figures in February 2024 are Autism: 52; Speech: 21; Hearing: 5. "
        "Autism: 2 more than the month before. Speech moved most: 9 fewer."
    )
    _, told = said(parts(Autism=[50, 50], Speech=[30, 33], Hearing=[5, 2]))
    assert told.endswith("Autism: the same as the month before. Speech and Hearing moved most: 3 more and 3 fewer.")
    _, told = said(parts(Autism=[50, 50], Speech=[30, 30]))
    assert told.endswith("Autism: the same as the month before.")


@pytest.mark.parametrize("gone", ["c", None, "x"])
def test_a_part_that_cannot_be_compared_is_never_told_of_and_the_claim_says_among_whom(gone: str | None) -> None:
    _, told = said(parts(Autism=[50, 52], Speech=[30, 21], Hearing=[gone, 99]))
    assert told.endswith("Of those that can be compared, Speech moved most: 9 fewer than the month before.")
    _, told = said(parts(Autism=[50, 60], Speech=[30, 21], Hearing=[99, gone]), whole=81)
    assert told.endswith("Autism: 10 more than the month before, the biggest change of those that can be compared.")
    assert "Hearing" not in told


def test_an_unreliable_figure_moves_nothing() -> None:
    found = parts(Autism=[50, 52], Speech=[30, 21], Hearing=[90, 5])
    doubtful = tuple(point._replace(status="unreliable") for point in found[2].points)
    _, told = said([*found[:2], found[2].with_points(doubtful)])
    assert "Hearing" not in told
    assert "1 has no figure that can be used" in told


def test_where_most_parts_have_no_figure_no_part_is_called_the_largest() -> None:
    found = parts(Speech=[264, 266], **{name: ["x", "x"] for name in "ABCDEFG"})
    assert said(found, 1643) == (
        "Plans by need: which part is largest is not known, 7 of 8 have no figure in February 2024",
        "The only figure in February 2024 is Speech: 266. 7 have no figure that can be used, so which is largest is "
        "not known. Speech: 2 more than the month before.",
    )


def test_the_rest_of_the_whole_says_whether_an_unseen_part_can_be_larger() -> None:
    found = parts(Speech=[None, 50], Autism=[None, 40], A=[None, "c"], B=[None, "c"], C=[None, "c"])
    known, told = said(found, 99)
    assert known == "Plans by need: the largest part is Speech, 50 of 99 in February 2024"
    assert "3 are hidden to protect children." in told
    assert said(found, 141)[0].endswith("which part is largest is not known, 3 of 5 have no figure in February 2024")
    assert said(found[:3], 141)[0].endswith("of the 2 with a figure the largest is Speech, 50 of 141 in February 2024")
    assert said(found[1:3], 141)[0].endswith("the only part with a figure is Autism, 40 of 141 in February 2024")
    assert "not known" in said(found, 140)[0], "an unseen part may be exactly as large"
    assert "not known" in said(found, None)[0]
    assert "not known" in said(found, 89)[0], "parts that come to more than the whole overlap: nothing follows"


def test_parts_of_one_size_are_largest_together() -> None:
    assert said(parts(Autism=[None, 2], Speech=[None, 2], Hearing=[None, 1]), 5)[0] == (
        "Plans by need: the largest parts are Autism and Speech, 2 each of 5 in February 2024"
    )
    assert said(parts(A=[None, 2], B=[None, 2], C=[None, 2]), 6)[0].endswith(
        "are 3 parts, 2 each of 6 in February 2024"
    )


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ((9, 5, 2, 2), "The figures in February 2024 are A: 9; B: 5; C: 2; D: 2."),
        ((9, 5, 2, 2, 1), "The four largest in February 2024 are A: 9; B: 5; C: 2; D: 2. 1 more part has a figure."),
        (
            (9, 5, 2, 2, 2, 1),
            "The largest in February 2024 are A: 9; B: 5; 3 parts with 2 each. 1 more part has a figure.",
        ),
        ((9, 0, 0, 0), "The largest in February 2024 are A: 9; 3 parts with 0 each."),
        ((2, 2, 2, 2), "The largest in February 2024 are 4 parts with 2 each."),
        ((9, 9, 2, 1), "The three largest in February 2024 are A: 9; B: 9; C: 2. 1 more part has a figure."),
    ],
)
def test_of_parts_that_share_the_last_place_told_of_none_is_named_for_the_others(
    figures: tuple[int, ...], told: str
) -> None:
    found = parts(**{name: [None, figure] for name, figure in zip("ABCDEF", figures, strict=False)})
    assert said(found, sum(figures))[1] == told


@pytest.mark.parametrize(("reported", "note"), [("A", ""), ("ABCD", " (as reported)")])
def test_parts_that_share_a_place_are_as_reported_only_where_all_are(reported: str, note: str) -> None:
    found = [
        part.with_points(tuple(point._replace(is_as_reported=True) for point in part.points))
        if part.area_name in reported
        else part
        for part in parts(A=[None, 2], B=[None, 2], C=[None, 2], D=[None, 2], E=[None, 1])
    ]
    claim, told = said(found, 9)
    assert claim == f"Plans by need: the largest parts are 4 parts, 2{note} each of 9 in February 2024"
    assert told.startswith(f"The largest in February 2024 are 4 parts with 2{note} each.")


def test_how_parts_that_are_largest_together_have_moved_is_told_of_both_or_of_none() -> None:
    _, told = said(parts(A=[50, 52], B=[55, 52], C=[9, 1]))
    assert told.endswith("A: 2 more than the month before; B: 3 fewer than the month before. C moved most: 8 fewer.")
    _, told = said(parts(A=[49, 52], B=[55, 52]))
    assert told.endswith("A: 3 more than the month before; B: 3 fewer than the month before, the biggest changes.")
    _, told = said(parts(A=[49, 52], B=[55, 52], C=[52, 52], D=[4, 1]))
    assert told.endswith("The biggest change from the month before, 3, is in 3 parts.")
    _, told = said(parts(A=[None, 52], B=[5, 5], C=[2, 2]))
    assert told.endswith("B and C: the same as the month before.")
    _, told = said(parts(A=[49, 52], B=[49, 52], C=[7, 1]))
    assert told.endswith("A and B: 3 more than the month before. C moved most: 6 fewer.")


def test_of_rates_nothing_bounds_what_is_not_seen() -> None:
    found = parts(A=[None, 20], B=[None, 10], C=[None, "c"])
    assert said(found, 30, is_of_counts=False)[0].endswith(
        "of the 2 with a figure the highest is A, 20 in February 2024"
    )
    assert said(found[:2], 30, is_of_counts=False)[0].endswith(": highest for A, 20 in February 2024")


@pytest.mark.parametrize(("definition", "figures"), [(PLANS, (40, None, 3)), (RATE, (40, None, 30))])
def test_a_part_without_any_figure_is_one_of_the_parts(definition: Definition, figures: tuple[int | None, ...]) -> None:
    found = tuple(
        replace(series(definition, [value]), area_name=name) for name, value in zip("ABC", figures, strict=True)
    )
    chart = parts_chart(Breakdown(TOPICS["need"], found, series(definition, [143])), Frame())
    assert chart is not None
    assert chart.categories == ("A", "C")
    assert "of the 2 with a figure the" in chart.title
    assert "1 has no figure that can be used, so which is" in chart.summary


def test_an_unreliable_part_that_may_be_as_large_leaves_the_largest_unknown() -> None:
    found = parts(A=[None, 40], B=[None, 40])
    doubtful = found[1].with_points(point._replace(status="unreliable") for point in found[1].points)
    assert said([found[0], doubtful], 80)[0].endswith("the only part with a figure is A, 40 of 80 in February 2024")


def test_parts_that_are_printed_alike_are_highest_together() -> None:
    whole = Definition("rate", "Rate", "percent")
    found = [
        MeasureSeries(whole, (Point(Period.month(2024, 2), Decimal(value)),), area_name=name)
        for name, value in (("A", "40.1"), ("B", "40.4"), ("C", "12"))
    ]
    known, told = said(found, is_of_counts=False)
    assert known.endswith(": highest for A and B, 40% each in February 2024")
    assert told == "The figures in February 2024 are A: 40%; B: 40%; C: 12%."


def test_where_every_part_is_nothing_none_is_the_largest() -> None:
    none: dict[str, list[int | str | None]] = {name: [None, 0] for name in "ABCD"}
    known, told = said(parts(**none), 0)
    assert known == "Plans by need: no part has any in February 2024"
    assert told == "No part has any in February 2024."
    known, told = said(parts(**none, E=[None, "c"]), 4)
    assert known.endswith(": none of the 4 parts with a figure has any in February 2024")
    assert "so which is largest is not known" in told
    assert said(parts(A=[None, 0], B=[None, 0]), is_of_counts=False)[0].endswith(
        ": every part is at 0 in February 2024"
    )
    assert said(parts(A=[None, 0], B=[None, "c"]), 4)[0].endswith(
        "the only part with a figure is A, 0 of 4 in February 2024"
    )


def test_the_three_largest_are_not_claimed_where_an_unseen_part_may_be_second() -> None:
    found = parts(A=[None, 50], B=[None, 3], C=[None, 2], D=[None, 1], E=[None, "x"])
    known, told = said(found, 96)
    assert known.endswith("the largest part is A, 50 of 96 in February 2024")
    assert told.startswith("The three largest with a figure in February 2024 are A: 50; B: 3; C: 2.")


def test_a_measure_that_is_called_after_its_division_says_it_once() -> None:
    found = divided(40, 41)
    reviews = replace(found.total.definition, name="Annual reviews by primary need")
    assert parts_table(found, Frame()).caption == "EHC plans maintained by primary need"
    found = replace(found, total=replace(found.total, definition=reviews))
    assert parts_table(found, Frame()).caption == "Annual reviews by primary need"
