"""Small records to hang on a council, always the same: pass what a test is about."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from conditions.models import Condition, Submission
from safetyvalve.core.models import AuditEvent
from tests import factories
from tests.factories import NOW, World
from workstreams.models import Milestone, Risk, RiskUpdate, Saving, Workstream, WorkstreamCondition


def make_workstream(
    world: World, name: str = "Annual reviews", *, serves: tuple[str, ...] = ("3.1",), **fields: Any
) -> Workstream:
    """Under way since February 2024 and serving its conditions since then."""
    defaults = {
        "slug": name.lower().replace(" ", "-"),
        "order": world.agreement.workstreams.count() + 1,
        "starts_on": date(2024, 2, 1),
        "revision": 1,
    }
    workstream = Workstream.objects.create(agreement=world.agreement, name=name, **{**defaults, **fields})
    for number in serves:
        WorkstreamCondition.objects.create(
            workstream=workstream,
            condition=condition(world, number),
            starts_on=workstream.starts_on,
            ends_on=workstream.ends_on,
        )
    return workstream


def condition(world: World, number: str) -> Condition:
    return world.agreement.conditions.get(number=number)


def make_milestone(workstream: Workstream, name: str = "Every officer trained", **fields: Any) -> Milestone:
    """Promised for the end of July 2024, and nothing more said."""
    defaults = {"baseline_on": date(2024, 7, 31), "revision": 1}
    return Milestone.objects.create(workstream=workstream, name=name, **{**defaults, **fields})


def make_risk(world: World, number: str = "1", **fields: Any) -> Risk:
    defaults = {
        "order": int(number),
        "wording": f"Too few officers for task {number}.",
        "likelihood": 4,
        "impact": 4,
        "opened_on": date(2023, 6, 1),
        "revision": 1,
    }
    return Risk.objects.create(agreement=world.agreement, number=number, **{**defaults, **fields})


def make_risk_update(
    submission: Submission, risk: Risk, rag: str | None = "off_target_mitigated", **fields: Any
) -> RiskUpdate:
    agreement = submission.period.calendar.agreement
    defaults = {
        "mitigation": "- Two posts advertised.",
        "progress": "- Interviews held in May.",
        "revision": 1,
        "updated_at": NOW,
    }
    return RiskUpdate.objects.create(
        submission=submission,
        risk=risk,
        rag=factories.level(agreement, rag) if rag else None,
        **{**defaults, **fields},
    )


def submitted(world: World, slug: str = "update-3-2023-24") -> Submission:
    """A round of an earlier period that has left the council."""
    who = world.people["programme_manager"]
    return factories.make_submission(
        factories.period_of(world.agreement, slug),
        status="submitted",
        sent_at=NOW,
        sent_by=who,
        submitted_at=NOW,
        submitted_by=who,
    )


def next_round(world: World) -> World:
    """The same council with round 2 of the open period in draft, after DfE asked for changes to round 1."""
    who = world.people["programme_manager"]
    first = world.submission
    first.status = Submission.Status.CHANGES_REQUESTED
    first.sent_at, first.sent_by, first.submitted_at, first.submitted_by = NOW, who, NOW, who
    first.save()
    return replace(world, submission=factories.make_submission(world.period, round=2))


def actions(world: World) -> list[str]:
    """The council's audit events, oldest first."""
    return list(
        AuditEvent.objects.filter(authority=world.authority).order_by("sequence").values_list("action", flat=True)
    )


def date_fields(name: str, value: date | None) -> dict[str, str]:
    """A date as its three boxes post it."""
    parts = ("", "", "") if value is None else (str(value.day), str(value.month), str(value.year))
    return dict(zip((f"{name}_day", f"{name}_month", f"{name}_year"), parts, strict=True))


def make_saving(
    world: World, name: str = "Fewer places far away", *, workstream: str = "Local places", **fields: Any
) -> Saving:
    """£400,000 in a full year, cashable, from September 2024."""
    found = world.agreement.workstreams.filter(name=workstream).first() or make_workstream(world, workstream)
    defaults = {"kind": "cashable", "full_year_amount": Decimal(400_000), "starts_on": date(2024, 9, 1), "revision": 1}
    return Saving.objects.create(workstream=found, name=name, **{**defaults, **fields})
