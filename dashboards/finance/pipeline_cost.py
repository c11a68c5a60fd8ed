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
from dashboards.finance.commitment_days import begins, in_year
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
        return None if self.on is None else begins(self.on, self.weeks or 0)


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
        return [stage for stage in self.stages if stage.plans is not None]

    def unit_cost(self, financial_year: str) -> Decimal | None:
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
        if not self.counted:
            return "their number is not on record."
        if self.unit_cost(financial_year) is None:
            of = f" for {financial_year}" if self.basis.assumption_id else ""
            return f"the expected cost of a plan is not given{of}."
        return ""


def stage_cost(stage: Stage, unit: Decimal, financial_year: str) -> Decimal | None:
    """What the plans of a stage cost in that year; None while it is not known how many there are."""
    if stage.plans is None or stage.begins_on is None:
        return None
    return in_year(stage.plans * unit, FinancialYear.parse(financial_year), stage.begins_on)


def read_pipeline(agreement: Agreement, *, today: date) -> Pipeline:
    """Three queries at most: the basis, the values of its assumption, and the newest counts."""
    basis = CommitmentBasis.objects.filter(agreement=agreement).select_related("assumption").first()
    unit_costs, words = _unit_costs(basis, today)
    counts = _counts(agreement) if basis else {}
    return Pipeline(basis, tuple(_stage(key, basis, counts) for key in STAGES), unit_costs, words)


def _stage(key: str, basis: CommitmentBasis | None, counts: dict[str, Measurement]) -> Stage:
    name, codes = STAGES[key]
    found = next((counts[code] for code in codes if code in counts), None)
    if found is not None and found.version.indicator.code != codes[0]:
        name = found.version.indicator.name
    share = getattr(basis, f"share_{key}") if basis else None
    weeks = getattr(basis, f"weeks_{key}") if basis else None
    return Stage(name, found.value if found else None, found.period_end if found else None, share, weeks)


def _counts(agreement: Agreement) -> dict[str, Measurement]:
    """The newest figure of each measure of the pipeline, by its code. One query."""
    authority = agreement.authority
    rows = Measurement.objects.filter(
        authority=authority,
        area_code=authority.gss_code,
        value__isnull=False,
        version__indicator__code__in=[code for _, codes in STAGES.values() for code in codes],
    )
    rows = rows.current().total().select_related("version__indicator").order_by("period_end", "pk")
    return {row.version.indicator.code: row for row in rows}


def _unit_costs(basis: CommitmentBasis | None, today: date) -> tuple[dict[str, Decimal], str]:
    if basis is None:
        return {}, ""
    if basis.assumption is None:
        return {}, "typed" if basis.unit_cost is not None else ""
    values = AssumptionValue.objects.filter(version__assumption=basis.assumption).select_related("version")
    version = in_force({value.version for value in values}, today)
    found = {value.financial_year: value.value for value in values if version and value.version_id == version.pk}
    return found, f"{basis.assumption.name} (version {version.number})" if version else basis.assumption.name
