"""How long large imports take here: a grid of 50,000 figures, and a SEN2 return of 20,000 people. Writes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter, process_time

from dashboards.imports import runs
from dashboards.imports.contract import Delivered
from dashboards.imports.sen2.made_up import made_up_return
from dashboards.models import Indicator
from dashboards.periods import Period, months_after
from safetyvalve.core.models import Authority
from safetyvalve.demo.benchmarking import NothingToMeasure, nothing_written, peak_memory

FIGURES, PEOPLE = 50_000, 20_000
MEASURE = "requests_received"


@dataclass(frozen=True)
class ImportCost:
    """Seconds by the clock, and of this process's own work, from the file to the dry run and from there to the record.

    ``memory`` is the most that the process has held so far, in bytes.
    """

    name: str
    figures: int
    file_size: int
    dry_run_s: float
    dry_run_cpu_s: float
    confirm_s: float
    confirm_cpu_s: float
    memory: int


def import_costs(
    *, now: datetime, council: str = "", figures: int = FIGURES, people: int = PEOPLE
) -> Iterator[ImportCost]:
    """SEN2 first: memory that an earlier one needed would be counted as its own."""
    authority = Authority.objects.filter(**{"la_code": council} if council else {}).first()
    if authority is None or not Indicator.objects.filter(code=MEASURE).exists():
        raise NothingToMeasure
    return_ = Delivered("benchmark.xml", made_up_return(authority.la_code, people))
    yield _cost(f"SEN2 return of {people:,} people", authority, "sen2", return_, now)
    grid = Delivered("benchmark.csv", grid_of(figures))
    yield _cost(f"Grid of {figures:,} figures", authority, "grid", grid, now)


def grid_of(figures: int) -> bytes:
    """Requests by school and month, as a grid with one figure in each row."""
    first = Period.month(2015, 1).start
    months = [months_after(first, number) for number in range(120)]
    lines = (
        f"{MEASURE},{months[number % 120]:%B %Y},School,{100_000 + number // 120},{number % 9}"
        for number in range(figures)
    )
    return "\n".join(("Code,Period,Broken down by,Breakdown,Value", *lines)).encode()


def _cost(name: str, authority: Authority, kind: str, file: Delivered, now: datetime) -> ImportCost:
    with nothing_written():
        began, worked = perf_counter(), process_time()
        run = runs.start(authority, kind, [file], by=None, now=now, in_process=True)
        seen = runs.dry_run(run)
        shown, shown_worked = perf_counter(), process_time()
        runs.confirm(run, expected=seen.digest, by=None, now=now, in_process=True)
        done, done_worked = perf_counter(), process_time()
    return ImportCost(
        name,
        seen.counts["added"] + seen.counts["changed"] + seen.counts["unchanged"],
        len(file.content),
        shown - began,
        shown_worked - worked,
        done - shown,
        done_worked - shown_worked,
        peak_memory(),
    )
