"""The version of a council's figures: another one after every import or edit that can change what a dashboard shows.

Everything that is written is audited, so the version is a count on the head of the council's audit chain, which
``audit.record`` moves in the same transaction. It moves for every event but those about
``settings.SUBJECTS_WITHOUT_FIGURES``: what somebody adds later moves it unless it is named there.
"""

from functools import partial

from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.utils.module_loading import import_string

from safetyvalve.core.models import AuditChain, Authority


def moves_it(subject: models.Model) -> bool:
    """Whether an event about this record can change a figure on a dashboard."""
    return subject._meta.label_lower not in settings.SUBJECTS_WITHOUT_FIGURES


def tell_afterwards(authority_id: int | None) -> None:
    """Call ``settings.AFTER_FIGURES_MOVED`` once the caller's transaction has committed; None stands for every council.

    What goes wrong there is in the log and undoes nothing.
    """
    for path in settings.AFTER_FIGURES_MOVED:
        transaction.on_commit(partial(_tell, path, authority_id), robust=True)


def _tell(path: str, authority_id: int | None) -> None:
    import_string(path)(authority_id=authority_id)


@transaction.atomic
def move_for_everybody() -> None:
    """Move the version of every council: for what is shared by all and changed outside their audit chains."""
    new = Authority.objects.filter(audit_chain=None)
    AuditChain.objects.bulk_create([AuditChain(authority=each) for each in new], ignore_conflicts=True)
    # In one order, so that two that do this at once queue and never wait for each other.
    keys = list(AuditChain.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
    AuditChain.objects.filter(pk__in=keys).update(data_version=F("data_version") + 1)
    tell_afterwards(None)
