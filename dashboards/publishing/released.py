"""What members of the Schools Forum have of a council's own figures: what live editions show them, and nothing else.

Their dashboards are drawn from these alone, so that nothing can be worked out of a dashboard that the editions, which
were protected against each other, do not give already.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, F, TextField, Value, When

from conditions.packs.pack import digest
from dashboards.models import Audience, Publication, PublicationAudience
from dashboards.publishing.offers import PLACE_COSTS, is_of_twelve
from safetyvalve.core.models import Authority

Place = tuple[str, str, str]
"""Of an undivided count: measure, first and last day."""
Aims = Mapping[str, Mapping[str, tuple[tuple[date, Decimal], ...]]]
"""By measure and name, the dated points of a trajectory."""

KEPT = 512
_READ: dict[str, Mapping[str, "Shown"]] = {}
"""What was read of frozen counts, by their digest. They never change, so neither does this."""


@dataclass(frozen=True)
class Shown:
    """What one chart of an edition shows: counts, None where one is withheld, and what was aimed for."""

    figures: Mapping[Place, int | None]
    aims: Aims


@dataclass(frozen=True)
class Released:
    """All live editions for members together; where they differ, the newest counts.

    ``latest`` is the month of the newest, None without any.
    """

    figures: Mapping[Place, int | None] = field(default_factory=dict)
    aims: Aims = field(default_factory=dict)
    latest: date | None = None

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(code for code, _, _ in self.figures)


NOTHING = Released()


def read_released(authority: Authority) -> Released:
    """One query, which brings the counts of editions that this process has not read yet.

    Raises ValueError for counts that were changed after they were frozen.
    """
    if len(_READ) >= KEPT:
        _READ.clear()
    known = dict(_READ)
    is_known = When(publication__counts__sha256__in=list(known), then=Value("", output_field=TextField()))
    found = list(
        PublicationAudience.objects.filter(
            publication__authority=authority,
            publication__state=Publication.State.PUBLISHED,
            publication__counts__isnull=False,
            audience=Audience.MEMBERS,
        )
        .order_by("publication__month", "publication__published_at", "publication_id")
        .values_list("charts", "publication__month", "publication__counts__sha256")
        .annotate(text=Case(is_known, default=F("publication__counts__text")))
    )
    read = {sha256: known[sha256] if sha256 in known else _read(text, sha256) for _, _, sha256, text in found}
    figures: dict[Place, int | None] = {}
    aims: dict[str, dict[str, tuple[tuple[date, Decimal], ...]]] = {}
    for charts, _, sha256, _ in found:
        for chart in charts:
            shown = read[sha256].get(chart)
            if shown:
                figures.update(shown.figures)
                for code, lines in shown.aims.items():
                    aims.setdefault(code, {}).update(lines)
    return Released(figures, aims, found[-1][1]) if found else NOTHING


def _read(text: str, sha256: str) -> Mapping[str, Shown]:
    if digest(text) != sha256:
        raise ValueError(f"Counts {sha256[:12]} do not match their digest.")
    _READ[sha256] = shown_of(json.loads(text))
    return _READ[sha256]


def shown_of(facts: Mapping[str, Any]) -> dict[str, Shown]:
    """By chart, the undivided counts that an edition shows or withholds, from the text that was frozen."""
    counts = facts["counts"]
    found: dict[str, Shown] = {}
    for chart, places in facts.get("charts", {}).items():
        if is_of_twelve(chart) or chart == PLACE_COSTS:
            # Members' dashboards are drawn from months and years; sums that overlap are for the edition alone. Of the
            # plans behind what a place costs no page of it prints the number.
            continue
        figures: dict[Place, int | None] = {}
        for place in places:
            code, start, end, topic, _, value, is_shown = counts[place]
            # Of two values for one place, as when it was restated, the one shown stands.
            if not topic and (is_shown or (code, start, end) not in figures):
                figures[code, start, end] = value if is_shown else None
        aims = facts.get("aims", {}).get(chart, {})
        found[chart] = Shown(figures, {code: lines_of(points) for code, points in aims.items()})
    return found


def lines_of(points: Iterable[tuple[str, str, str]]) -> dict[str, tuple[tuple[date, Decimal], ...]]:
    """By name, points of trajectories from frozen text: name, day, value."""
    lines: dict[str, list[tuple[date, Decimal]]] = {}
    for name, on, value in points:
        lines.setdefault(name, []).append((date.fromisoformat(on), Decimal(value)))
    return {name: tuple(sorted(line)) for name, line in lines.items()}
