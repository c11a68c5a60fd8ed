"""Typing the last few figures of one measure: a number, or a letter that says why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from dashboards.imports.files.values import Figure, WrongValue, number
from dashboards.models import IndicatorVersion, Measurement
from dashboards.periods import Period, stock_period
from dashboards.services.measurements import Row
from safetyvalve.core.dates import FinancialYear
from safetyvalve.core.forms import GovForm

Basis = IndicatorVersion.PeriodBasis


class WrongFigure(ValueError):
    """``reason`` follows the period's name."""


def read_figure(typed: str, *, unit: str, decimals: int) -> tuple[Decimal | None, str]:
    """One figure, or a marker's letter, where a range would make no sense; nothing typed is (None, "").

    Raises ``WrongFigure``.
    """
    figure = read_typed(typed, unit=unit, decimals=decimals)
    if figure.upper is not None:
        raise WrongFigure("must be one figure, not a range")
    return figure.value, figure.marker


def read_typed(typed: str, *, unit: str, decimals: int) -> Figure:
    """A figure as people write it ("1,570", "40.3%", "£1,200", "96–100%"). Only pounds go below zero.

    Raises ``WrongFigure``.
    """
    try:
        figure = number(typed, unit=unit, decimals=decimals)
    except WrongValue as wrong:
        raise WrongFigure(wrong.reason) from wrong
    if figure.value is not None and figure.value < 0 and unit != "money":
        raise WrongFigure("must be 0 or more")
    return figure


def written(value: Decimal | None, marker: str, upper: Decimal | None = None) -> str:
    """A figure as its box shows it."""
    if value is None:
        return marker
    low = f"{value.normalize():,f}"
    return low if upper is None else f"{low}–{upper.normalize():,f}"


def written_row(standing: Measurement) -> str:
    """What is on record, as its box shows it."""
    return written(standing.value, standing.marker, standing.upper)


def as_row(code: str, period: Period, figure: Figure, standing: Measurement | None, **facts: Any) -> Row:
    """The row to record for a typed figure. One that stays the same stays as reported, if that is what it was."""
    is_same = standing is not None and figure_of(standing) == (figure.value, figure.marker, figure.upper)
    is_as_reported = figure.is_as_reported or (is_same and standing is not None and standing.is_as_reported)
    return Row(code, period, figure.value, figure.marker, upper=figure.upper, is_as_reported=is_as_reported, **facts)


def figure_of(standing: Measurement | None) -> tuple[Decimal | None, str, Decimal | None]:
    """What is on record, to compare what is typed with."""
    return (standing.value, standing.marker, standing.upper) if standing else (None, "", None)


def recent_periods(version: IndicatorVersion, *, today: date, number: int) -> list[Period]:
    """The last ``number`` periods of the measure that have ended, the latest first."""
    period = _period_of(version, today)
    while period.end > today:
        period = period.previous()
    periods = []
    for _ in range(number):
        periods.append(period)
        period = period.previous()
    return periods


def _period_of(version: IndicatorVersion, day: date) -> Period:
    basis = version.period_basis
    if basis == Basis.SNAPSHOT and version.frequency == "annual":
        return Period.census(day.year)
    if basis == Basis.CALENDAR_YEAR:
        return Period.calendar_year(day.year)
    if basis == Basis.FINANCIAL_YEAR:
        return Period.financial_year(FinancialYear.of(day).label)
    if basis == Basis.ACADEMIC_YEAR:
        start = day.year if day.month >= 9 else day.year - 1
        return Period(date(start, 9, 1), date(start + 1, 8, 31))
    if basis == Basis.QUARTER:
        first = (day.month - 1) // 3 * 3 + 1
        return Period(date(day.year, first, 1), Period.month(day.year, first + 2).end)
    return Period.month(day.year, day.month)


class FigureForm(GovForm):
    """One figure of a grid. ``seen`` is the row that the person was looking at; ``name`` is what errors call it."""

    value = forms.CharField(
        required=False, max_length=40, widget=forms.TextInput({"class": "govuk-input--width-10", "inputmode": "text"})
    )
    is_provisional = forms.BooleanField(required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        period: Period,
        version: IndicatorVersion,
        standing: Measurement | None,
        name: str = "",
        **kwargs: Any,
    ) -> None:
        self.period, self.version, self.standing = period, version, standing
        self.name = name or period.label
        if standing:
            on_record = {
                "value": written_row(standing),
                "is_provisional": standing.status == Measurement.Status.PROVISIONAL,
                "seen": standing.pk,
            }
            kwargs["initial"] = on_record | kwargs.get("initial", {})
        super().__init__(*args, **{"prefix": f"p{period.end:%Y%m%d}"} | kwargs)
        self.fields["value"].label = f"{self.name}: figure"
        self.fields["is_provisional"].label = f"{self.name}: provisional"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        try:
            data["figure"] = read_typed(data.get("value", ""), unit=self.version.unit, decimals=self.version.decimals)
        except WrongFigure as wrong:
            self.add_error("value", f"{self.name} {wrong}")
        if self._is_stale(data):
            now = written_row(self.standing) if self.standing else "empty"
            self.add_error("value", f"{self.name} was changed by somebody else meanwhile: it is now {now or 'empty'}")
        return data

    def _is_stale(self, data: dict[str, Any]) -> bool:
        """Whether the row moved under the person's hands, and to something else than they typed."""
        standing = self.standing
        if data.get("seen") == (standing.pk if standing else None):
            return False
        typed = data.get("figure", Figure())
        return (typed.value, typed.marker, typed.upper) != figure_of(standing)


@dataclass(frozen=True)
class Grid:
    """The forms of a page, the latest period first."""

    forms: Sequence[FigureForm]

    def is_valid(self) -> bool:
        return not [form for form in self.forms if not form.is_valid()]

    @property
    def changed(self) -> list[FigureForm]:
        return [form for form in self.forms if form.has_changed()]


def standing_by_period(rows: Sequence[Measurement], version: IndicatorVersion) -> dict[Period, Measurement]:
    """The rows that stand now, by the period they are about."""
    is_stock = version.period_basis == Basis.SNAPSHOT
    return {stock_period(row.period_end) if is_stock else Period(row.period_start, row.period_end): row for row in rows}
