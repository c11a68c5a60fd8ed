"""Figures, days and periods as people write them: what is understood and what is refused."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.imports.files.headers import column_index, letter, normal
from dashboards.imports.files.tables import NO_VALUE, ErrorCell, PerCent
from dashboards.imports.files.values import Figure, WrongValue, day, number, period
from dashboards.periods import Period


@pytest.mark.parametrize(
    ("cell", "unit", "value"),
    [
        ("1570", "count", "1570"),
        ("1,570", "count", "1570"),
        ("1 570", "count", "1570"),
        ("1\u00a0570", "count", "1570"),
        ("+5", "count", "5"),
        ("0", "count", "0"),
        ("12.5", "count", "12.5"),
        ("£1,234", "money", "1234"),
        ("£1.2m", "money", "1200000"),
        ("350k", "money", "350000"),
        ("£2 million", "money", "2000000"),
        ("£1.5bn", "money", "1500000000"),
        ("(1,234)", "money", "-1234"),
        ("(£1,234)", "money", "-1234"),
        ("−5", "money", "-5"),
        ("–£5", "money", "-5"),
        ("£-5", "money", "-5"),
        ("12.5%", "percent", "12.5"),
        ("40 %", "percent", "40"),
        ("40", "percent", "40"),
        ("-3.2", "percent", "-3.2"),
        (".5", "weeks", "0.5"),
        (Decimal(7), "count", "7"),
        (PerCent("12.5"), "percent", "12.5"),
    ],
)
def test_figures_are_understood_as_people_write_them(cell, unit, value) -> None:
    assert number(cell, unit=unit) == Figure(Decimal(value))


@pytest.mark.parametrize("cell", [None, "", " ", "-", "–", "—", "\u00a0"])
def test_nothing_and_a_dash_are_no_figure(cell) -> None:
    assert number(cell, unit="count") == Figure(None, "")


@pytest.mark.parametrize(
    ("cell", "marker"),
    [("x", "x"), ("Z", "z"), (" c ", "c"), ("u", "u"), ("LOW", "low"), (":", "x"), ("..", "x"), (".", "z")],
)
def test_markers_are_never_zero(cell, marker) -> None:
    assert number(cell, unit="count") == Figure(None, marker)


@pytest.mark.parametrize("cell", ["96–100%", "96-100", "96 to 100%", "96% to 100%", "96 – 100 %"])
def test_a_range_of_a_percentage_keeps_both_ends_as_reported(cell) -> None:
    assert number(cell, unit="percent") == Figure(Decimal(96), "", Decimal(100), is_as_reported=True)


@pytest.mark.parametrize(
    ("cell", "unit"),
    [
        *[(cell, "count") for cell in ("lots", "<5", "1e9", "NaN", "Infinity", "=1+1", "9" * 40, "12/05/24", "1,57")],
        *[(cell, "count") for cell in ("1,2,3", "12 34", "5²", "٣", "--5", "(5", "5)", "1.2.3", "£", "%", "10%", "£5")],
        *[(cell, "count") for cell in ("-3", "−3", "(3)", Decimal(-3), "5k", "96-100", True, date(2024, 5, 1))],
        *[(cell, "count") for cell in (NO_VALUE, ErrorCell("#N/A"), PerCent(5), Decimal("NaN"), Decimal(10) ** 15)],
        *[(cell, "percent") for cell in ("100-96", "£5", "5m", "-(5)", "96-", "to 5")],
        *[(cell, "money") for cell in ("5%", "(-5)", "-£-5", "99999999999bn")],
        *[(cell, "days") for cell in ("-1", "5 days")],
    ],
)
def test_anything_else_is_refused_without_quoting_it(cell, unit) -> None:
    with pytest.raises(WrongValue) as caught:
        number(cell, unit=unit)
    assert str(caught.value).startswith("The value must ")
    assert len(str(cell)) < 5 or str(cell) not in str(caught.value)


def test_places_are_refused_where_they_are_said_and_rounded_where_not() -> None:
    with pytest.raises(WrongValue, match="whole number"):
        number("12.5", unit="count", decimals=0)
    with pytest.raises(WrongValue, match="1 decimal"):
        number("12.55", unit="percent", decimals=1)
    assert number("12.50", unit="percent", decimals=1).value == Decimal("12.5")
    assert number(Decimal("38.7096774193548"), unit="percent").value == Decimal("38.7097")


@pytest.mark.parametrize(
    "cell",
    [
        *("12/05/24", "12/05/2024", "12-05-2024", "12.05.24", "2024-05-12", "2024/05/12", "20240512", "2024-May-12"),
        *("12 May 2024", "12th May 2024", "12-May-24", "12 may 24", "2024-05-12T09:30:00Z", "2024-05-12 00:00:00.000"),
        *("2024-May-12 00:00:00", "12/05/2024 9:30", Decimal(45424), Decimal("45424.4"), Decimal(20240512)),
        *(date(2024, 5, 12), datetime(2024, 5, 12, 9, 30, tzinfo=UTC)),
    ],
)
def test_days_are_understood_with_the_day_before_the_month(cell) -> None:
    assert day(cell) == date(2024, 5, 12)


def test_days_of_both_centuries_and_of_the_other_calendar() -> None:
    assert (day("2022-Sep-28 00:00:00"), day("12/05/99"), day("12/05/05")) == (
        date(2022, 9, 28),
        date(1999, 5, 12),
        date(2005, 5, 12),
    )
    assert day(Decimal(45424 - 1462), is_1904=True) == date(2024, 5, 12)
    assert (day(None), day(""), day("-")) == (None, None, None)


@pytest.mark.parametrize(
    "cell",
    [
        *("31/02/2024", "05/13/2024", "12/05", "May 2024", "2024", "tomorrow", "12/05/024", "0/5/2024", "12/05/1066"),
        *(True, NO_VALUE, ErrorCell("#N/A"), Decimal(5), Decimal(10) ** 9, Decimal("NaN"), date(1066, 1, 1), "1" * 99),
    ],
)
def test_other_days_are_refused(cell) -> None:
    with pytest.raises(WrongValue):
        day(cell)


MAY, CENSUS = Period.month(2024, 5), Period.census(2025)

YEAR, FINANCIAL = Period.calendar_year(2024), Period.financial_year("2023-24")

ACADEMIC = Period(date(2023, 9, 1), date(2024, 8, 31))


@pytest.mark.parametrize(
    ("basis", "frequency", "expected", "cells"),
    [
        (
            *("month", "monthly", MAY),
            ("May 2024", "May-24", "may 24", "2024-05", "2024-5", "05/2024", "202405", "01/05/2024", "12/05/24"),
        ),
        (
            "month",
            "",
            MAY,
            (date(2024, 5, 1), datetime(2024, 5, 31, tzinfo=UTC), Decimal(202405), "2024 May", "2024-May"),
        ),
        ("month", "", YEAR, ("2024", Decimal(2024))),
        ("month", "", FINANCIAL, ("2023-24", "2023/24", "202324", "2023-2024", "FY 2023-24", Decimal(202324))),
        ("snapshot", "monthly", MAY, ("May 2024", "31/05/2024", "01/05/2024", date(2024, 5, 1))),
        ("snapshot", "monthly", CENSUS, ("16/01/2025", "2025", date(2025, 1, 16))),
        ("snapshot", "annual", CENSUS, ("2025", "January 2025", "16/01/2025", "Jan-25")),
        ("snapshot", "annual", Period(date(2024, 5, 1), date(2024, 5, 1)), ("01/05/2024",)),
        (
            *("quarter", "", Period(date(2024, 4, 1), date(2024, 6, 30))),
            ("Q1 2024-25", "Q1 2024/25", "2024-25 Q1", "quarter 1 2024-25", "April to June 2024", "Apr-Jun 2024"),
        ),
        ("quarter", "", Period(date(2025, 1, 1), date(2025, 3, 31)), ("Q4 2024-25", "31/03/2025", "01/01/2025")),
        ("quarter", "", Period(date(2024, 9, 1), date(2024, 12, 31)), ("Autumn 2024", "Autumn term 2024/25")),
        ("quarter", "", Period(date(2025, 1, 1), date(2025, 3, 31)), ("Spring 2025", "spring 2024/25")),
        ("calendar_year", "", YEAR, ("2024", "31/12/2024", "January to December 2024", Decimal(2024))),
        ("financial_year", "", FINANCIAL, ("2023-24", "2023/24", "202324", "31/03/2024", "April 2023 to March 2024")),
        ("academic_year", "", ACADEMIC, ("2023-24", "2023/24", "202324", "September 2023 to August 2024")),
        ("month", "", Period.month(2011, 12), ("201112", "2011-12")),
        ("financial_year", "", Period.financial_year("2011-12"), ("201112", "2011-12")),
        ("month", "", None, (None, "", "-", " ")),
    ],
)
def test_periods_are_understood_for_the_basis_of_their_measure(basis, frequency, expected, cells) -> None:
    assert {cell: period(cell, basis, frequency) for cell in cells} == dict.fromkeys(cells, expected)


@pytest.mark.parametrize(
    ("basis", "cells"),
    [
        (
            "month",
            ("Smarch 2024", "13/2024", "2023-25", "total", "Q5 2024-25", "Q1 2024", "1066", Decimal("4.5"), True),
        ),
        ("month", (NO_VALUE, ErrorCell("#REF!"), "May", "May to April 2024", "x" * 99, "Autumn", "Autumn 1066")),
        ("snapshot", ("2023-24", "Q1 2024-25", "Autumn 2024")),
        ("quarter", ("May 2024", "12/05/2024")),
        ("calendar_year", ("2023-24", "May 2024", "Q1 2024-25", "12/05/2024", "April 2023 to March 2024")),
        ("financial_year", ("2024", "May 2024", "January to December 2024")),
        ("academic_year", ("2024", "Autumn 2024", "31/03/2024")),
    ],
)
def test_other_periods_are_refused_with_an_example(basis, cells) -> None:
    for cell in cells:
        with pytest.raises(WrongValue, match=r"must (be|have)"):
            period(cell, basis)


@given(st.integers(0, 16_383))
def test_a_column_has_one_letter_and_back(index: int) -> None:
    assert column_index(letter(index)) == index


def test_letters_and_headings_are_those_of_a_spreadsheet() -> None:
    assert [letter(index) for index in (0, 25, 26, 701, 702, 16_383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert normal(" Time_Period\n (Start)\u00a0") == "time period (start)"
    assert normal(None) == ""
