"""Keeping the reconciliation of a year: what each document says, why it differs, and the attestation."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from conditions.models import (
    Agreement,
    Attestation,
    DifferenceExplanation,
    Reconciliation,
    ReconciliationSource,
)
from safetyvalve.core import audit
from safetyvalve.core.editing import StaleSave, save_answer
from safetyvalve.core.models import User
from safetyvalve.core.services.refusals import NotAllowed

DECLARATION = (
    "I am the officer responsible for this council’s financial administration under section 151 of the Local "
    "Government Act 1972. I have read the figures of every document named here and the explanations of their "
    "differences. To the best of my knowledge they are right, and no difference is left unexplained."
)


def digest_of(facts: Mapping[str, Any]) -> str:
    """Names exactly these facts."""
    return sha256(audit.canonical(facts).encode()).hexdigest()


def of_year(agreement: Agreement, financial_year: str) -> Reconciliation:
    """The reconciliation of a year, made when it is not there yet. Call it in the transaction that fills it."""
    return Reconciliation.objects.get_or_create(agreement=agreement, financial_year=financial_year)[0]


@transaction.atomic
def set_source(
    agreement: Agreement,
    financial_year: str,
    source: str,
    values: Mapping[str, Any],
    *,
    revision: int,
    by: User,
    now: datetime,
) -> ReconciliationSource:
    """Enter what a document says. Raises ``StaleSave`` over another's save."""
    return save_answer(
        ReconciliationSource(reconciliation=of_year(agreement, financial_year), source=source),
        values,
        identity=("reconciliation", "source"),
        revision=revision,
        authority=agreement.authority,
        by=by,
        now=now,
        action="reconciliation_source_entered",
    )


@transaction.atomic
def set_terms(
    agreement: Agreement, financial_year: str, values: Mapping[str, Any], *, revision: int, by: User, now: datetime
) -> Reconciliation:
    """Enter overspends outside high needs and the council's own share. Raises ``StaleSave`` over another's save."""
    return save_answer(
        of_year(agreement, financial_year),
        values,
        identity=("agreement", "financial_year"),
        revision=revision,
        authority=agreement.authority,
        by=by,
        now=now,
        action="eligible_figure_changed",
    )


@transaction.atomic
def explain(
    source: ReconciliationSource, values: Mapping[str, Any], *, by: User, now: datetime
) -> DifferenceExplanation:
    """Explain a part of a document's difference."""
    if source.amount is None:
        raise NotAllowed(["Enter what the document says first."])
    made = DifferenceExplanation(source=source, revision=1, updated_at=now, updated_by=by, **values)
    made.full_clean()
    made.save()
    changes = {name: [None, values[name]] for name in DifferenceExplanation.FIELDS if values.get(name)}
    authority = source.reconciliation.agreement.authority
    audit.record(authority=authority, by=by, action="difference_explained", subject=made, changes=changes, now=now)
    return made


def change_explanation(
    explanation: DifferenceExplanation, values: Mapping[str, Any], *, revision: int, by: User, now: datetime
) -> DifferenceExplanation:
    """Put an explanation right. Raises ``StaleSave`` over another's save."""
    return save_answer(
        explanation,
        values,
        identity=("pk",),
        revision=revision,
        authority=explanation.source.reconciliation.agreement.authority,
        by=by,
        now=now,
        action="explanation_changed",
    )


@transaction.atomic
def remove_explanation(explanation: DifferenceExplanation, *, revision: int, by: User, now: datetime) -> None:
    """Take an explanation out. Raises ``StaleSave`` when it is not the one that was seen."""
    current = DifferenceExplanation.objects.select_for_update().filter(pk=explanation.pk).first()
    if current is None:
        return
    if current.revision != revision:
        raise StaleSave(current)
    reconciliation = explanation.source.reconciliation
    changes = {name: [getattr(current, name), None] for name in current.FIELDS if getattr(current, name)}
    # What was last edited stays known: whoever takes something out edited the year.
    Reconciliation.objects.filter(pk=reconciliation.pk).update(updated_at=now, updated_by=by)
    audit.record(
        authority=reconciliation.agreement.authority,
        by=by,
        action="explanation_removed",
        subject=current,
        changes=changes,
        now=now,
    )
    current.delete()


@transaction.atomic
def attest(
    reconciliation: Reconciliation,
    facts: Mapping[str, Any],
    *,
    seen: str,
    reasons_against: Sequence[str],
    edited_by: Iterable[User | None],
    by: User,
    now: datetime,
) -> Attestation:
    """Keep the Section 151 officer's word with the facts it is about.

    ``seen`` is the digest of the facts that the officer read. Raises NotAllowed when they have changed since, while
    anything is unexplained (``reasons_against``, in sentences), and for whoever last edited a part of them.
    """
    Reconciliation.objects.select_for_update().get(pk=reconciliation.pk)
    reasons = list(reasons_against)
    if digest_of(facts) != seen:
        reasons.append("Something changed after you opened this page. Read it again, then attest.")
    if by in [person for person in edited_by if person is not None]:
        reasons.append("You were the last to edit a part of it, so somebody else has to attest.")
    if reasons:
        raise NotAllowed(reasons)
    made = Attestation.objects.create(
        reconciliation=reconciliation,
        facts=facts,
        digest=seen,
        name=str(by),
        declaration=DECLARATION,
        attested_at=now,
        attested_by=by,
    )
    audit.record(
        authority=reconciliation.agreement.authority,
        by=by,
        action="reconciliation_attested",
        subject=made,
        changes={"digest": [None, seen]},
        now=now,
    )
    return made
