"""What a council's placements cost: totals as finance typed them, and placement lists read as an upload is."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from conditions.models import Assumption
from dashboards.finance.commitments.days import months_of
from dashboards.finance.commitments.files import ORDER
from dashboards.imports.contract import Delivered
from dashboards.imports.placement_words import NAMES
from dashboards.models import CommitmentBasis
from dashboards.services import commitments as services
from dashboards.services.typed_totals import Typed
from safetyvalve.core.dates import FinancialYear
from safetyvalve.core.roles import Role
from safetyvalve.demo.council import Council
from safetyvalve.demo.reading import Row, decimal, toml
from safetyvalve.demo.timeline import Event

FILE = "commitments.toml"


def events(council: Council) -> Iterator[Event]:
    """How plans on the way are costed, then totals and lists, each on its own day."""
    data = toml(council.folder, FILE)
    if basis := data.get("basis"):
        at = council.since(basis["entered_on"], minute=56)
        yield Event(at, "Plans on the way: how they are costed", partial(_basis, council, basis))
    for row in data.get("totals", []):
        at = council.since(row["entered_on"], minute=57)
        yield Event(at, f"Commitments at {row['as_at']}: typed", partial(_type, council, row))
    for row in data.get("lists", []):
        at = council.since(row["entered_on"], minute=57)
        yield Event(at, f"Commitments at {row['as_at']}: a list", partial(_list, council, row, data["groups"]))


def _basis(council: Council, row: Row, now: datetime) -> None:
    named = Assumption.objects.filter(agreement=council.agreement, name=row.get("assumption", ""))
    values: dict[str, Any] = {
        name: decimal(row[name]) if name.startswith("share") else row[name]
        for name in CommitmentBasis.FIELDS
        if name in row and name != "assumption"
    }
    values["assumption"] = named.first()
    services.set_basis(council.agreement, values, revision=0, by=council.holder(Role.FINANCE_OFFICER), now=now)


def _type(council: Council, row: Row, now: datetime) -> None:
    typed = {
        each["type"]: Typed(
            each.get("placements"), *(decimal(each.get(name)) for name in ("dsg", "health", "social_care"))
        )
        for each in row["rows"]
    }
    services.type_totals(
        council.agreement,
        typed,
        as_at=row["as_at"],
        months=months_of(FinancialYear.parse(row["financial_year"])),
        source=row["source"],
        seen=0,
        by=council.holder(Role.FINANCE_OFFICER),
        now=now,
    )


def _list(council: Council, row: Row, groups: list[Row], now: datetime) -> None:
    by = council.holder(Role.FINANCE_OFFICER)
    delivered = Delivered(row["file"], _rows(row["name"], groups))
    draft = services.try_out(council.agreement, delivered, as_at=row["as_at"], source=row["source"], by=by, now=now)
    services.confirm(draft, seen=0, by=by, now=now)


def _rows(name: str, groups: list[Row]) -> bytes:
    """The list as a CSV file: a row for each placement, all of a group alike."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([NAMES[key] for key in ORDER])
    for group in groups:
        writer.writerows([[group.get(key, "") for key in ORDER]] * group["rows"].get(name, 0))
    return buffer.getvalue().encode()
