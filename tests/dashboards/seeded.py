"""A council with something of every chart: months, divided figures, positions, payments and savings."""

from datetime import date
from decimal import Decimal

from conditions.models import Payment
from dashboards.periods import Period
from dashboards.services.measurements import Row
from tests import factories
from tests.dashboards import records
from tests.factories import World
from workstreams.models import Saving, SavingFigure, Workstream

JUNE = Period.month(2024, 6)


def make_full(world: World) -> World:
    """Figures that are final, provisional, hidden, reported as a range, or not reliable, among them."""
    records.six_months(world.authority)
    records.code_lists()
    _months(world)
    _divided(world)
    _money(world)
    return world


def _months(world: World) -> None:
    july = Period.month(2024, 7)
    rows = [
        *records.monthly(2023),
        Row("plans_maintained", july, Decimal(1580), status="provisional"),
        Row("requests_received", july, Decimal(41), status="unreliable", note="Half of the month."),
        *(Row("mediation_cases", Period.month(2024, month), Decimal(month % 4)) for month in range(1, 7)),
        *(Row("appeals_registered", Period.month(2024, month), Decimal(1 + month % 3)) for month in range(1, 7)),
        *(Row("plans_about_to_be_issued", Period.month(2024, month), Decimal(10 + month)) for month in (4, 5, 6)),
        *(Row("plans_about_to_cease", Period.month(2024, month), Decimal(month)) for month in (4, 5, 6)),
        *(
            Row("transport_cost", Period.financial_year(year), Decimal(value))
            for year, value in (("2022-23", 3_120_000), ("2023-24", 3_385_000))
        ),
    ]
    records.put(world.authority, *rows)
    whole = Row("timeliness_20_weeks_reported", Period.calendar_year(2023), Decimal(96), upper=Decimal(100))
    records.put(world.authority, whole)


def _divided(world: World) -> None:
    parts = (
        ("plans_maintained", Period.census(2024), "need", (("ASD", 900), ("SEMH", 635), ("MSI", 3), ("VI", 2))),
        ("requests_received", JUNE, "source", (("school", 20), ("parent", 9))),
        ("requests_received", Period.month(2024, 5), "source", (("school", 24), ("parent", 12))),
        ("plans_ceased", JUNE, "cease_reason", (("left_england", 1), ("needs_met", 3))),
    )
    rows = [
        Row(code, period, Decimal(value), breakdown_topic=topic, breakdown=heading)
        for code, period, topic, headings in parts
        for heading, value in headings
    ]
    costs = (("mainstream", 210), ("special", 455), ("independent", 1380))
    year = Period.financial_year("2023-24")
    rows += [
        Row("unit_cost_weekly", year, Decimal(value), breakdown_topic="placement_group", breakdown=code)
        for code, value in costs
    ]
    whole = Row("plans_maintained", Period.census(2024), Decimal(1540))
    published = [row for row in rows if row.period == whole.period]
    records.put(world.authority, whole, *published, kind="published")
    records.put(world.authority, *(row for row in rows if row not in published))


def _money(world: World) -> None:
    past = factories.period_of(world.agreement, "update-3-2023-24")
    factories.make_dsg_position(past, "2023-24", closing_before_payments=Decimal("-14100000"))
    factories.make_dsg_position(world.period)
    version = world.agreement.versions.latest("number")
    for year, amount, status in (("2023-24", 2_540_000, "withheld"), ("2024-25", 2_030_000, "conditional")):
        Payment.objects.create(
            version=version, financial_year=year, label=year, due_on=date(2025, 3, 31), amount=amount, status=status
        )
    workstreams = [
        Workstream.objects.create(agreement=world.agreement, slug=slug, name=name, starts_on=date(2023, 4, 1))
        for slug, name in (("places", "New places"), ("reviews", "Annual reviews"))
    ]
    for workstream, kind in zip(workstreams, ("cashable", "avoidance"), strict=True):
        saving = Saving.objects.create(workstream=workstream, name=f"Of {workstream}", kind=kind)
        for year, planned, delivered in (("2023-24", 210_000, 190_000), ("2024-25", 340_000, None)):
            SavingFigure.objects.create(
                saving=saving, financial_year=year, planned_amount=planned, delivered_amount=delivered
            )
