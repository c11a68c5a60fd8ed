"""Fetching what an address names, within the council the person has been let into."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404

from conditions.models import Agreement
from safetyvalve.core.access import CouncilRequest
from workstreams.capital import with_schemes
from workstreams.models import Milestone, Risk, Saving, Workstream, WorkstreamCondition


def get_agreement(request: CouncilRequest, slug: str) -> Agreement:
    agreements = Agreement.objects.of(request.authority).select_related("authority", "programme")
    return get_object_or_404(agreements, slug=slug)


def get_workstream(request: CouncilRequest, agreement_slug: str, slug: str) -> Workstream:
    """The workstream with its agreement and the conditions it has served, or 404."""
    workstreams = (
        Workstream.objects.of(request.authority)
        .select_related("agreement__authority", "agreement__programme", "lead", "updated_by")
        .prefetch_related(Prefetch("condition_links", WorkstreamCondition.objects.select_related("condition")))
    )
    return get_object_or_404(workstreams, agreement__slug=agreement_slug, slug=slug)


def get_milestone(request: CouncilRequest, agreement_slug: str, slug: str, key: int) -> Milestone:
    milestones = Milestone.objects.of(request.authority).select_related(
        "condition", "workstream__agreement__authority", "workstream__agreement__programme"
    )
    return get_object_or_404(milestones, pk=key, workstream__slug=slug, workstream__agreement__slug=agreement_slug)


def get_risk(request: CouncilRequest, agreement_slug: str, number: str) -> Risk:
    risks = Risk.objects.of(request.authority).select_related(
        "agreement__authority", "agreement__programme", "owner", "workstream", "updated_by"
    )
    return get_object_or_404(risks, agreement__slug=agreement_slug, number=number)


def get_saving(request: CouncilRequest, key: int) -> Saving:
    """The saving with its workstream, its agreement's versions and its figures, or 404."""
    savings = (
        Saving.objects.of(request.authority)
        .select_related(
            "workstream__agreement__authority",
            "workstream__agreement__programme",
            "condition",
            "depends_on",
            "owner",
            "validated_by",
            "updated_by",
        )
        .prefetch_related("figures", "workstream__agreement__versions", with_schemes())
    )
    return get_object_or_404(savings, pk=key)
