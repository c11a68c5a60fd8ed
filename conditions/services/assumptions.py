"""Keeping the register of assumptions: a change of what is assumed is a new version, and nothing is overwritten."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from conditions.assumptions import basis_facts, versions_of
from conditions.models import Agreement, Assumption, AssumptionValue, AssumptionVersion, ForecastBasis, ReportingPeriod
from conditions.rules.assumptions import in_words
from safetyvalve.core import audit
from safetyvalve.core.dates import FinancialYear
from safetyvalve.core.editing import save_answer
from safetyvalve.core.models import User
from safetyvalve.core.services.refusals import NotAllowed


@dataclass(frozen=True)
class Assumed:
    """What a version says: values by financial year, from when, on what evidence and why."""

    values: Mapping[str, Decimal]
    effective_from: date
    effective_to: date | None = None
    evidence: str = ""
    reason: str = ""
    source: str = ""


@transaction.atomic
def create(agreement: Agreement, values: Mapping[str, Any], assumed: Assumed, *, by: User, now: datetime) -> Assumption:
    """Put an assumption on the register with its first version. Raises NotAllowed for a name that is taken."""
    if Assumption.objects.filter(agreement=agreement, name=values["name"]).exists():
        raise NotAllowed(["There is an assumption of this name already. Change that one, or choose another name."])
    assumption = Assumption(agreement=agreement, revision=1, updated_at=now, updated_by=by, **values)
    assumption.full_clean()
    assumption.save()
    version = _write(assumption, 1, assumed, by=by, now=now)
    changes = {name: [None, value] for name, value in values.items() if value not in (None, "", [])}
    changes |= _words(None, version)
    audit.record(
        authority=agreement.authority, by=by, action="assumption_added", subject=assumption, changes=changes, now=now
    )
    return assumption


def change(assumption: Assumption, values: Mapping[str, Any], *, revision: int, by: User, now: datetime) -> Assumption:
    """Change what it is called, who answers for it or what it is held against. Raises ``StaleSave`` over another's."""
    taken = Assumption.objects.filter(agreement=assumption.agreement, name=values["name"]).exclude(pk=assumption.pk)
    if taken.exists():
        raise NotAllowed(["There is another assumption of this name. Choose another name."])
    return save_answer(
        assumption,
        values,
        identity=("pk",),
        revision=revision,
        authority=assumption.agreement.authority,
        by=by,
        now=now,
        action="assumption_changed",
    )


@transaction.atomic
def add_version(
    assumption: Assumption, assumed: Assumed, *, after: int, by: User, now: datetime
) -> AssumptionVersion | None:
    """Assume something else from a date: the version after number ``after``, which the person saw.

    None when nothing would be different. Raises NotAllowed without a reason, over a version the person has not seen,
    and for one that would begin before the version it follows.
    """
    locked = Assumption.objects.select_for_update().get(pk=assumption.pk)
    latest = versions_of(locked)[-1]
    same = (latest.by_year, latest.effective_from, latest.effective_to, latest.evidence)
    if same == (dict(assumed.values), assumed.effective_from, assumed.effective_to, assumed.evidence):
        return None
    reasons = []
    if latest.number != after:
        reasons.append(
            f"{latest.created_by} made version {latest.number} while you had the page open. Read it, then save again."
        )
    if not assumed.reason.strip():
        reasons.append("Say why it changes.")
    if assumed.effective_from < latest.effective_from:
        reasons.append(
            f"A new version cannot be in force before version {latest.number}, which it follows. Choose a later day."
        )
    if reasons:
        raise NotAllowed(reasons)
    version = _write(locked, latest.number + 1, assumed, by=by, now=now)
    audit.record(
        authority=assumption.agreement.authority,
        by=by,
        action="assumption_version_added",
        subject=version,
        changes=_words(latest, version),
        now=now,
    )
    return version


def _write(assumption: Assumption, number: int, assumed: Assumed, *, by: User, now: datetime) -> AssumptionVersion:
    for year in assumed.values:
        FinancialYear.parse(year)
    version = AssumptionVersion.objects.create(
        assumption=assumption,
        number=number,
        effective_from=assumed.effective_from,
        effective_to=assumed.effective_to,
        evidence=assumed.evidence,
        reason=assumed.reason,
        source=assumed.source,
        created_at=now,
        created_by=by,
    )
    AssumptionValue.objects.bulk_create(
        AssumptionValue(version=version, financial_year=year, value=value) for year, value in assumed.values.items()
    )
    return version


def _words(before: AssumptionVersion | None, after: AssumptionVersion) -> dict[str, list[Any]]:
    """What differs between two versions, for the audit."""
    old, new, unit = (before.by_year if before else {}), after.by_year, after.assumption.unit
    changes: dict[str, list[Any]] = {
        year: [_written(old.get(year), unit), _written(new.get(year), unit)]
        for year in sorted({*old, *new})
        if old.get(year) != new.get(year)
    }
    for name in ("effective_from", "effective_to", "evidence"):
        was, now = (getattr(before, name) if before else None), getattr(after, name)
        if (was or None) != (now or None):
            changes[name] = [was, now]
    if after.reason:
        changes["reason"] = [None, after.reason]
    return changes


def _written(value: Decimal | None, unit: str) -> str | None:
    return None if value is None else in_words(value, unit)


@transaction.atomic
def record_basis(period: ReportingPeriod, *, of: str, by: User, now: datetime) -> ForecastBasis | None:
    """Keep with a forecast which versions it used; None when that is on record already, or nothing is assumed.

    Called in the transaction that saves or confirms the forecast. The versions are those in force on that day.
    """
    agreement = period.calendar.agreement
    used = basis_facts(agreement, now.date())
    latest = ForecastBasis.objects.filter(period=period, of=of).order_by("-recorded_at", "-pk").first()
    digest = hashlib.sha256(audit.canonical(used).encode()).hexdigest()
    if latest.digest == digest if latest else not used:
        return None
    return ForecastBasis.objects.create(period=period, of=of, used=used, digest=digest, recorded_at=now, recorded_by=by)
