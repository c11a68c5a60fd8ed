"""Taking an import back as a unit: afterwards the record is exactly as it would be without it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from dashboards.models import ImportBatch, Measurement
from safetyvalve.core import audit
from safetyvalve.core.dates import in_words
from safetyvalve.core.models import Authority, User

NAMED = 5
"""Imports that a refusal names."""


class NotUndoable(Exception):
    """An import that cannot be undone as things are; the reason, and what to do first, is in a sentence."""


@transaction.atomic
def undo(batch: ImportBatch, *, by: User, now: datetime) -> None:
    """Withdraw the figures of a batch, and put those that they replaced back in their place.

    Its rows stay, marked as withdrawn, and its lists of schools or neighbours give way to those before. One audit
    event beside that of the import. Raises ``NotUndoable`` when a later import rests on it or it was undone already.
    """
    authority = Authority.objects.select_for_update().get(pk=batch.authority_id)
    batch.refresh_from_db()
    if batch.is_undone:
        raise NotUndoable("This import has been undone already.")
    if later := resting_on(batch):
        raise NotUndoable(_refusal(later))
    # A figure that was marked since has a row for each mark, all of this batch: it counts once.
    replaced = Measurement.objects.filter(superseded_by__batch=batch).exclude(batch=batch)
    changes: dict[str, list[Any]] = {
        "withdrawn": [None, Measurement.objects.filter(batch=batch).exclude(superseded_by__batch=batch).count()],
        "restored": [None, replaced.count()],
    }
    keys = list(replaced.values_list("pk", flat=True))
    # First out of the way, then back: of one figure, one row stands at any time.
    Measurement.objects.filter(batch=batch).update(is_withdrawn=True)
    for start in range(0, len(keys), 2000):
        Measurement.objects.filter(pk__in=keys[start : start + 2000]).update(superseded_by=None)
    batch.undone_at, batch.undone_by = now, by
    batch.save(update_fields=["undone_at", "undone_by"])
    audit.record(authority=authority, by=by, action="import_undone", subject=batch, changes=changes, now=now)


def resting_on(batch: ImportBatch) -> list[ImportBatch]:
    """The standing batches that must be undone before this one, the latest first. Two queries or three.

    They replaced one of its figures, or found it to be right and so vouch for it.
    """
    others = ImportBatch.objects.filter(authority=batch.authority_id, undone_at=None).exclude(pk=batch.pk)
    own = set(Measurement.objects.filter(batch=batch).values_list("pk", flat=True))
    if not own:
        return []
    replacing = Measurement.objects.filter(supersedes__batch=batch).exclude(batch=batch).values("batch")
    vouching = [pk for pk, ids in others.filter(pk__gt=batch.pk).values_list("pk", "standing_ids") if own & set(ids)]
    return list(others.filter(Q(pk__in=replacing) | Q(pk__in=vouching)).order_by("-imported_at", "-pk"))


def in_a_phrase(batch: ImportBatch) -> str:
    """ "“plans.csv”, imported on 14 June 2024", "the figures typed in on 14 June 2024"."""
    day = in_words(batch.imported_at.date())
    if batch.kind == ImportBatch.Kind.TYPED or not batch.file_name:
        return f"the figures typed in on {day}"
    return f"“{batch.file_name}”, imported on {day}"


def _refusal(later: Iterable[ImportBatch]) -> str:
    batches = list(later)
    named = "; ".join(in_a_phrase(batch) for batch in batches[:NAMED])
    more = f" and {len(batches) - NAMED} more" if len(batches) > NAMED else ""
    first = "Undo that first" if len(batches) == 1 else "Undo these first, the latest first"
    return f"Later figures rest on this import. {first}: {named}{more}."
