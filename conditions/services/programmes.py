"""A programme's words: shipped ones belong to everybody, a council's own to that council."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from conditions.models import Programme, RagLevel
from conditions.services.slugs import free_slug
from safetyvalve.core import audit
from safetyvalve.core.data_version import move_for_everybody
from safetyvalve.core.models import Authority, User
from safetyvalve.core.services import records
from safetyvalve.core.services.refusals import NotAllowed

FIELDS = ("name", "condition_word", "conditions_word", "cadence")
LEVEL_FIELDS = ("word", "meaning", "needs_mitigation", "needs_recovery")


def why_read_only(programme: Programme, authority: Authority, *, by: User) -> list[str]:
    """Why ``by`` may not change this programme's words; empty when they may."""
    if programme.authority_id == authority.pk or (programme.authority_id is None and by.is_superuser):
        return []
    return ["This programme is shipped for every council. To use words of your own, make a copy for your council."]


@transaction.atomic
def change(
    programme: Programme, levels: Sequence[RagLevel], *, authority: Authority, by: User, now: datetime
) -> Programme:
    """Save edited words of a programme and its levels; one event each for what differs. Raises NotAllowed.

    Returns that were sent keep the words they were sent with.
    """
    reasons = why_read_only(programme, authority, by=by)
    if reasons:
        raise NotAllowed(reasons)
    if programme.authority_id is None:
        # The events stand in one council's audit; the words are on every council's dashboards.
        move_for_everybody()
    records.save(programme, fields=FIELDS, authority=authority, action="programme_changed", by=by, now=now)
    for level in levels:
        records.save(level, fields=LEVEL_FIELDS, authority=authority, action="rag_level_changed", by=by, now=now)
    return programme


@transaction.atomic
def copy(programme: Programme, *, authority: Authority, by: User, now: datetime) -> Programme:
    """Make a council's own copy of a programme, with its levels, to be changed."""
    taken = set(Programme.objects.values_list("slug", flat=True))
    own = Programme(
        authority=authority,
        slug=free_slug(f"{programme.slug} {authority.la_code}", taken=taken, limit=50),
        name=f"{programme.name}, {authority.name}"[:120],
        condition_word=programme.condition_word,
        conditions_word=programme.conditions_word,
        cadence=programme.cadence,
        layout=programme.layout,
        signing_roles=programme.signing_roles,
    )
    own.full_clean()
    own.save()
    for level in programme.rag_levels.all():
        level.pk, level.programme = None, own
        level._state.adding = True
        level.save(force_insert=True)
    changes = {"copied_from": [None, programme.name]}
    audit.record(authority=authority, by=by, action="programme_copied", subject=own, changes=changes, now=now)
    return own
