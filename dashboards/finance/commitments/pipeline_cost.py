"""Plans on the way × what a new plan is expected to cost: committed, but not yet issued.

Of each stage: cases counted × the share expected to become plans × the yearly cost of a new plan, from so many weeks
after the count to 31 March, by days as a placement is. Each stage is rounded to pence once a year. What is not said is
not counted, and the page says so.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from conditions.models import Agreement, AssumptionValue
from conditions.rules.assumptions import in_force
from dashboards.finance.commitments.days import begins, in_year
from dashboards.finance.commitments.expected_cost import TypeCost, expected_cost, share_left, type_costs
from dashboards.finance.roll_forward import Sum, total
from dashboards.models import CommitmentBasis, Measurement
from safetyvalve.core.dates import FinancialYear

STAGES = {
    "requests": ("Requests waiting for a decision", ("pipeline_requests",)),
    "assessments": ("Assessments under way", ("pipeline_assessments",)),
    "issuing": ("Plans being drafted", ("pipeline_issuing", "plans_about_to_be_issued")),
}
"""Each stage with the measures that count it; the second only where the council has never given the first."""
USUAL_LINES = ("1.2.1", "1.2.2", "1.2.3")
"""Top-ups: what placements are paid from unless the council says otherwise."""


@dataclass(frozen=True)
class Stage:
    """Cases of one stage: how many were counted on which day, and what is expected of them."""

    name: str
    counted: Decimal | None
    on: date | None
    share: Decimal | None
    weeks: int | None

    @property
    def plans(self) -> Decimal | None:
        """How many plans are expected of them; not always a whole number."""
        return None if self.counted is None or self.share is None else self.counted * self.share / 100

    @property
    def begins_on(self) -> date | None:
        """The day from which they cost anything; None while nobody has said how many weeks that takes."""
        return None if self.on is None or self.weeks is None else begins(self.on, self.weeks)


@dataclass(frozen=True)
class Pipeline:
    """The stages and the yearly cost of a new plan, by financial year. ``unit_cost_from`` says where that is from."""

    basis: CommitmentBasis | None
    stages: tuple[Stage, ...]
    unit_costs: dict[str, Decimal]
    unit_cost_from: str

    @property
    def lines(self) -> tuple[str, ...]:
        """Codes of the finance lines that commitments are held against."""
        return tuple(self.basis.lines) if self.basis and self.basis.lines else USUAL_LINES

    @property
    def counted(self) -> list[Stage]:
        return [stage for stage in self.stages if stage.plans is not None and stage.begins_on is not None]

    @property
    def without_weeks(self) -> tuple[str, ...]:
        """Stages with a share of which nobody has said when they cost anything: not counted."""
        return tuple(stage.name for stage in self.stages if stage.share is not None and stage.weeks is None)

    @property
    def mix(self) -> tuple[TypeCost, ...]:
        return type_costs(self.basis.mix) if self.basis else ()

    @property
    def share_left(self) -> Decimal:
        """Per cent of new plans for which the one cost counts."""
        return share_left(self.mix)

    def unit_cost(self, financial_year: str) -> Decimal | None:
        """What one new plan is expected to cost in that year, over all provider types."""
        return expected_cost(self.mix, self.one_cost(financial_year))

    def one_cost(self, financial_year: str) -> Decimal | None:
        """The figure for all plans that have no cost by their provider type."""
        if self.basis and self.basis.assumption_id:
            return self.unit_costs.get(financial_year)
        return self.basis.unit_cost if self.basis else None

    def cost(self, financial_year: str) -> Sum | None:
        """What the plans on the way come to in that year; None when it cannot be said."""
        unit = self.unit_cost(financial_year)
        if unit is None or not self.counted:
            return None
        return total(
            Sum(cost) for stage in self.counted if (cost := stage_cost(stage, unit, financial_year)) is not None
        )

    def why_not(self, financial_year: str) -> str:
        """Why a year has no cost of plans on the way; "" when it has one."""
        if self.basis is None or not any(stage.share is not None for stage in self.stages):
            return "nobody has said what share of them become plans."
        if not self.counted and any(stage.plans is not None for stage in self.stages):
            return "nobody has said how many weeks it takes until they cost anything."
        if not self.counted:
            return "their number is not on record."
        if self.unit_cost(financial_year) is None:
            of = f" for {financial_year}" if self.basis.assumption_id else ""
            rest = f" of the {self.share_left.normalize():f}% without a cost by provider type" if self.mix else ""
            return f"the expected cost of a plan{rest} is not given{of}."
        return ""


def stage_cost(stage: Stage, unit: Decimal, financial_year: str) -> Decimal | None:
    """What the plans of a stage cost in that year; None while it is not known how many there are."""
    if stage.plans is None or stage.begins_on is None:
        return None
    return in_year(stage.plans * unit, FinancialYear.parse(financial_year), stage.begins_on)


def read_pipeline(agreement: Agreement, *, today: date) -> Pipeline:
    """Two queries at most: the basis with its assumption, and what it needs."""
    basis = CommitmentBasis.objects.filter(agreement=agreement).select_related("assumption").first()
    return pipeline_of(agreement, basis, today=today)


def pipeline_of(agreement: Agreement, basis: CommitmentBasis | None, *, today: date) -> Pipeline:
    """The newest counts and the values of the assumption that the basis names, in one query; none without a basis."""
    if basis is None:
        return Pipeline(None, tuple(Stage(name, None, None, None, None) for name, _ in STAGES.values()), {}, "")
    counts, versions = _read(agreement, basis)
    version = in_force(versions, today)
    name = basis.assumption.name if basis.assumption else "typed" if basis.unit_cost is not None else ""
    words = f"{name} (version {version.number})" if version else name
    stages = tuple(_stage(key, basis, counts) for key in STAGES)
    return Pipeline(basis, stages, version.values if version else {}, words)


@dataclass
class _Version:
    """A version of the assumption with its values by financial year."""

    number: int
    effective_from: date
    effective_to: date | None
    values: dict[str, Decimal]


Count = tuple[date, Decimal]


def _read(agreement: Agreement, basis: CommitmentBasis) -> tuple[dict[str, Count], list[_Version]]:
    """The newest count of each measure by its code, and the versions of the assumption. One query for both.

    The finance grid shows them, and takes as few queries as it can.
    """
    authority = agreement.authority
    measured = Measurement.objects.filter(
        authority=authority,
        area_code=authority.gss_code,
        value__isnull=False,
        version__indicator__code__in=[code for _, codes in STAGES.values() for code in codes],
    )
    figures = ("period_end", "period_end", "version__number", "value")
    rows = measured.current().total().order_by().values_list("version__indicator__code", *figures)
    if basis.assumption_id:
        dated = ("version__effective_from", "version__effective_to", "version__number", "value")
        assumed = AssumptionValue.objects.filter(version__assumption=basis.assumption_id).order_by()
        rows = rows.union(assumed.values_list("financial_year", *dated), all=True)
    codes = {code for _, every in STAGES.values() for code in every}
    counts: dict[str, Count] = {}
    versions: dict[int, _Version] = {}
    for code, first, last, number, value in rows:
        if code not in codes:
            versions.setdefault(number, _Version(number, first, last, {})).values[code] = value
        elif code not in counts or counts[code][0] < first:
            counts[code] = (first, value)
    return counts, list(versions.values())


def _stage(key: str, basis: CommitmentBasis, counts: dict[str, Count]) -> Stage:
    name, codes = STAGES[key]
    code = next((code for code in codes if code in counts), "")
    on, counted = counts.get(code, (None, None))
    name = name if code in ("", codes[0]) else "Plans about to be issued"
    return Stage(name, counted, on, getattr(basis, f"share_{key}"), getattr(basis, f"weeks_{key}"))
