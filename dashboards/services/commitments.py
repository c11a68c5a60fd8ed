"""Keeping commitments: trying a placement list out, confirming it, typing totals, removing, and the costing of plans.

Nothing of a placement is stored: a list is read in memory, and its sums by provider type and month are what is kept.
"""

import hashlib
import logging
import traceback
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from conditions.models import Agreement
from conditions.years import years_of
from dashboards.finance.commitments.days import PAYERS
from dashboards.imports import problems as kept_problems
from dashboards.imports.contract import Delivered, UnusableDelivery
from dashboards.imports.deliveries import bare_name
from dashboards.imports.placement_words import type_words
from dashboards.imports.placements import ListRead, read
from dashboards.imports.reading import BROKE_OFF
from dashboards.models import Commitment, CommitmentBasis, CommitmentList
from dashboards.services.typed_totals import Typed, cells_of, totals_of, with_typed
from safetyvalve.core import audit
from safetyvalve.core.dates import FinancialYear
from safetyvalve.core.editing import save_answer
from safetyvalve.core.models import User
from safetyvalve.core.services.refusals import NotAllowed

logger = logging.getLogger(__name__)
DRAFTS_LAST = timedelta(days=1)
MOVED = "Somebody else saved commitments of this day meanwhile. Look at both, then save again."


def why_not_on(agreement: Agreement, as_at: date) -> str:
    """Why there can be no commitments of that day: "" when there can. One query."""
    year, years = FinancialYear.of(as_at).label, years_of(agreement)
    if year in years:
        return ""
    span = f"Its years are {years[0]} to {years[-1]}." if years else "It has no terms yet."
    return f"That day is in {year}, which is not a year of this agreement. {span}"


@transaction.atomic
def try_out(
    agreement: Agreement, delivered: Delivered, *, as_at: date, source: str, by: User, now: datetime
) -> CommitmentList:
    """Read a placement list into a dry run: its sums and its problems, which count nowhere until it is confirmed.

    Raises ``UnusableDelivery`` for a file that cannot be used at all, and ``NotAllowed`` for a day outside the years.
    """
    if why := why_not_on(agreement, as_at):
        raise NotAllowed([why])
    reading = _read(delivered, as_at, type_words(agreement.authority))
    CommitmentList.objects.filter(
        agreement=agreement, confirmed_at__isnull=True, made_at__lt=now - DRAFTS_LAST
    ).delete()
    record = CommitmentList.objects.create(
        agreement=agreement,
        as_at=as_at,
        way=CommitmentList.Way.LIST,
        source=source,
        file_name=bare_name(delivered)[:255],
        file_size=len(delivered.content),
        file_sha256=hashlib.sha256(delivered.content).hexdigest(),
        rows_counted=reading.counted,
        rows_refused=reading.refused,
        problems=kept_problems.to_json(reading.problems),
        made_at=now,
        made_by=by,
    )
    Commitment.objects.bulk_create(
        Commitment(
            commitment_list=record,
            provider_type=kind,
            month=month,
            placements=sums.placements,
            **dict(zip(PAYERS, sums.costs, strict=True)),
        )
        for (kind, month), sums in sorted(reading.sums.items())
    )
    return record


def _read(delivered: Delivered, as_at: date, types: Mapping[str, str]) -> ListRead:
    """The list's sums. What nobody foresaw is logged without the error's own words, which may quote a row."""
    try:
        return read(delivered, as_at=as_at, types=types)
    except UnusableDelivery:
        raise
    except Exception as error:
        where = "".join(traceback.format_tb(error.__traceback__))
        logger.error("Reading a placement list broke off with %s:\n%s", type(error).__name__, where)
        raise UnusableDelivery(BROKE_OFF) from None


@transaction.atomic
def confirm(draft: CommitmentList, *, seen: int, by: User, now: datetime) -> CommitmentList:
    """Let a dry run count. ``seen`` is the list of the same day that the page said it replaces, 0 for none.

    Raises ``NotAllowed`` when that has changed, when it was confirmed already, and for one that has nothing in it.
    """
    Agreement.objects.select_for_update().get(pk=draft.agreement_id)
    record = CommitmentList.objects.filter(pk=draft.pk).first()
    if record is None or record.confirmed_at is not None:
        raise NotAllowed(["This was saved or thrown away already."])
    if not record.cells.exists():
        raise NotAllowed(["There is nothing in this list that can be saved."])
    if standing_on(record.agreement, record.as_at) != seen:
        raise NotAllowed([MOVED])
    return _confirmed(record, replaces=seen, by=by, now=now)


def throw_away(draft: CommitmentList) -> None:
    """A dry run that nobody wants. One that was confirmed stays."""
    CommitmentList.objects.filter(pk=draft.pk, confirmed_at__isnull=True).delete()


@transaction.atomic
def type_totals(
    agreement: Agreement,
    rows: Mapping[str, Typed],
    *,
    as_at: date,
    months: Iterable[date],
    source: str,
    seen: int,
    by: User,
    now: datetime,
) -> CommitmentList:
    """Put typed totals of one month, or of a year, on record; what was not changed stays as the same day's list has it.

    A year's totals are spread over its months by days; ``with_typed`` says what counts as changed. Raises
    ``NotAllowed`` when another list of that day was saved since ``seen``, and for a day outside the agreement's years.
    """
    if why := why_not_on(agreement, as_at):
        raise NotAllowed([why])
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    if standing_on(agreement, as_at) != seen:
        raise NotAllowed([MOVED])
    new = with_typed(cells_of(CommitmentList.objects.filter(pk=seen).first()), rows, tuple(months))
    if not new:
        raise NotAllowed(["Enter the total of at least one provider type."])
    record = CommitmentList.objects.create(
        agreement=agreement, as_at=as_at, way=CommitmentList.Way.TYPED, source=source, made_at=now, made_by=by
    )
    for cell in new:
        cell.commitment_list = record
    Commitment.objects.bulk_create(new)
    return _confirmed(record, replaces=seen, by=by, now=now)


@transaction.atomic
def remove(record: CommitmentList, *, by: User, now: datetime) -> None:
    """A list that shall not count any more: the one before it of the same day, or of an earlier day, counts again."""
    Agreement.objects.select_for_update().get(pk=record.agreement_id)
    current = CommitmentList.objects.select_for_update().get(pk=record.pk)
    if current.removed_at is not None or current.confirmed_at is None:
        raise NotAllowed(["This list was removed already."])
    current.removed_at, current.removed_by = now, by
    current.save(update_fields=["removed_at", "removed_by"])
    changes = {name: [value, None] for name, value in _facts(current).items()}
    authority = current.agreement.authority
    audit.record(authority=authority, by=by, action="commitments_removed", subject=current, changes=changes, now=now)


def set_basis(
    agreement: Agreement, values: Mapping[str, Any], *, revision: int, by: User, now: datetime
) -> CommitmentBasis:
    """Say how plans on the way are costed. Raises ``StaleSave`` over another's save."""
    return save_answer(
        CommitmentBasis(agreement=agreement),
        values,
        identity=("agreement",),
        revision=revision,
        authority=agreement.authority,
        by=by,
        now=now,
        action="commitment_basis_changed",
    )


def standing_on(agreement: Agreement, as_at: date) -> int:
    """The key of the list that stands for that day; 0 for none. One query."""
    found = CommitmentList.objects.filter(agreement=agreement, as_at=as_at).standing()
    return found.values_list("pk", flat=True).first() or 0


def totals_before(agreement: Agreement, as_at: date, months: Collection[date]) -> dict[str, Typed]:
    """What the list of the last day before this one has for these months, by provider type. Two queries."""
    earlier = CommitmentList.objects.filter(agreement=agreement, as_at__lt=as_at).standing()
    return totals_of(cells_of(earlier.prefetch_related("cells").first()), months)


def years_given_up(agreement: Agreement, as_at: date, months: Collection[date]) -> tuple[date | None, list[str]]:
    """Years that the list of an earlier day answers now, and a list of ``as_at`` with these months would not.

    One list counts for every year: the newest. So a newer one with fewer years leaves the others without commitments.
    With the day of the list that counts now; None and nothing where no year is given up. Two queries.
    """
    now = CommitmentList.objects.filter(agreement=agreement).standing().first()
    if now is None or now.as_at >= as_at:
        return None, []
    held = {FinancialYear.of(month).label for month in now.cells.values_list("month", flat=True).distinct()}
    gone = sorted(held - {FinancialYear.of(month).label for month in months})
    return (now.as_at, gone) if gone else (None, [])


def _confirmed(record: CommitmentList, *, replaces: int, by: User, now: datetime) -> CommitmentList:
    record.confirmed_at, record.confirmed_by = now, by
    record.save(update_fields=["confirmed_at", "confirmed_by"])
    before = CommitmentList.objects.filter(pk=replaces).first()
    old, new = _facts(before) if before else {}, _facts(record)
    names = dict.fromkeys((*old, *new))
    changes = {name: [old.get(name), new.get(name)] for name in names if old.get(name) != new.get(name)}
    authority = record.agreement.authority
    audit.record(authority=authority, by=by, action="commitments_recorded", subject=record, changes=changes, now=now)
    return record


def _facts(record: CommitmentList) -> dict[str, Any]:
    """What a list says, as the audit keeps it: where it is from, and what each year costs the DSG and others."""
    found: dict[str, Any] = {
        name: getattr(record, name) for name in ("source", "file_name", "file_sha256") if getattr(record, name)
    }
    if record.way == CommitmentList.Way.LIST:
        found |= {"rows_counted": record.rows_counted, "rows_refused": record.rows_refused}
    for cell in record.cells.all():
        year = FinancialYear.of(cell.month).label
        for payer in PAYERS:
            if getattr(cell, payer) is not None:
                name = f"{year}: {payer}"
                found[name] = found.get(name, Decimal(0)) + getattr(cell, payer)
    return found
