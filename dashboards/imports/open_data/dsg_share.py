"""The balance of the dedicated schools grant as a share of the year's grant, as DfE's dashboard gives it.

A deficit is negative here. The file has the deficit as a positive figure and, beside it, the balance with its sign.
"""

from typing import Final

from dashboards.imports.contract import Delivery, Level, Place, Problem, Reading, UnusableDelivery
from dashboards.imports.files.headers import normal
from dashboards.imports.files.tables import Sheet, read_tables
from dashboards.imports.files.values import WrongValue, number
from dashboards.imports.open_data.areas import Areas, Kept
from dashboards.periods import Period
from dashboards.services.measurements import Row

CODE: Final = "dsg_balance_share_published"
SOURCE: Final = "Department for Education, SEND and alternative provision dashboard"
BALANCE: Final = "dsg cumulative balance as a % of the total income"
DEFICIT: Final = "deficit"


def read(delivery: Delivery) -> Reading:
    """The share of the council, England, its region and its comparators, as reported.

    Raises ``UnusableDelivery`` when no table is recognised or the council is not in it.
    """
    areas = Areas(delivery.authority)
    figures: list[tuple[Row, Place]] = []
    problems: list[Problem] = []
    is_recognised = False
    for delivered in delivery.files:
        tables = read_tables(delivered)
        problems += tables.problems
        for sheet in tables.sheets:
            headings = {normal(cell): place for place, cell in enumerate(sheet.rows[0])} if sheet.rows else {}
            if {"financial year", "geographic level"} <= set(headings) and {BALANCE, DEFICIT} & set(headings):
                is_recognised = True
                figures += _figures(sheet, headings, areas, delivered.name, problems)
    if not is_recognised:
        raise UnusableDelivery(_not_recognised())
    if not any(not row.area_code for row, _ in figures):
        raise UnusableDelivery(_absent(delivery))
    years = sorted({row.period.label for row, _ in figures})
    edition = str(delivery.options.get("edition") or "").strip() or years[-1]
    return Reading(
        rows=tuple(row for row, _ in figures),
        places=tuple(place for _, place in figures),
        problems=tuple(problems),
        summary=(("Financial years", ", ".join(years)), ("Figures", f"{len(figures):,}")),
        edition=edition,
    )


def _figures(
    sheet: Sheet, headings: dict[str, int], areas: Areas, file: str, problems: list[Problem]
) -> list[tuple[Row, Place]]:
    column = BALANCE if BALANCE in headings else DEFICIT
    found = []
    for row in range(1, len(sheet.rows)):
        cells = {name: str(sheet.cell(row, place) or "").strip() for name, place in headings.items()}
        area = _area(cells, areas)
        if area is None:
            continue
        try:
            share = number(sheet.cell(row, headings[column]), unit="percent")
            period = Period.financial_year(cells["financial year"])
        except (WrongValue, ValueError):
            words = "The year or the share cannot be read. This figure is left out."
            fix = "Compare it with the file as published."
            problems.append(Problem("wrong-figure", words, fix, Level.REFUSED, file, row + 1, column))
            continue
        value = -share.value if share.value is not None and column == DEFICIT else share.value
        if value is not None or share.marker:
            figure = Row(
                code=CODE,
                period=period,
                value=value,
                marker=share.marker,
                area_code=area.code,
                area_name=area.name,
                source=SOURCE,
                is_as_reported=value is not None,
            )
            found.append((figure, Place(file, row + 1, column)))
    return found


def _area(cells: dict[str, str], areas: Areas) -> Kept | None:
    level = cells["geographic level"].lower()
    if level == "national":
        return areas.named("England")[0]
    return areas.named(cells.get("region name" if level == "regional" else "la name", ""))[0]


def _not_recognised() -> Problem:
    words = "No sheet has the balance of the dedicated schools grant by financial year and area."
    fix = "Choose the file with the columns financial_year, la_name and deficit."
    return Problem("file-not-recognised", words, fix, Level.FATAL)


def _absent(delivery: Delivery) -> Problem:
    words = f"{delivery.authority.name} is not in this file."
    return Problem("wrong-council", words, "Choose the file with all councils, or with yours.", Level.FATAL)
