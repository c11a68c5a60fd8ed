"""A council while it is being loaded: what later steps need of what earlier ones made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from conditions.models import Agreement, AgreementVersion, Condition, RagLevel, ReportingPeriod
from safetyvalve.core.models import Authority, User
from safetyvalve.core.roles import Role
from safetyvalve.demo.timeline import morning
from workstreams.models import Risk, Workstream


@dataclass
class Council:
    """Records by the names that the files give them. ``opened_at`` is when the council began to use the product."""

    folder: str
    authority: Authority
    opened_at: datetime
    people: dict[str, User] = field(default_factory=dict)
    holders: dict[str, User] = field(default_factory=dict)
    versions: dict[int, AgreementVersion] = field(default_factory=dict)
    conditions: dict[str, Condition] = field(default_factory=dict)
    periods: dict[str, ReportingPeriod] = field(default_factory=dict)
    workstreams: dict[str, Workstream] = field(default_factory=dict)
    risks: dict[str, Risk] = field(default_factory=dict)
    levels: dict[str, RagLevel] = field(default_factory=dict)
    agreement: Agreement = field(init=False)

    @property
    def name(self) -> str:
        return self.authority.name

    def holder(self, role: Role) -> User:
        """Who holds the role from the start."""
        return self.holders[role.value]

    def owner_of(self, row: Mapping[str, Any]) -> User | None:
        """Whom the row names as its ``owner``."""
        return self.people.get(row.get("owner", ""))

    def keeper_of(self, row: Mapping[str, Any]) -> User:
        """Who puts the row on record: its owner, else the programme manager."""
        return self.owner_of(row) or self.holder(Role.PROGRAMME_MANAGER)

    def since(self, day: date, minute: int = 0) -> datetime:
        """The morning of that day, or of the day on which the council began when that is later."""
        return max(morning(day, minute), self.opened_at.replace(minute=minute))

    def conditions_named(self, numbers: list[str]) -> list[Condition]:
        return [self.conditions[number] for number in numbers]


def source_of(row: Mapping[str, Any]) -> str:
    """Where the row says that its facts come from, as the column holds it."""
    return str(row.get("source", ""))[:300]
