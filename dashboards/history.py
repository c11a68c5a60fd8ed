"""What figures said before: nothing that was replaced is lost."""

from dataclasses import dataclass
from datetime import datetime

from dashboards import words
from dashboards.models import ImportBatch, Indicator, Measurement
from dashboards.points import Definition, Point
from dashboards.rows import point_of
from safetyvalve.core.models import Authority
from safetyvalve.render.data import Marker

LATEST = 50


@dataclass(frozen=True)
class Replaced:
    """One figure that another took the place of, and by which delivery."""

    period: str
    old: str
    new: str
    at: datetime
    batch: ImportBatch | None
    run_id: int | None
    is_marked: bool = False

    @property
    def by(self) -> str:
        if self.is_marked:
            return "Marked by hand"
        if self.batch is None or self.batch.kind == ImportBatch.Kind.TYPED:
            return "Typed in"
        return self.batch.file_name or self.batch.get_kind_display()


def replaced_figures(authority: Authority, indicator: Indicator, definition: Definition) -> list[Replaced]:
    """The council's own undivided figures that were replaced, the latest first. Undone imports count for nothing.

    One query.
    """
    rows = (
        Measurement.objects.filter(
            authority=authority,
            version__indicator=indicator,
            area_code=authority.gss_code,
            is_withdrawn=False,
            superseded_by__is_withdrawn=False,
        )
        .total()
        .exclude(superseded_by=None)
        .select_related("version", "batch", "superseded_by__version", "superseded_by__batch__run")
        .defer("batch__standing_ids", "superseded_by__batch__standing_ids", "superseded_by__batch__run__figures")
        .order_by("-superseded_by__recorded_at", "-period_end")
    )
    found = []
    for row in rows[:LATEST]:
        new = row.superseded_by
        if new is None or new.pk == row.pk:
            continue
        before, after = point_of(row), point_of(new)
        run = getattr(new.batch, "run", None) if new.batch else None
        # What was only marked did not come with a delivery, though its row stays with the one it came from.
        is_marked = row.batch_id == new.batch_id and row.value == new.value
        found.append(
            Replaced(
                period=after.period.exactly,
                old=in_words(definition, before),
                new=in_words(definition, after),
                at=new.recorded_at,
                batch=new.batch,
                run_id=None if is_marked or run is None else run.pk,
                is_marked=is_marked,
            )
        )
    return found


def in_words(definition: Definition, point: Point) -> str:
    """ "74 (not reliable)", "x: not published": a figure with how it stands."""
    if point.is_known:
        return words.figure_of(definition, point) + words.standing(point)
    return f"{point.marker}: {Marker(point.marker).meaning}" if point.marker else "no figure"
