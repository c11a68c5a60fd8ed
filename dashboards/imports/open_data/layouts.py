"""The files of DfE's release on education, health and care plans: which column is which measure, as data.

The data are in ``ees_columns.toml``; this reads them and recognises a file by its headings.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
COMPUTED = re.compile(r"^pc|pc$|rate$|sum$")
"""Headings of percentages and sums, which follow from the counts beside them."""


def key(text: str) -> str:
    """A heading or label as it is compared: small letters and figures only."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


@dataclass(frozen=True)
class Target:
    """Where a column's figures go. ``year`` is set for a column that is about one year only."""

    code: str
    topic: str = ""
    breakdown: str = ""
    is_as_reported: bool = False
    year: int | None = None


@dataclass(frozen=True)
class Sum:
    """A measure that is the sum of columns, by their places in the row."""

    target: Target
    columns: tuple[int, ...]


@dataclass(frozen=True)
class Check:
    """A headline and the columns that should add up to it. ``is_complete``: only when every part is known."""

    code: str
    total: int
    parts: tuple[int, ...]
    is_complete: bool


@dataclass(frozen=True)
class Printed:
    """A published percentage and the measures that it is the ratio of."""

    place: int
    part: str
    whole: str


@dataclass(frozen=True)
class Layout:
    """One file of the release with its headings placed: what each column of this very file is."""

    key: str
    name: str
    is_snapshot: bool
    columns: dict[str, int]
    targets: tuple[tuple[int, Target], ...]
    sums: tuple[Sum, ...]
    checks: tuple[Check, ...]
    printed: tuple[Printed, ...]
    topics: dict[str, str]
    own_topic: str = ""
    breakdown_column: int | None = None
    plans_column: int | None = None
    unknown: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()

    @property
    def codes(self) -> set[str]:
        return {target.code for _, target in self.targets} | {each.target.code for each in self.sums}


@dataclass
class Headings:
    """The headings of one file by their compared form, with the places at which they stand."""

    written: Sequence[str]
    places: dict[str, int] = field(default_factory=dict)
    repeated: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        renamed = {key(old): key(new) for old, new in tables()["renamed"].items()}
        for place, heading in enumerate(self.written):
            name = renamed.get(key(heading), key(heading))
            if name in self.places:
                self.repeated.append(heading)
            self.places.setdefault(name, place)

    def find(self, wanted: str) -> int | None:
        """The place of the first of "this|that" that is there."""
        for name in wanted.split("|"):
            if "{" in name:
                found = next((place for place, _ in self.of_a_year(name)), None)
            else:
                found = self.places.get(key(name))
            if found is not None:
                return found
        return None

    def of_a_year(self, wanted: str) -> list[tuple[int, int]]:
        """The places of "review_meeting_{yy}" with the years that their headings name."""
        before, _, rest = wanted.partition("{")
        digits = {"yy": r"(\d{2})", "yyyy": r"(\d{4})", "any": r"(\d{2}|\d{4})"}[rest.partition("}")[0]]
        pattern = re.compile(key(before) + digits + "$")
        matches = ((place, pattern.match(name)) for name, place in self.places.items())
        return [(place, int(match[1]) % 2000 + 2000) for place, match in matches if match]


@cache
def tables() -> dict[str, Any]:
    """The alias table as written."""
    return tomllib.loads((HERE / "ees_columns.toml").read_text("utf-8"))


def recognise(headings: Sequence[str], *, is_snapshot: bool) -> Layout | None:
    """The layout of a file with these headings, or None. ``is_snapshot``: its first row is about an academic year.

    Two files have the same headings and differ by their period only: need among plans in January and among new plans.
    """
    here = Headings(headings)
    fitting = [each for each in tables()["layouts"] if all(here.find(need) is not None for need in each["needs"])]
    if not fitting:
        return None
    alike = [each for each in fitting if each["needs"] == fitting[0]["needs"]]
    chosen = next((each for each in alike if each.get("is_snapshot", False) == is_snapshot), alike[0])
    return _placed(chosen, here)


def _placed(table: dict[str, Any], here: Headings) -> Layout:
    targets = [*_targets(table, here), *_listed(table, here)]
    sums = tuple(
        Sum(target_of(code), columns)
        for code, names in table.get("sums", {}).items()
        if len(columns := tuple(place for name in names if (place := here.find(name)) is not None)) == len(names)
    )
    return Layout(
        key=table["key"],
        name=table["name"],
        is_snapshot=table.get("is_snapshot", False),
        columns={name: here.places[key(name)] for name in tables()["common"] if key(name) in here.places},
        targets=tuple(targets),
        sums=sums,
        checks=tuple(check for each in table.get("checks", ()) if (check := _check(each, here, targets)) is not None),
        printed=tuple(
            Printed(place, part, whole)
            for name, (part, whole) in table.get("printed", {}).items()
            if (place := here.find(name)) is not None
        ),
        topics={key(label): topic for label, topic in table.get("topics", {}).items()},
        own_topic=table.get("own_topic", ""),
        breakdown_column=here.find(table["breakdown_column"]) if "breakdown_column" in table else None,
        plans_column=here.find(table["plans_column"]) if "plans_column" in table else None,
        unknown=_unknown(table, here, targets),
        repeated=tuple(here.repeated),
    )


def target_of(written: str) -> Target:
    """Read "plans_ceased cease_reason:max_age" or "mean_weeks_to_issue_published as reported"."""
    code, _, rest = written.partition(" ")
    if rest == "as reported":
        return Target(code, is_as_reported=True)
    topic, _, breakdown = rest.partition(":")
    return Target(code, topic, breakdown)


def _targets(table: dict[str, Any], here: Headings) -> list[tuple[int, Target]]:
    found: list[tuple[int, Target]] = []
    for name, written in table.get("columns", {}).items():
        target = target_of(written)
        if "{" in name:
            found += [(place, Target(target.code, year=year)) for place, year in here.of_a_year(name)]
        elif key(name) in here.places:
            found.append((here.places[key(name)], target))
    return found


def _listed(table: dict[str, Any], here: Headings) -> list[tuple[int, Target]]:
    """Columns of the two long lists: a placement or a need each."""
    found = []
    if code := table.get("placements_of"):
        found += [(name, Target(code, "placement", name)) for name in tables()["placements"]]
    if code := table.get("needs_of"):
        found += [(f"number_{name}", Target(code, "need", name.upper())) for name in tables()["needs"]]
        found.append(("number_need_unknown", Target(code, "need", "not_known")))
    return [(here.places[key(name)], target) for name, target in found if key(name) in here.places]


def _check(written: dict[str, Any], here: Headings, targets: Sequence[tuple[int, Target]]) -> Check | None:
    """None where the file has not the columns to check by: somebody has deleted those that they did not need."""
    total = here.find(written["total"])
    listed = {"placements": "placement", "needs": "need"}
    is_complete = written.get("complete", False)
    if isinstance(written["parts"], str):
        parts = [place for place, target in targets if target.topic == listed[written["parts"]]]
        wanted = len(tables()[written["parts"]]) // 2
    else:
        parts = [place for name in written["parts"] if (place := here.find(name)) is not None]
        wanted = len(written["parts"]) if is_complete else len(written["parts"]) // 2
    if total is None or len(parts) < wanted:
        return None
    code = next((target.code for place, target in targets if place == total), "")
    return Check(code, total, tuple(parts), is_complete)


def _unknown(table: dict[str, Any], here: Headings, targets: Sequence[tuple[int, Target]]) -> tuple[str, ...]:
    """Headings that nothing is known about."""
    understood = {place for place, _ in targets}
    known = [*tables()["common"], *tables()["placement_subtotals"], *table.get("known", ())]
    for name in [*known, table.get("breakdown_column", ""), table.get("plans_column", "")]:
        if "{" in name:
            understood.update(place for place, _ in here.of_a_year(name))
        else:
            understood.update(here.places[key(each)] for each in name.split("|") if key(each) in here.places)
    return tuple(
        here.written[place]
        for name, place in here.places.items()
        if place not in understood and not COMPUTED.search(name) and name
    )
