"""Whatever stands in a cell: what was written down is read back, and nothing fails otherwise than in words."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from dashboards.imports.files.values import WrongValue, day, number, period
from dashboards.models import IndicatorVersion
from dashboards.periods import Period

BASES = IndicatorVersion.PeriodBasis.values
UNITS = IndicatorVersion.Unit.values


@given(st.integers(0, 10**13), st.sampled_from(["{}", "{:,}", " {} ", "£{:,}", "£{}.00"]))
def test_a_figure_written_down_is_read_back(value: int, form: str) -> None:
    assert number(form.format(value), unit="money", decimals=0).value == value


@given(st.decimals(-1000, 1000, places=2))
def test_a_percentage_written_down_is_read_back(value: Decimal) -> None:
    assert number(f"{value}%", unit="percent", decimals=2).value == value
    assert number(value, unit="percent").value == value


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)))
def test_a_day_written_down_is_read_back(on: date) -> None:
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%Y-%b-%d 00:00:00", "%d %B %Y", "%d/%m/%y", "%Y%m%d"):
        assert day(on.strftime(form)) == on
    assert day(Decimal((on - date(1899, 12, 30)).days)) == on


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)), st.sampled_from(BASES))
def test_the_label_of_a_period_is_read_back(on: date, basis: str) -> None:
    label = {
        "snapshot": Period.month(on.year, on.month),
        "month": Period.month(on.year, on.month),
        "quarter": period(date(on.year, (on.month - 1) // 3 * 3 + 1, 1), "quarter"),
        "calendar_year": Period.calendar_year(on.year),
        "financial_year": Period.financial_year(f"{on.year}-{(on.year + 1) % 100:02d}"),
        "academic_year": Period(date(on.year, 9, 1), date(on.year + 1, 8, 31)),
    }[basis]
    assert label is not None
    assert period(label.label, basis) == label


@given(st.text(max_size=70) | st.from_regex(r"[0-9£%.,()/ -]{0,20}", fullmatch=True), st.sampled_from(UNITS))
def test_no_text_whatever_makes_a_figure_fail_otherwise_than_in_words(text: str, unit: str) -> None:
    try:
        figure = number(text, unit=unit)
    except WrongValue:
        return
    assert figure.value is None or not figure.marker
    assert figure.upper is None or figure.upper > (figure.value or 0)


@given(st.text(max_size=70) | st.from_regex(r"[0-9a-zA-Z/ :T-]{0,20}", fullmatch=True), st.sampled_from(BASES))
def test_no_text_whatever_makes_a_day_or_period_fail_otherwise_than_in_words(text: str, basis: str) -> None:
    for read in (day, lambda cell: period(cell, basis, "annual")):
        try:
            read(text)
        except WrongValue:
            continue


@given(st.decimals(), st.sampled_from(BASES), st.sampled_from(UNITS))
def test_no_number_whatever_fails_otherwise_than_in_words(value: Decimal, basis: str, unit: str) -> None:
    for read in (lambda cell: number(cell, unit=unit), day, lambda cell: period(cell, basis)):
        try:
            read(value)
        except WrongValue:
            continue
