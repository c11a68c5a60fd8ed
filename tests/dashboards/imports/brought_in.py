"""Files of figures that are brought in, for tests."""

from datetime import timedelta

from dashboards.imports import runs
from dashboards.models import ImportBatch
from safetyvalve.core.models import Authority, User
from tests.dashboards.imports import fakes
from tests.factories import NOW

LATER = NOW + timedelta(days=1)


def bring_in(council: Authority, by: User, *lines: str, name: str = "figures.csv", **more: str) -> ImportBatch | None:
    run = runs.start(council, "published", [fakes.file(*lines, name=name)], options=more, by=by, now=NOW)
    return runs.confirm(run, expected=runs.dry_run(run).digest, by=by, now=NOW)


def batch_of(council: Authority, by: User, *lines: str, name: str = "figures.csv", **more: str) -> ImportBatch:
    batch = bring_in(council, by, *lines, name=name, **more)
    assert batch is not None
    return batch
