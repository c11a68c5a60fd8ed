"""Reading top-up bands: value, count and cost of a year, beside what the top-up lines came to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from conditions.models import Agreement, FinanceLine
from safetyvalve.core.dates import FinancialYear
from workstreams.models import TopUpBand
from workstreams.models.top_up import TopUpBandQuerySet
from workstreams.rules.top_ups import (
    BandsCost,
    Costed,
    Value,
    YearCost,
    beside_outturn,
    cost_of_year,
    costed,
    said_of,
    value_on,
)

LINES = ("1.2.1", "1.2.2", "1.2.3")
"""Section 251 lines for top-ups: maintained; academies, free schools and colleges; non-maintained and independent."""


@dataclass(frozen=True)
class BandRow:
    """A band in one financial year: its value on the day asked about, its newest count by then, the year's cost."""

    band: TopUpBand
    value: str
    newest: Costed | None
    year: YearCost


@dataclass(frozen=True)
class Group:
    """The bands of one kind of setting."""

    setting: str
    rows: list[BandRow]
    cost: BandsCost


@dataclass(frozen=True)
class Outturn:
    """What the top-up lines came to in a year: those that are known, and their sum once all are."""

    lines: dict[str, Decimal]

    @property
    def amount(self) -> Decimal | None:
        return sum(self.lines.values(), Decimal(0)) if len(self.lines) == len(LINES) else None


def bands_of(agreement: Agreement) -> list[TopUpBand]:
    """Every band with its values and counts, in the order of the settings. Three queries."""
    order = list(TopUpBand.Setting)
    found = for_pages().filter(agreement=agreement)
    return sorted(found, key=lambda band: (order.index(TopUpBand.Setting(band.setting)), band.name))


def for_pages() -> TopUpBandQuerySet:
    """Bands with everything that their pages show."""
    found = TopUpBand.objects.select_related("agreement__authority", "agreement__programme", "updated_by")
    return found.prefetch_related("values__created_by", "counts")


def values_of(band: TopUpBand) -> list[Value]:
    return [Value(each.effective_from, each.number, each.amount) for each in band.values.all()]


def counts_of(band: TopUpBand) -> dict[date, int]:
    return {each.counted_on: each.count for each in band.counts.all()}


def row_of(band: TopUpBand, year: str, on: date) -> BandRow:
    """From prefetched values and counts."""
    values, counts = values_of(band), counts_of(band)
    newest = next((each for each in costed(values, counts) if each.on <= on), None)
    return BandRow(
        band, said_of(value_on(values, on)), newest, cost_of_year(values, counts, year, ends_on=band.ends_on)
    )


def groups_of(bands: Iterable[TopUpBand], year: str, on: date) -> list[Group]:
    """The bands by kind of setting, each kind with what it costs in the year as far as that is known."""
    grouped: dict[str, list[BandRow]] = {}
    for band in bands:
        grouped.setdefault(band.get_setting_display(), []).append(row_of(band, year, on))
    return [Group(setting, rows, BandsCost(tuple(row.year for row in rows))) for setting, rows in grouped.items()]


def cost_of(groups: Sequence[Group]) -> BandsCost:
    """What all bands cost in the year, as far as that is known."""
    return BandsCost(tuple(row.year for group in groups for row in group.rows))


def outturn_of(agreement: Agreement, year: str) -> Outturn:
    """One query."""
    rows = FinanceLine.objects.filter(
        agreement=agreement,
        financial_year=year,
        column=FinanceLine.Column.ACTUAL,
        line__in=LINES,
        amount__isnull=False,
    )
    return Outturn({row.line: row.amount for row in rows if row.amount is not None})


def comparison(cost: BandsCost, outturn: Outturn, year: str) -> str:
    """The bands beside the outturn, in a sentence; empty until both are known: every line, and every band every day."""
    return beside_outturn(cost.amount if cost.is_whole else None, outturn.amount, year)


def day_of(year: str, today: date) -> date:
    """The day at which a year is looked at: today while it runs, else its last day."""
    return min(FinancialYear.parse(year).last_day, max(today, FinancialYear.parse(year).first_day))


def years_to_show(bands: Iterable[TopUpBand], agreement_years: Iterable[str], today: date) -> list[str]:
    """The agreement's years, this one, and any that a count falls in."""
    counted = {FinancialYear.of(day).label for band in bands for day in counts_of(band)}
    return sorted({*agreement_years, *counted, FinancialYear.of(today).label})


def days_counted(bands: Iterable[TopUpBand]) -> list[date]:
    """Days of which there is a count, newest first."""
    return sorted({day for band in bands for day in counts_of(band)}, reverse=True)
