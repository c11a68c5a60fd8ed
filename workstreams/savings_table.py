"""Every saving of a council as one table, a row each: what the files to download are made of."""

from collections.abc import Sequence

from safetyvalve.core.dates import in_words
from safetyvalve.render.data import Cell, Column, Table
from workstreams.models import Saving, SchemeDependency
from workstreams.savings import SavingYear, by_year

WORDS = ("Agreement", "Workstream", "Saving", "Condition", "Kind", "Budget", "Another budget pays")
FACTS = (
    Column("Recurring"),
    Column("Estimate"),
    Column("Starts", "date"),
    Column("Ends", "date"),
    Column("Places", "count", 2),
    Column("Cost of a place before", "money", 2),
    Column("Cost of a place after", "money", 2),
    Column("Worth in a full year", "money", 2),
    Column("Investment", "money", 2),
)
LAST = ("Capital schemes it waits for", "Validated by finance", "Answers for it", "Source")


def savings_table(savings: Sequence[Saving], years: Sequence[str], *, council: str) -> Table:
    """Facts, then planned, forecast and delivered pounds of every year, with the part of the full-year worth.

    An empty cell is a figure nobody has given. No totals: kinds and budgets are never added.
    """
    columns = [*(Column(name) for name in WORDS), *FACTS]
    for year in years:
        names = ("planned", "forecast", "delivered", "by full-year worth")
        columns += [Column(f"{year} {name}", "money", 2) for name in names]
    columns += [Column(name) for name in LAST]
    return Table(
        f"Savings of {council}",
        tuple(columns),
        tuple(_row(saving, by_year(saving, years)) for saving in savings),
        notes=(
            "An empty cell is a figure nobody has given. A minus sign is a pressure: it costs more.",
            "Cashable savings and cost avoidance are never added together, nor are two budgets.",
        ),
        row_headers=False,
    )


def _row(saving: Saving, years: Sequence[SavingYear]) -> tuple[Cell, ...]:
    amounts: list[Cell] = []
    for year in years:
        amounts += [year.planned, year.forecast, year.delivered, year.share.amount if year.share else None]
    return (
        saving.workstream.agreement.title,
        saving.workstream.name,
        saving.name,
        saving.condition.number if saving.condition else None,
        saving.get_kind_display(),
        saving.get_budget_display(),
        saving.get_moves_to_display() or None,
        "every year" if saving.is_recurring else "once",
        "yes" if saving.is_estimate else "no",
        saving.starts_on,
        saving.ends_on,
        saving.places,
        saving.unit_cost_before,
        saving.unit_cost_after,
        saving.full_year_amount,
        saving.investment_amount,
        *amounts,
        "; ".join(_scheme(link) for link in saving.scheme_links.all()) or None,
        in_words(saving.validated_at.date()) if saving.validated_at else "not yet",
        str(saving.owner) if saving.owner else None,
        saving.source or None,
    )


def _scheme(link: SchemeDependency) -> str:
    return link.scheme.name if link.places is None else f"{link.scheme.name} ({link.places} places)"
