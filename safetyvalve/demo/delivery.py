"""Workstreams, what took over from them, milestones and the risk register, each begun, moved and ended in its time."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from itertools import groupby

from safetyvalve.core.models import User
from safetyvalve.core.roles import Role
from safetyvalve.demo.council import Council, source_of
from safetyvalve.demo.reading import Row, returns_of, toml
from safetyvalve.demo.timeline import CannotLoad, Event
from workstreams.models import Milestone, Workstream
from workstreams.services import milestones, risks, workstreams


def events(council: Council) -> Iterator[Event]:
    data = toml(council.folder, "workstreams.toml")
    successions = data.get("successions", [])
    replaced = {row["predecessor"] for row in successions}
    for row in data.get("workstreams", []):
        yield Event(_begins(council, row), f"{row['name']} begins", partial(_begin, council, row))
        if row.get("ends_on") and row["slug"] not in replaced:
            at = council.since(row["ends_on"], minute=40)
            yield Event(at, f"{row['name']} ends", partial(_end, council, row))
    for (on, reason), rows in groupby(successions, key=lambda row: (row["on"], row["reason"])):
        at = council.since(on, minute=40)
        yield Event(at, "Workstreams replaced", partial(_replace, council, list(rows), on, reason))
    starts = {row["slug"]: row["starts_on"] for row in data.get("workstreams", [])}
    for order, row in enumerate(data.get("milestones", []), start=1):
        yield from _milestone(council, row, starts[row["workstream"]], order)
    yield from _risks(council)


def _begins(council: Council, row: Row) -> datetime:
    return council.since(row["starts_on"], minute=30)


def _begin(council: Council, row: Row, now: datetime) -> None:
    lead = council.people.get(row["lead"])
    values = {name: row[name] for name in ("name", "description", "starts_on")}
    workstream = workstreams.create(
        agreement=council.agreement,
        values={**values, "lead": lead, "source": source_of(row)},
        conditions=council.conditions_named(row["conditions"]),
        by=lead or council.holder(Role.PROGRAMME_MANAGER),
        now=now,
    )
    # The file's short name rather than the one made from the title: other files, and links to it, use that.
    Workstream.objects.filter(pk=workstream.pk).update(slug=row["slug"])
    workstream.slug = row["slug"]
    council.workstreams[row["slug"]] = workstream


def _end(council: Council, row: Row, now: datetime) -> None:
    workstream = _current(council, row["slug"])
    workstreams.end(
        workstream,
        on=row["ends_on"],
        reason=row["end_reason"],
        revision=workstream.revision,
        by=council.holder(Role.PROGRAMME_MANAGER),
        now=now,
    )


def _replace(council: Council, rows: list[Row], on: date, reason: str, now: datetime) -> None:
    successors: dict[Workstream, list[Workstream]] = {}
    for row in rows:
        old = council.workstreams[row["predecessor"]]
        successors.setdefault(old, []).append(council.workstreams[row["successor"]])
    by = council.holder(Role.PROGRAMME_MANAGER)
    workstreams.replace(agreement=council.agreement, successors_of=successors, on=on, reason=reason, by=by, now=now)


def _current(council: Council, slug: str) -> Workstream:
    return Workstream.objects.get(pk=council.workstreams[slug].pk)


def _milestone(council: Council, row: Row, starts_on: date, order: int) -> Iterator[Event]:
    """Promised when its workstream begins. That it slips is written on the day the file gives, else when it was due."""
    slips = row["forecast_on"] > row["baseline_on"]
    first = council.since(starts_on, minute=35)
    key: list[int] = []
    yield Event(first, f"{row['name']}: promised", partial(_promise, council, row, order, key))
    if slips:
        slipped_on = row["slipped_on"] if "slipped_on" in row else row["baseline_on"]
        at = max(first, council.since(slipped_on, minute=45))
        yield Event(at, f"{row['name']}: moved", partial(_move, council, row, key))
    if row.get("completed_on"):
        at = max(first, council.since(row["completed_on"], minute=50))
        yield Event(at, f"{row['name']}: completed", partial(_complete, council, row, key))


def _promise(council: Council, row: Row, order: int, key: list[int], now: datetime) -> None:
    milestone = milestones.create(
        workstream=council.workstreams[row["workstream"]],
        values={
            "name": row["name"],
            "condition": council.conditions[row["condition"]] if row.get("condition") else None,
            "order": order,
            "baseline_on": row["baseline_on"],
            "forecast_on": row["baseline_on"],
            "source": source_of(row),
        },
        by=_keeper(council, row),
        now=now,
    )
    key.append(milestone.pk)


def _move(council: Council, row: Row, key: list[int], now: datetime) -> None:
    milestone = Milestone.objects.get(pk=key[0])
    values = {"forecast_on": row["forecast_on"], "slip_reason": row["slip_reason"]}
    milestones.change(milestone, values=values, revision=milestone.revision, by=_keeper(council, row), now=now)


def _complete(council: Council, row: Row, key: list[int], now: datetime) -> None:
    milestone = Milestone.objects.get(pk=key[0])
    by = _keeper(council, row)
    if milestone.forecast_on != row["forecast_on"]:
        values = {"forecast_on": row["forecast_on"], "slip_reason": row["slip_reason"]}
        milestone = milestones.change(milestone, values=values, revision=milestone.revision, by=by, now=now)
    milestones.complete(
        milestone, on=row["completed_on"], slip_reason=row["slip_reason"], revision=milestone.revision, by=by, now=now
    )


def _keeper(council: Council, row: Row) -> User:
    return council.workstreams[row["workstream"]].lead or council.holder(Role.PROGRAMME_MANAGER)


def _risks(council: Council) -> Iterator[Event]:
    rows = toml(council.folder, "risks.toml").get("risks", [])
    for row in sorted(rows, key=lambda row: row["opened_on"]):
        at = council.since(row["opened_on"], minute=55)
        yield Event(at, f"Risk {row['number']} opened", partial(_open_risk, council, row))
        if row.get("closed_on"):
            at = council.since(row["closed_on"], minute=55)
            yield Event(at, f"Risk {row['number']} closed", partial(_close_risk, council, row))


def _open_risk(council: Council, row: Row, now: datetime) -> None:
    risk = risks.create(
        agreement=council.agreement,
        values={
            "wording": row["wording"],
            **_first_scores(council.folder, row),
            "owner": council.people.get(row["owner"]),
            "workstream": council.workstreams[row["workstream"]] if row.get("workstream") else None,
            "opened_on": row["opened_on"],
            "source": source_of(row),
        },
        by=council.holder(Role.PROGRAMME_MANAGER),
        now=now,
    )
    if risk.number != row["number"]:
        raise CannotLoad(f"Risk {row['number']} came out as {risk.number}: list risks in the order they were opened.")
    council.risks[row["number"]] = risk


def _first_scores(folder: str, row: Row) -> dict[str, int | None]:
    """The register's file has the latest scores; a risk opens with those of the first return that speaks of it."""
    spoken = [
        (data["submission"]["created_at"], update)
        for data in returns_of(folder)
        for update in data.get("risk_updates", [])
        if update["risk"] == row["number"]
    ]
    first = min(spoken, key=lambda each: each[0])[1] if spoken else row
    return {name: first.get(name) for name in ("likelihood", "impact")}


def _close_risk(council: Council, row: Row, now: datetime) -> None:
    risk = council.risks[row["number"]]
    risk.refresh_from_db()
    risks.close(
        risk,
        on=row["closed_on"],
        reason=row["close_reason"],
        revision=risk.revision,
        by=council.holder(Role.PROGRAMME_MANAGER),
        now=now,
    )
