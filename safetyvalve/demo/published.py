"""What the Department publishes about the real councils, brought in as an officer would: through the importers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Final

from dashboards.imports import runs
from dashboards.imports.contract import Delivered
from dashboards.models import ImportBatch, ImportRun, Measurement
from dashboards.periods import Period
from dashboards.services.measurements import Row, record_many
from safetyvalve.core.roles import Role
from safetyvalve.demo.council import Council
from safetyvalve.demo.reading import FIXTURES
from safetyvalve.demo.timeline import CannotLoad, Event

RELEASED_ON: Final = date(2025, 6, 30)
"""The published figures are of the 2025 release, so nobody had them on record before."""
NEIGHBOURS: Final = "statistical_neighbours_2025.csv"
GRANT: Final = (
    "dsg/2022-23_High_needs_block.csv",
    "dsg/2022-23_High_needs_deductions.csv",
    "dsg/2022-23_Allocations_summary.csv",
)
TORBAY: Final = "E06000027"
"""Whose high needs block of 2022-23 is shown line by line."""
ISLE_OF_WIGHT: Final = "E06000046"
DOUBTFUL_YEAR: Final = Period.calendar_year(2024)
DOUBTFUL: Final = (
    *("requests_", "refusals_", "decisions_", "request_", "assessments_", "assessment_", "other_", "plans_ceased"),
    *("plans_issued",),
)
"""How the codes of the measures begin that the Isle of Wight hardly returned for 2024."""
REASON: Final = (
    "Few cases of 2024 were returned: 74 requests after 382 in 2022, and one plan ceased. New plans and the January "
    "count do not fit that, so these figures say what was returned, not what happened."
)


def events(council: Council) -> Iterator[Event]:
    """The neighbours, the release, and the mark on figures of it that cannot be relied on."""
    what = "Published figures, with England and statistical neighbours beside them"
    yield Event(
        council.since(RELEASED_ON), "Statistical neighbours", partial(_import, council, "neighbours", [NEIGHBOURS])
    )
    yield Event(council.since(RELEASED_ON, minute=5), what, partial(_import, council, "ees", files()), is_told=True)
    if council.authority.gss_code == TORBAY:
        grant = partial(_import, council, "high_needs", GRANT)
        yield Event(council.since(RELEASED_ON, minute=7), "Grant allocations of 2022-23", grant)
    yield Event(council.since(RELEASED_ON, minute=10), "Doubtful figures marked unreliable", partial(_mark, council))


def files() -> list[str]:
    """The files of the release, by name."""
    return sorted(file.name for file in FIXTURES.joinpath("published").glob("*.csv") if file.name != NEIGHBOURS)


def _import(council: Council, kind: str, names: Sequence[str], now: datetime) -> None:
    """Bring files in and confirm the dry run. Raises ``CannotLoad`` with what is wrong with them."""
    found = [FIXTURES.joinpath("published", name) for name in names]
    delivered = [Delivered(file.name, file.read_bytes()) for file in found]
    by = council.holder(Role.OFFICER)
    run = runs.start(council.authority, kind, delivered, by=by, now=now, in_process=True)
    run.refresh_from_db()
    if run.state != ImportRun.State.READY:
        raise CannotLoad(f"{', '.join(names)}: {run.get_state_display()}. {run.problems}")
    runs.confirm(run, expected=runs.dry_run(run).digest, by=by, now=now, in_process=True)


def _mark(council: Council, now: datetime) -> None:
    """Say of the Isle of Wight's doubtful figures that they are, on its own record and beside others'. Values stay."""
    standing = Measurement.objects.current().filter(
        authority=council.authority,
        area_code=ISLE_OF_WIGHT,
        period_start=DOUBTFUL_YEAR.start,
        period_end=DOUBTFUL_YEAR.end,
    )
    rows = [
        row
        for row in map(_row, standing.select_related("version__indicator"))
        if row.code.startswith(DOUBTFUL) and (row.value is not None or row.marker)
    ]
    batch = ImportBatch(authority=council.authority, kind=ImportBatch.Kind.PUBLISHED)
    record_many(
        batch,
        [replace(row, status=Measurement.Status.UNRELIABLE, note=REASON) for row in rows],
        by=council.holder(Role.OFFICER),
        now=now,
    )


def _row(standing: Measurement) -> Row:
    return Row(
        code=standing.version.indicator.code,
        period=Period(standing.period_start, standing.period_end),
        value=standing.value,
        marker=standing.marker,
        status=standing.status,
        area_code=standing.area_code,
        area_name=standing.area_name,
        breakdown_topic=standing.breakdown_topic,
        breakdown=standing.breakdown,
        source=standing.source,
        is_as_reported=standing.is_as_reported,
    )
