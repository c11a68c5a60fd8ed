"""The number of queries does not grow with the rows."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conditions.joints import CheckContext
from conditions.sections import condition_responses
from safetyvalve.core.roles import Role, permissions_of
from tests.factories import NOW, TODAY, World
from tests.workstreams.records import make_milestone, make_risk, make_risk_update, make_workstream, submitted
from workstreams import checks, evidence, home, sections
from workstreams.models import ProgressUpdate, Saving, SavingFigure, WorkstreamSuccession


@pytest.fixture
def filled(world: World) -> Callable[[int, int], None]:
    """Fills the council with so many workstreams and risks, each with everything that hangs on one."""
    before = submitted(world)

    def fill(first: int, last: int) -> None:
        officer = world.people["officer"]
        for number in range(first, last + 1):
            workstream = make_workstream(world, f"Workstream {number}", serves=("3.1", "3.2"), lead=officer)
            old = make_workstream(world, f"Old {number}", starts_on=date(2022, 4, 1), ends_on=date(2024, 1, 31))
            WorkstreamSuccession.objects.create(
                predecessor=old, successor=workstream, on=date(2024, 2, 1), reason="So."
            )
            make_milestone(workstream, baseline_on=date(2024, 5, 1))
            saving = Saving.objects.create(workstream=workstream, name=f"Saving {number}", kind="cashable")
            SavingFigure.objects.create(
                saving=saving, financial_year="2024-25", planned_amount=10, forecast_amount=5, delivered_amount=1
            )
            ProgressUpdate.objects.create(workstream=workstream, period=world.period, text="- Done.")
            risk = make_risk(world, str(number), owner=officer, workstream=workstream)
            make_risk_update(before, risk)
            make_risk_update(world.submission, risk, updated_by=officer)

    return fill


def pages(world: World) -> dict[str, str]:
    code = world.authority.la_code
    return {
        "workstreams": reverse("workstreams:workstreams", args=[code]),
        "workstream": reverse("workstreams:workstream", args=[code, world.agreement.slug, "workstream-1"]),
        "risks": reverse("workstreams:risks", args=[code]),
        "risk-update": reverse("workstreams:risk-update", args=[*world.period.address, "1"]),
    }


def readers(world: World) -> dict[str, Callable[[], object]]:
    context = CheckContext(world.submission, (condition_responses(world.submission),), TODAY)
    permissions = permissions_of({Role.OFFICER})
    return {
        "risks section": lambda: sections.risks(world.submission),
        "delivery section": lambda: sections.delivery(world.submission),
        "risks check": lambda: list(checks.risks(context)),
        "milestones check": lambda: list(checks.milestones(context)),
        "evidence": lambda: evidence.for_condition(world.submission, world.condition),
        "home": lambda: list(home.tasks(world.authority, world.people["officer"], permissions, NOW)),
    }


def counted(work: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        work()
    return len(queries)


@pytest.mark.parametrize("name", ["workstreams", "workstream", "risks", "risk-update"])
def test_pages_ask_as_often_for_thirty_rows_as_for_three(
    world: World, officer: Client, filled: Callable[[int, int], None], name: str
) -> None:
    filled(1, 3)
    address = pages(world)[name]
    few = counted(lambda: officer.get(address))

    filled(4, 30)

    assert counted(lambda: officer.get(address)) == few


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("risks section", 5),
        ("delivery section", 5),
        ("risks check", 3),
        ("milestones check", 6),
        ("evidence", 7),
        ("home", 4),
    ],
)
def test_what_a_return_reads_costs_the_same_for_thirty_rows_as_for_three(
    world: World, filled: Callable[[int, int], None], name: str, most: int
) -> None:
    filled(1, 3)
    read = readers(world)[name]
    few = counted(read)

    filled(4, 30)

    assert counted(read) == few
    assert few <= most
