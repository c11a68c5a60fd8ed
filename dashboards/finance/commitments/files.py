"""Commitments as tables for CSV and workbook, and the template of a placement list."""

from datetime import datetime

from dashboards.finance.commitments.reading import Beside, Held, known
from dashboards.imports.placement_words import END, NAMES, RATE, START, TIMES, TYPE, UNIT
from safetyvalve.core.dates import FinancialYear, in_words
from safetyvalve.render.data import Cell, Column, Table

ORDER = (TYPE, RATE, UNIT, TIMES, START, END, "dsg", "health", "social_care")
"""The columns of the template: everything that is read."""


def caption(found: Held) -> str:
    return f"Commitments at {in_words(found.record.as_at)}"


def month_table(found: Held) -> Table:
    """A row for each provider type and month."""
    columns = (
        *(Column("Provider type", weight=4), Column("Financial year"), Column("Month", "date")),
        *(Column("Placements", "count"), Column("DSG", "money", 2), Column("Health", "money", 2)),
        *(Column("Social care", "money", 2), Column("Total", "money", 2)),
    )
    names = dict(found.types)
    rows: list[tuple[Cell, ...]] = [
        (
            names[cell.provider_type],
            FinancialYear.of(cell.month).label,
            cell.month,
            cell.placements,
            *(cell.dsg, cell.health, cell.social_care),
            known((cell.dsg, cell.health, cell.social_care)),
        )
        for cell in sorted(found.cells, key=lambda cell: (list(names).index(cell.provider_type), cell.month))
    ]
    return Table(caption(found), columns, tuple(rows), notes=("Pounds. A month is named by its first day.",))


def year_table(found: Held) -> Table:
    """A row for each provider type and financial year, and one for each year's total."""
    columns = (
        *(Column("Financial year"), Column("Provider type", weight=4), Column("Most placements in a month", "count")),
        *(Column(name, "money", 2) for name in ("DSG", "Health", "Social care", "Total")),
    )
    rows: list[tuple[Cell, ...]] = []
    for year in found.years:
        for code, label in (*found.types, ("", "All")):
            each = found.year(year, code)
            rows.append((year, label, each.placements, each.dsg, each.health, each.social_care, each.total))
    return Table("By provider type and year", columns, tuple(rows))


def beside_table(rows: list[Beside]) -> Table:
    columns = (
        Column("Financial year"),
        *(Column(name, "money", 2) for name in ("Committed", "Not yet issued", "Together", "Forecast", "Difference")),
        *(Column("Forecast is", weight=3), Column("In words", weight=6)),
    )
    found: list[tuple[Cell, ...]] = [
        (
            *(each.financial_year, each.committed, each.not_yet, each.together, each.forecast.amount, each.difference),
            *(each.forecast_name, each.words),
        )
        for each in rows
    ]
    return Table("Beside the forecast", columns, tuple(found))


def workbook(found: Held, rows: list[Beside], *, at: datetime) -> bytes:
    """Every month, every year, and the forecast beside them. Same facts and time, same bytes."""
    from safetyvalve.render.xlsx import Sheet, to_xlsx

    sheets = [
        Sheet("By month", (month_table(found),), title=caption(found)),
        Sheet("By year", (year_table(found),), title=caption(found)),
        Sheet("Beside the forecast", (beside_table(rows),), title="Committed, not yet issued, and forecast"),
    ]
    return to_xlsx(sheets, title=caption(found), at=at)


def template(types: list[str]) -> list[Table]:
    """An empty list to fill in, and what may stand in it."""
    headings = {"dsg": "DSG (% or £)", "health": "Health (% or £)", "social_care": "Social care (% or £)"}
    columns = tuple(Column(headings.get(key, NAMES[key])) for key in ORDER)
    about = (
        *(("Provider type", each) for each in types),
        *(("Unit", each) for each in ("year", "term", "month", "week", "day")),
        ("Times a year", "Left empty: 1 a year, 3 terms, 12 months, 38 weeks or 190 days"),
        ("Start, End", "Days, like 01/09/2025; End is left empty, or says open, while there is none"),
        ("DSG, Health, Social care", "Shares that come to 100%, or pounds that come to the rate; left empty, all DSG"),
        ("Never", "Names, references, dates of birth, needs: a file with such a column is refused"),
    )
    words = tuple(Column(name, weight=weight) for name, weight in (("Column", 2), ("What may stand in it", 6)))
    return [Table("Placements", columns, ()), Table("What to write", words, about)]
