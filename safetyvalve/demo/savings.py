"""Savings and pressures as the papers state them, each entered, filled in and validated on its own day."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from safetyvalve.core.roles import Role
from safetyvalve.demo.council import Council, source_of
from safetyvalve.demo.reading import Row, decimal, toml
from safetyvalve.demo.timeline import Event
from workstreams.models import Milestone, Saving
from workstreams.services import savings

WORDS = ("name", "kind", "budget", "moves_to", "evidence", "counted_once")
DAYS = ("starts_on", "ends_on")
AMOUNTS = ("places", "unit_cost_before", "unit_cost_after", "full_year_amount", "investment_amount")
FIGURES = {"planned": "planned_amount", "forecast": "forecast_amount", "delivered": "delivered_amount"}


def events(council: Council) -> Iterator[Event]:
    """A saving is entered on ``entered_on``; each of its figures on that day, or on the one that it names."""
    for row in toml(council.folder, "savings.toml").get("savings", []):
        key: list[int] = []
        entered = council.since(row["entered_on"], minute=56)
        yield Event(entered, f"{row['name']}: entered", partial(_enter, council, row, key))
        for day in sorted({_known_on(row, figure) for figure in row.get("figures", [])}):
            figures = [figure for figure in row["figures"] if _known_on(row, figure) == day]
            at = max(entered, council.since(day, minute=57))
            yield Event(at, f"{row['name']}: figures", partial(_fill_in, council, row, key, figures))
        if row.get("validated_on"):
            at = max(entered, council.since(row["validated_on"], minute=58))
            yield Event(at, f"{row['name']}: validated", partial(_validate, council, key))


def _known_on(row: Row, figure: Row) -> date:
    day: date = figure.get("known_on") or row["entered_on"]
    return day


def _enter(council: Council, row: Row, key: list[int], now: datetime) -> None:
    workstream = council.workstreams[row["workstream"]]
    needed = row.get("depends_on")
    saving = savings.create(
        workstream=workstream,
        values={
            **{name: row[name] for name in WORDS if name in row},
            **{name: row.get(name) for name in DAYS},
            **{name: decimal(row.get(name)) for name in AMOUNTS},
            "is_recurring": row.get("is_recurring", True),
            "is_estimate": row.get("is_estimate", False),
            "condition": council.conditions[row["condition"]] if "condition" in row else None,
            "depends_on": Milestone.objects.get(workstream=workstream, name=needed) if needed else None,
            "owner": council.owner_of(row),
            "source": source_of(row),
        },
        by=council.keeper_of(row),
        now=now,
    )
    key.append(saving.pk)


def _fill_in(council: Council, row: Row, key: list[int], figures: list[Row], now: datetime) -> None:
    """What one day adds: a figure that the row does not name stays as it is."""
    saving = Saving.objects.get(pk=key[0])
    given = {
        figure["financial_year"]: {FIGURES[name]: decimal(figure[name]) for name in FIGURES if name in figure}
        for figure in figures
    }
    savings.set_figures(saving, figures=given, revision=saving.revision, by=council.keeper_of(row), now=now)


def _validate(council: Council, key: list[int], now: datetime) -> None:
    saving = Saving.objects.get(pk=key[0])
    savings.validate(saving, revision=saving.revision, by=council.holder(Role.FINANCE_OFFICER), now=now)
