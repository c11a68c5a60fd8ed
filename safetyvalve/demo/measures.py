"""Figures: what the Department publishes, a fictional council's months, and what was aimed for."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from itertools import groupby

from dashboards.alerts import raising as alerts
from dashboards.models import ImportBatch, Indicator, Target
from dashboards.periods import Period
from dashboards.services import indicators, measurements, targets
from dashboards.services.measurements import Row as Figure
from dashboards.services.targets import TargetPoint
from safetyvalve.core.roles import Role
from safetyvalve.demo import published
from safetyvalve.demo.council import Council, source_of
from safetyvalve.demo.reading import Row, day, decimal, rows, source_file, toml
from safetyvalve.demo.timeline import CannotLoad, Event


def events(council: Council) -> Iterator[Event]:
    """Published figures for a real council, its own months for the fictional one, trajectories for both."""
    if council.authority.is_illustrative:
        yield from published.events(council)
    for minute, name in ((15, "measures.csv"), (20, "measures_divided.csv")):
        own = sorted(rows(council.folder, name), key=lambda row: row["as_at"])
        for as_at, month in groupby(own, key=lambda row: row["as_at"]):
            at = council.since(date.fromisoformat(as_at), minute=minute)
            yield Event(at, f"{name}: figures taken on {as_at}", partial(_record_own, council, name, list(month)))
            looked = council.since(date.fromisoformat(as_at), minute=30)
            yield Event(looked, f"Alerts of {as_at}", partial(_look, council))
    yield from _trajectories(council)
    linked = toml(council.folder, "targets.toml").get("linked_measures", [])
    if linked:
        at = council.since(council.opened_at.date(), minute=25)
        yield Event(at, "Measures linked to conditions", partial(_link, council, linked))


def _look(council: Council, now: datetime) -> None:
    alerts.look(council.authority, now=now)


def _record_own(council: Council, name: str, month: list[dict[str, str]], now: datetime) -> None:
    figures = [
        Figure(
            code=row["indicator"],
            period=Period(date.fromisoformat(row["period_start"]), date.fromisoformat(row["period_end"])),
            value=decimal(row["value"]),
            marker=row["marker"],
            status=row["status"],
            as_at=day(row["as_at"]),
            source=row["source"],
            breakdown_topic=row.get("breakdown_topic", ""),
            breakdown=row.get("breakdown", ""),
        )
        for row in month
    ]
    _record(council, ImportBatch.Kind.IMPORTED, (council.folder, name), figures, now)


def _record(council: Council, kind: str, file: tuple[str, str], figures: list[Figure], now: datetime) -> None:
    source = source_file(*file)
    batch = ImportBatch(
        authority=council.authority,
        kind=kind,
        file_name=source.name,
        file_size=source.size,
        file_sha256=source.sha256,
        as_at=max((figure.as_at for figure in figures if figure.as_at), default=None),
    )
    try:
        measurements.record_many(batch, figures, by=council.holder(Role.OFFICER), now=now)
    except measurements.UnusableRow as refusal:
        raise CannotLoad(f"{source.name}: {refusal}") from refusal


def _trajectories(council: Council) -> Iterator[Event]:
    """Each line is entered when it begins; the lines before it stay."""
    lines = toml(council.folder, "targets.toml").get("targets", [])
    for line in lines:
        begins = min(point["on"] for point in line["points"])
        known = [
            each
            for each in lines
            if each["indicator"] == line["indicator"] and min(point["on"] for point in each["points"]) <= begins
        ]
        what = f"{line['name']}: entered"
        yield Event(council.since(begins, minute=25), what, partial(_aim, council, line["indicator"], known))


def _aim(council: Council, code: str, lines: list[Row], now: datetime) -> None:
    indicator = Indicator.objects.get(code=code, authority=None)
    points = [
        TargetPoint(
            name=line["name"],
            on=point["on"],
            value=decimal(point["value"]) or decimal("0"),  # type: ignore[arg-type]
            tolerance=decimal(line.get("tolerance")),
            source=source_of(line)[:200],
        )
        for line in lines
        for point in line["points"]
    ]
    by = council.holder(Role.PROGRAMME_MANAGER)
    targets.replace_all(council.authority, indicator, points, by=by, now=now)
    for line in lines:
        milestones = [point["on"] for point in line["points"] if point.get("is_milestone")]
        Target.objects.filter(
            authority=council.authority, indicator=indicator, name=line["name"], on__in=milestones
        ).update(is_milestone=True)


def _link(council: Council, linked: list[Row], now: datetime) -> None:
    for row in linked:
        indicators.link_conditions(
            Indicator.objects.get(code=row["indicator"], authority=None),
            authority=council.authority,
            conditions=council.conditions_named(row["conditions"]),
            by=council.holder(Role.PROGRAMME_MANAGER),
            now=now,
        )
