"""One return out of one file, or out of one set of files."""

from dataclasses import dataclass, field

from dashboards.imports.contract import Problem
from dashboards.imports.sen2.assembling import NEW
from dashboards.imports.sen2.faults import Faults
from dashboards.imports.sen2.records import Header, Person
from dashboards.imports.sen2.refusals import refused

MOST_RECORDS = 1_000_000
"""People, requests, plans, placements and the rest. A return of 20,000 people has 160,000; memory is not endless."""

_FROM_2026 = frozenset({"requestsource", "reviewdraft", "phasetransferduedate", "phasetransferfinaldate"})
_FROM_2024 = frozenset({"sex", "reviewmeeting", "reviewoutcome"})


@dataclass
class Return:
    """What was read: people in memory, what was wrong while reading, and the names of the items that had something.

    ``problems`` are those about the files themselves: a table that is missing, an encoding that was guessed.
    """

    name: str
    header: Header = field(default_factory=Header)
    people: list[Person] = field(default_factory=list, repr=False)
    faults: Faults = field(default_factory=Faults)
    items: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    records: int = 0

    def new(self, table: str) -> object:
        """An empty record of a table. Raises ``UnusableDelivery`` when there are more than any return has."""
        self.records += 1
        if self.records > MOST_RECORDS:
            raise refused("too-many-people", f"{self.name} has more than {MOST_RECORDS:,} records.")
        return NEW[table]()

    @property
    def version(self) -> str:
        """Which year's specification the items look like. Nothing depends on it."""
        if self.items & _FROM_2026:
            return "2026 or later"
        if self.items & _FROM_2024:
            return "2024 or 2025"
        return "2023" if "gendercurrent" in self.items else "not certain"
