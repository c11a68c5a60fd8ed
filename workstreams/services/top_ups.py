"""Keeping top-up bands: what each is worth, version by version, and how many are on it."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from conditions.models import Agreement
from safetyvalve.core import audit
from safetyvalve.core.audit import canonical
from safetyvalve.core.models import User
from safetyvalve.core.services.refusals import NotAllowed
from workstreams.models import TopUpBand, TopUpCount, TopUpValue
from workstreams.services import registers


def create(*, agreement: Agreement, values: Mapping[str, Any], by: User, now: datetime) -> TopUpBand:
    """Put a band on the register. Raises NotAllowed for a name that is taken in its kind of setting."""
    band = TopUpBand(agreement=agreement, **values)
    _refuse_taken(band, values)
    authority = agreement.authority
    registers.add(band, fields=TopUpBand.FIELDS, authority=authority, action="top_up_band_added", by=by, now=now)
    return band


def change(band: TopUpBand, *, values: Mapping[str, Any], revision: int, by: User, now: datetime) -> None:
    """Change what it is called or when it ends. Raises ``StaleSave``, and NotAllowed as ``create`` does."""
    _refuse_taken(band, values)
    authority = band.agreement.authority
    registers.change(band, values, revision=revision, authority=authority, action="top_up_band_changed", by=by, now=now)


@transaction.atomic
def add_value(
    band: TopUpBand,
    *,
    amount: Decimal,
    effective_from: date,
    reason: str,
    after: int,
    by: User,
    now: datetime,
) -> TopUpValue | None:
    """Say what it is worth from a day: the version after number ``after``, which the person saw.

    None when the latest version says just that. Raises NotAllowed without a reason for a change, and over a version
    that the person has not seen.
    """
    current = TopUpBand.objects.select_for_update().get(pk=band.pk)
    latest = current.values.select_related("created_by").order_by("number").last()
    if latest is not None and (latest.amount, latest.effective_from) == (amount, effective_from):
        return None
    number = latest.number if latest else 0
    reasons = []
    if latest is not None and number != after:
        reasons.append(f"{latest.created_by} gave another value while you had the page open. Read it, then save again.")
    if latest is not None and not reason.strip():
        reasons.append("Say why it changes.")
    if reasons:
        raise NotAllowed(reasons)
    value = TopUpValue(
        band=current,
        number=number + 1,
        effective_from=effective_from,
        amount=amount,
        reason=reason,
        created_at=now,
        created_by=by,
    )
    value.full_clean()
    value.save()
    changes: dict[str, list[Any]] = {
        "value": [latest.amount if latest else None, amount],
        "effective from": [latest.effective_from if latest else None, effective_from],
        "reason": [None, reason],
    }
    authority = current.agreement.authority
    audit.record(authority=authority, by=by, action="top_up_value_added", subject=current, changes=changes, now=now)
    return value


def seen(standing: Mapping[int, int]) -> str:
    """Names exactly the counts of a day that a page showed."""
    return hashlib.sha256(canonical({str(key): count for key, count in standing.items()}).encode()).hexdigest()[:16]


def counts_on(bands: Iterable[TopUpBand], day: date) -> dict[int, int]:
    """How many were on each of these bands that day, by the band's key, where somebody has said. One query."""
    rows = TopUpCount.objects.filter(band__in=list(bands), counted_on=day).order_by("band")
    return dict(rows.values_list("band", "count"))


@transaction.atomic
def set_counts(
    agreement: Agreement, day: date, *, counts: Mapping[TopUpBand, int | None], shown: str, by: User, now: datetime
) -> bool:
    """Put a day's counts on record, with one event for each band whose count is different. Whether any was.

    A count that is None is taken away. Raises NotAllowed when the counts are not those that the page showed.
    """
    list(TopUpBand.objects.select_for_update().filter(agreement=agreement).order_by("pk"))
    standing = counts_on(counts, day)
    changed = [(band, standing.get(band.pk), count) for band, count in counts.items() if standing.get(band.pk) != count]
    if not changed:
        return False
    if shown != seen(standing):
        raise NotAllowed(
            ["Somebody else gave counts of this day while you had the page open. Compare, then save again."]
        )
    for band, old, new in changed:
        if new is None:
            TopUpCount.objects.filter(band=band, counted_on=day).delete()
        else:
            TopUpCount.objects.update_or_create(band=band, counted_on=day, defaults={"count": new})
        changes = {f"count on {day.isoformat()}": [old, new]}
        audit.record(
            authority=agreement.authority, by=by, action="top_up_counted", subject=band, changes=changes, now=now
        )
    return True


@transaction.atomic
def remove(band: TopUpBand, *, revision: int, by: User, now: datetime) -> None:
    """Take a band entered by mistake off the register, with its values and counts."""
    also: dict[str, Any] = {f"value from {each.effective_from.isoformat()}": each.amount for each in band.values.all()}
    also |= {f"count on {each.counted_on.isoformat()}": each.count for each in band.counts.all()}
    registers.remove(
        band,
        fields=TopUpBand.FIELDS,
        revision=revision,
        authority=band.agreement.authority,
        action="top_up_band_removed",
        by=by,
        now=now,
        also=also,
    )


def _refuse_taken(band: TopUpBand, values: Mapping[str, Any]) -> None:
    name, setting = values.get("name", band.name), values.get("setting", band.setting)
    same = TopUpBand.objects.filter(agreement=band.agreement, setting=setting, name__iexact=name).exclude(pk=band.pk)
    if same.exists():
        raise NotAllowed(["There is a band of this name in that kind of setting already. Change that one."])
