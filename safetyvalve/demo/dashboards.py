"""The dashboards that a council put together itself and shares, as their files say."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from dashboards.services.council_dashboards import save_dashboard
from safetyvalve.core.roles import Role
from safetyvalve.demo.council import Council
from safetyvalve.demo.reading import Row, toml
from safetyvalve.demo.timeline import Event

FILE = "dashboards.toml"
PARTS = ("code", "by", "against", "words")


def events(council: Council) -> Iterator[Event]:
    """Each is made and shared on one morning."""
    for row in toml(council.folder, FILE).get("dashboards", []):
        made = partial(_make, council, row)
        yield Event(council.since(row["made_on"], minute=54), f"Dashboard {row['name']}", made)


def _make(council: Council, row: Row, now: datetime) -> None:
    save_dashboard(
        council.authority,
        None,
        name=row["name"],
        about=row.get("about", "").strip(),
        charts=[{part: chart.get(part, "") for part in PARTS} for chart in row["charts"]],
        is_shared=True,
        by=council.holder(Role.PROGRAMME_MANAGER),
        now=now,
    )
