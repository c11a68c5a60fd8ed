"""The assumptions' part of a submission: which versions the forecast used, with their values, frozen with it."""

from typing import Any

from conditions.joints import Audience, Section
from conditions.models import ForecastBasis, Submission


def forecast_basis(submission: Submission) -> Section:
    """What was in force when finance last confirmed the position, and when the finance lines were last saved.

    One query. Nothing before either; a pack of a time before this part has none.
    """
    rows = ForecastBasis.objects.filter(period=submission.period_id).order_by("recorded_at", "pk")
    latest = {row.of: row for row in rows}
    bases = [latest[of] for of in (ForecastBasis.Of.POSITION, ForecastBasis.Of.LINES) if of in latest]
    facts = {
        "bases": [{"label": _label(row), "recorded_at": row.recorded_at.isoformat()} for row in bases],
        "assumptions": [{**_facts(used), "label": _label(row)} for row in bases for used in row.used],
    }
    return Section("forecast_basis", 1, Audience.DFE, facts)


def _label(row: ForecastBasis) -> str:
    return str(ForecastBasis.Of(row.of).label)


def _facts(used: dict[str, Any]) -> dict[str, Any]:
    return {name: used[name] for name in ("name", "unit", "version", "values")}
