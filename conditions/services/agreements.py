"""Recording an agreement and how it changes: a change of terms is a new version, never an overwrite."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from conditions.models import Agreement, AgreementVersion, Payment, PlannedPosition, Submission
from conditions.services.slugs import free_slug
from safetyvalve.core import audit
from safetyvalve.core.models import User
from safetyvalve.core.services import records
from safetyvalve.core.services.refusals import NotAllowed

AGREEMENT_FIELDS = ("title", "programme", "signed_on", "movement_tolerance", "savings_margin")
VERSION_FIELDS = (
    "effective_on",
    "reason",
    "standing",
    "first_year",
    "last_year",
    "balanced_in_year_by",
    "total_dfe_funding",
    "stability_grant_counts",
)
POSITION_FIELDS = ("in_year", "cumulative_before_payments", "cumulative_after_payments")
# Addresses of the form agreements/<slug>/ that are pages already.
TAKEN_SLUGS = frozenset({"add"})

Positions = Mapping[str, Mapping[str, Decimal | None]]


@transaction.atomic
def create(agreement: Agreement, first: AgreementVersion, *, by: User, now: datetime) -> Agreement:
    """Save a new agreement with version 1: the terms as signed."""
    taken = set(Agreement.objects.filter(authority=agreement.authority).values_list("slug", flat=True))
    agreement.slug = free_slug(agreement.title, taken=taken | TAKEN_SLUGS, limit=60)
    records.save(
        agreement, fields=AGREEMENT_FIELDS, authority=agreement.authority, action="agreement_added", by=by, now=now
    )
    first.agreement, first.number, first.created_by = agreement, 1, by
    _save_version(first, action="agreement_version_added", by=by, now=now)
    return agreement


def why_programme_stays(agreement: Agreement) -> list[str]:
    """Ratings already given belong to the programme's own levels."""
    if Submission.objects.filter(period__calendar__agreement=agreement).exists():
        return ["A return has been started on this agreement, so its programme can no longer change."]
    return []


@transaction.atomic
def change(agreement: Agreement, *, by: User, now: datetime) -> Agreement:
    """Save an edited title, programme or signing date. Raises NotAllowed."""
    before = Agreement.objects.select_for_update().get(pk=agreement.pk)
    reasons = why_programme_stays(agreement) if before.programme_id != agreement.programme_id else []
    if reasons:
        raise NotAllowed(reasons)
    return records.save(
        agreement, fields=AGREEMENT_FIELDS, authority=agreement.authority, action="agreement_changed", by=by, now=now
    )


def why_fixed(version: AgreementVersion) -> list[str]:
    """Why this version's terms and plan can no longer be corrected; empty while they can."""
    sent = version.submissions.exclude(status=Submission.Status.DRAFT)
    if sent.exists():
        return [
            f"Version {version.number} stands in a return that has been sent. "
            "Record what DfE agreed since as a new version."
        ]
    return []


@transaction.atomic
def add_version(version: AgreementVersion, *, by: User, now: datetime) -> AgreementVersion:
    """Save a change of the agreement as its next version.

    Planned positions of years that both versions have, and payments, are copied forward from the last
    version, to be edited. Submissions in draft go on answering to the version they were started on.
    Raises NotAllowed for the last version sent a second time.
    """
    agreement = Agreement.objects.select_for_update().get(pk=version.agreement_id)
    last = agreement.versions.order_by("-number").first()
    if last and not audit.differences(last, version, VERSION_FIELDS):
        raise NotAllowed([f"This change has been recorded already, as version {last.number}."])
    version.number = last.number + 1 if last else 1
    version.created_by = by
    _save_version(version, action="agreement_version_added", by=by, now=now)
    if last:
        _copy_forward(last, version)
    return version


def change_version(version: AgreementVersion, *, by: User, now: datetime) -> AgreementVersion:
    """Correct a version that no sent return stands on. Raises NotAllowed."""
    reasons = why_fixed(version)
    if reasons:
        raise NotAllowed(reasons)
    return _save_version(version, action="agreement_version_corrected", by=by, now=now)


@transaction.atomic
def set_planned_positions(version: AgreementVersion, positions: Positions, *, by: User, now: datetime) -> None:
    """Make the plan of the version exactly this: year to pounds per column. A year without a figure has no row.

    One event names every figure that changed. Raises NotAllowed when a sent return stands on it.
    """
    AgreementVersion.objects.select_for_update().get(pk=version.pk)
    reasons = why_fixed(version)
    if reasons:
        raise NotAllowed(reasons)
    rows = {row.financial_year: row for row in version.planned_positions.all()}
    changes: dict[str, list[Decimal | None]] = {}
    for year in sorted({*rows, *positions}):
        row = rows.get(year) or PlannedPosition(version=version, financial_year=year)
        figures = positions.get(year, {})
        for name in POSITION_FIELDS:
            old, new = getattr(row, name), figures.get(name)
            if old != new:
                changes[f"{year} {name}"] = [old, new]
                setattr(row, name, new)
        _keep(row)
    if changes:
        audit.record(
            authority=version.agreement.authority,
            by=by,
            action="planned_positions_changed",
            subject=version,
            changes=changes,
            now=now,
        )


def _keep(row: PlannedPosition) -> None:
    if any(getattr(row, name) is not None for name in POSITION_FIELDS):
        row.save()
    elif row.pk:
        row.delete()


def _save_version(version: AgreementVersion, *, action: str, by: User, now: datetime) -> AgreementVersion:
    authority = version.agreement.authority
    return records.save(version, fields=VERSION_FIELDS, authority=authority, action=action, by=by, now=now)


def _copy_forward(last: AgreementVersion, version: AgreementVersion) -> None:
    years = set(version.years)
    for row in PlannedPosition.objects.filter(version=last, financial_year__in=years):
        row.pk, row.version = None, version
        row._state.adding = True
        row.save(force_insert=True)
    for payment in Payment.objects.filter(version=last):
        payment.pk, payment.version = None, version
        payment._state.adding = True
        payment.save(force_insert=True)
